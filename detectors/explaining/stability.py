"""Whether explanations stay when the text changes as little as it can.

- A typo: one word outside the rationale is misspelt; all other words ought to keep their ranks.
- A paraphrase: cases of one group, with the words that two of them share.
- A seed: for sampled methods, `detectors.explaining.agreement` of two runs tells the same.

Limits: the model itself may have changed its mind over a typo, and then the explanation is right to
change; so the class explained stays the same, and what is measured is the explanation with the
model (Alvarez-Melis & Jaakkola 2018, "On the Robustness of Interpretability Methods").
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.estimates import Mean, Measured, clustered
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.methods import Method
from detectors.explaining.rank_agreement import TOP, RankAgreement, rank_agreement
from detectors.explaining.rationales import ranking, sizes
from detectors.explaining.typos import Misspelt, misspelt
from detectors.records import Attribution

STABLE = 0.5
"""Rank correlation below which explanations are called unstable: less than a quarter of the
variance of ranks is left."""


class Stability(NamedTuple):
    """How much of an explanation stays."""

    change: str
    """`typo` or `paraphrase`."""
    rank_correlation: Mean | None
    """Of the words that both texts have and the change left alone, -1 to 1; `None` for fewer than
    two groups of texts."""
    overlap: Mean | None
    """Of the strongest of these words, 0 to 1."""

    @property
    def unstable(self) -> bool:
        """The whole interval is below `STABLE`."""
        return self.rank_correlation is not None and self.rank_correlation.high < STABLE

    @property
    def shown(self) -> bool:
        """The whole interval is at least `STABLE`."""
        return self.rank_correlation is not None and self.rank_correlation.low >= STABLE

    @property
    def sentence(self) -> str:
        """What a reader has to know."""
        if self.rank_correlation is None or self.overlap is None:
            return f"too few texts to tell whether the explanation is stable under a {self.change}"
        verdict = (
            f"the explanation changes with a {self.change}"
            if self.unstable
            else f"the explanation is stable under a {self.change}"
            if self.shown
            else f"it is open whether the explanation is stable under a {self.change}"
        )
        return (
            f"{verdict}: rank correlation {self.rank_correlation}; of the {TOP} strongest words "
            f"{self.overlap.value:.0%} stay"
        )


def under_typos(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    method: Method,
    clusters: Sequence[str] | None = None,
) -> Stability:
    """How much stays when a word outside the largest rationale is misspelt by one character.

    `clusters[i]` names the texts that vary one another; without them all are independent. Texts
    where no such word can be misspelt are passed over.
    """
    names = clusters or [str(at) for at in range(len(inputs))]
    slips = [
        (at, slip)
        for at, (one, attribution) in enumerate(zip(inputs, attributions, strict=True))
        if (slip := misspelt(one.text, one.words, _rationale(attribution)))
    ]
    changed = method.explain(
        classifier,
        read_inputs(classifier, [slip.text for _, slip in slips]),
        targets=[classifier.labels.index(attributions[at].target) for at, _ in slips],
    )
    return _stability(
        "typo",
        (
            (_beside(attributions[at], other, slip), names[at])
            for (at, slip), other in zip(slips, changed, strict=True)
            if isinstance(other, Attribution)
        ),
    )


def under_paraphrase(attributions: Sequence[Attribution], clusters: Sequence[str]) -> Stability:
    """How much two texts of one group, `clusters[i]`, share, where they have the same label.

    Compared are the words that stand in both, by their first occurrence, in lower case.
    """
    groups: dict[str, list[Attribution]] = {}
    for one, name in zip(attributions, clusters, strict=True):
        groups.setdefault(name, []).append(one)
    return _stability(
        "paraphrase",
        (
            (_shared(one, other), name)
            for name, group in sorted(groups.items())
            for one, other in combinations(group, 2)
            if one.target == other.target
        ),
    )


def _rationale(one: Attribution) -> set[int]:
    if not one.words:
        return set()
    return set(ranking(one)[: sizes(len(one.words))[-1]])


def _beside(one: Attribution, other: Attribution, slip: Misspelt) -> RankAgreement | None:
    """The scores of all words but the misspelt one; a longer word may push others out of sight."""
    seen = [at for at in range(min(len(one.words), len(other.words))) if at != slip.word]
    return rank_agreement(
        [one.words[at].score for at in seen], [other.words[at].score for at in seen]
    )


def _shared(one: Attribution, other: Attribution) -> RankAgreement | None:
    first, second = _by_word(one), _by_word(other)
    common = [word for word in first if word in second]
    return rank_agreement([first[word] for word in common], [second[word] for word in common])


def _by_word(one: Attribution) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in one.words:
        found.setdefault(word.text.lower(), word.score)
    return found


def _stability(change: str, found: Iterable[tuple[RankAgreement | None, str]]) -> Stability:
    known = [(one, name) for one, name in found if one is not None]
    return Stability(
        change=change,
        rank_correlation=clustered(Measured(one.rank_correlation, name) for one, name in known),
        overlap=clustered(Measured(one.overlap, name) for one, name in known),
    )
