"""Whether two explanations of the same inputs name the same words.

Two methods, or two seeds of a sampled one. That they agree does not make them right, and where they
disagree they may answer different questions: a word that alone takes nothing away can still have
its share of what all words do together (Krishna et al. 2022, "The Disagreement Problem in
Explainable Machine Learning"). Which to rely on, faithfulness has to tell.

Limits: where one word decides, the ranks of all others are noise, and so is much of the rank
correlation; the overlap of the strongest words says more then.
"""

from collections.abc import Sequence
from typing import NamedTuple

from detectors.explaining.estimates import Mean, Measured, clustered
from detectors.explaining.rank_agreement import TOP, RankAgreement, rank_agreement
from detectors.records import Attribution

AGREES = 0.5
"""Rank correlation below which methods disagree: they share less than a quarter of the variance
of ranks."""


class Agreement(NamedTuple):
    """How alike two lists of explanations are."""

    first: str
    second: str
    """The methods."""
    texts: tuple[RankAgreement | None, ...]
    """Of each input; `None` where it has too few words, or the two explain different classes."""
    rank_correlation: Mean | None
    """-1 to 1; `None` for fewer than two texts that are independent."""
    overlap: Mean | None
    """Of the strongest words, 0 to 1."""

    @property
    def disagree(self) -> bool:
        """Rank correlation is below `AGREES`, its interval as a whole."""
        return self.rank_correlation is not None and self.rank_correlation.high < AGREES

    @property
    def sentence(self) -> str:
        """What a reader has to know."""
        pair = f"{self.first} and {self.second}"
        if self.rank_correlation is None or self.overlap is None:
            return f"too few texts to tell whether {pair} agree"
        if not self.disagree and self.rank_correlation.low < AGREES:
            return f"it is open whether {pair} agree: rank correlation {self.rank_correlation}"
        facts = (
            f"rank correlation {self.rank_correlation}; of the {TOP} strongest words they share "
            f"{self.overlap.value:.0%}"
        )
        if not self.disagree:
            return f"{pair} agree: {facts}"
        return f"{pair} disagree: {facts}; which to rely on is for their faithfulness to tell"


def agreement(
    first: Sequence[Attribution],
    second: Sequence[Attribution],
    clusters: Sequence[str] | None = None,
) -> Agreement:
    """How alike `first[i]` and `second[i]` are, which explain the same class of the same input.

    `clusters[i]` names the texts that vary one another; without them all are independent. Raises
    `ValueError` without any explanation, and where the two are of different words.
    """
    if not first:
        raise ValueError("no explanations to compare")
    names = clusters or [str(at) for at in range(len(first))]
    texts = tuple(_compared(one, other) for one, other in zip(first, second, strict=True))
    known = [(text, name) for text, name in zip(texts, names, strict=True) if text is not None]
    return Agreement(
        first=first[0].method,
        second=second[0].method,
        texts=texts,
        rank_correlation=clustered(Measured(one.rank_correlation, name) for one, name in known),
        overlap=clustered(Measured(one.overlap, name) for one, name in known),
    )


def _compared(one: Attribution, other: Attribution) -> RankAgreement | None:
    if [(word.start, word.end) for word in one.words] != [
        (word.start, word.end) for word in other.words
    ]:
        raise ValueError("the two explanations are of different words")
    if one.target != other.target:
        return None
    return rank_agreement([word.score for word in one.words], [word.score for word in other.words])
