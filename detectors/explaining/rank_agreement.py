"""How alike two rankings of the same words are."""

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from scipy.stats import spearmanr

LEAST_WORDS = 5
"""Fewer words have so few orders that their rank correlation says nothing."""

TOP = 3
"""Words that are compared as the strongest; as many as a reader is told of a decision."""


class RankAgreement(NamedTuple):
    """How alike the scores of the same words are."""

    rank_correlation: float
    """Spearman's, of the signed scores; -1 to 1."""
    overlap: float
    """Share of the `TOP` words of either that are among those of the other, 0 to 1; of n words
    that are put in order at random it is `TOP` / n on average."""
    words: int


def rank_agreement(first: Sequence[float], second: Sequence[float]) -> RankAgreement | None:
    """How alike the scores are; `first[i]` and `second[i]` are those of one word.

    `None` for fewer than `LEAST_WORDS` words, and where all scores of one side are the same.
    """
    if len(first) < LEAST_WORDS or len(set(first)) == 1 or len(set(second)) == 1:
        return None
    correlation = float(spearmanr(first, second).statistic)
    if not isfinite(correlation):
        return None
    shared = _strongest(first) & _strongest(second)
    return RankAgreement(correlation, len(shared) / TOP, len(first))


def _strongest(scores: Sequence[float]) -> set[int]:
    return set(sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:TOP])
