"""Joins several rankings of the same things into one.

Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): what stands at rank r of a ranking gets
1 / (60 + r) from it. It needs ranks only, so a cosine and a BM25 score need no common scale.
"""

from collections import defaultdict
from collections.abc import Sequence

RANK_CONSTANT = 60
"""The value of the paper; it keeps one ranking's first places from deciding alone."""


def fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    """All that is ranked, best first; of equals the one that comes first in the first ranking.

    >>> fused([[7, 8, 9], [9, 7]])
    [7, 9, 8]
    """
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] += 1 / (RANK_CONSTANT + rank)
    return sorted(scores, key=lambda item: -scores[item])
