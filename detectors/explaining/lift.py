"""Whether a method's explanations name better words than chance, over a suite.

One text's gain over random words says little; the mean over texts, each paired with random words of
its own, has an interval. Above 0 the method tells something of the model; at 0 it does not.
"""

from collections.abc import Sequence
from typing import NamedTuple

from detectors.explaining.estimates import Mean, Measured, clustered
from detectors.records import Faithfulness, ReplacementScores


class Gain(NamedTuple):
    """What rationales gain over random ones of the same sizes in the same texts, in probability."""

    comprehensiveness: Mean
    """How much more is lost without them."""
    sufficiency: Mean
    """How much less is lost with nothing but them."""


class Lift(NamedTuple):
    """The gain over a suite; every value -1 to 1, more is better."""

    overall: Gain
    """The mean over the replacements."""
    replacements: dict[str, Gain]
    reliable: int
    """Texts whose own explanation is better than random at 95 %."""
    testable: int
    """Texts where that could come out: not too few words."""

    @property
    def better(self) -> bool:
        """The rationales carry more of the decision than random words, by every replacement."""
        gains = (self.overall, *self.replacements.values())
        return all(gain.comprehensiveness.low > 0 for gain in gains)

    @property
    def sentence(self) -> str:
        """What a reader has to know."""
        gain = self.overall.comprehensiveness
        if self.better:
            return (
                f"without the words that the explanations name, the decision loses {gain} more "
                f"probability than without random words; {self._single}"
            )
        doubtful = [
            name for name, one in self.replacements.items() if one.comprehensiveness.low <= 0
        ]
        return (
            "the words that the explanations name are not better than random ones by "
            f"{' and '.join(doubtful) or 'the mean'}: the decision loses {gain} more probability "
            f"without them; {self._single}"
        )

    @property
    def _single(self) -> str:
        return (
            f"{self.reliable} of {self.testable} single explanations are better than random words "
            "at 95 %"
        )


def lift(
    faithful: Sequence[Faithfulness | None], clusters: Sequence[str] | None = None
) -> Lift | None:
    """The gain over all texts where it was measured.

    `clusters[i]` names the texts that vary one another; without them all are independent. `None`
    where fewer than two are left.
    """
    names = clusters or [str(at) for at in range(len(faithful))]
    known = [(one, name) for one, name in zip(faithful, names, strict=True) if one is not None]
    if len({name for _, name in known}) < 2:
        return None
    kinds = [scores.replacement for scores in known[0][0].replacements]
    tested = [one for one, _ in known if one.reason is None]
    return Lift(
        overall=_gain([(one.replacements, name) for one, name in known]),
        replacements={
            kind: _gain([(one.replacements[at : at + 1], name) for one, name in known])
            for at, kind in enumerate(kinds)
        },
        reliable=sum(one.reliable for one in tested),
        testable=len(tested),
    )


def _gain(scores: Sequence[tuple[Sequence[ReplacementScores], str]]) -> Gain:
    gained = [
        Measured(_mean([s.comprehensiveness - s.random_comprehensiveness for s in some]), name)
        for some, name in scores
    ]
    kept = [
        Measured(_mean([s.random_sufficiency - s.sufficiency for s in some]), name)
        for some, name in scores
    ]
    first, second = clustered(gained), clustered(kept)
    if first is None or second is None:
        raise ValueError("a gain needs two clusters of texts")
    return Gain(first, second)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
