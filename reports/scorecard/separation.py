"""Does confidence tell texts of the domain from others: the area under the ROC curve.

Hendrycks & Gimpel 2017 (ICLR): 1 where every text of the domain is surer than any other, 0.5 where
confidence says nothing of it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from detectors.calibration import Estimate
from detectors.resampling import Weights, estimate
from reports.scorecard.confidence import FEWEST, Judged
from reports.scorecard.records import Difference
from reports.statistics import Interval
from reports.swap_test import SwapTest, drawn_swaps

SWAPS = 2000


def separation(cases: Sequence[Judged]) -> Estimate | None:
    """The area, its interval a bootstrap over clusters; `None` with fewer than 20 of a kind."""
    if _fewest(cases) < FEWEST:
        return None
    sure = np.array([case.confidence for case in cases])
    known = np.array([case.in_domain for case in cases])
    return estimate(lambda weights: _area(sure, known, weights), [case.cluster for case in cases])


def separation_difference(
    first: Mapping[str, Judged], second: Mapping[str, Judged]
) -> Difference | None:
    """The area of the first less that of the second, on the cases of which both are sure of
    something; `None` with fewer than 20 of a kind.

    Its interval draws clusters for both alike. The test swaps the confidences of both, cluster by
    cluster, at random.
    """
    shared = [case for case in first if case in second]
    own = [first[case] for case in shared]
    if _fewest(own) < FEWEST:
        return None
    pair = _Pair(
        np.array([[side[case].confidence for case in shared] for side in (first, second)]),
        np.array([case.in_domain for case in own]),
    )
    clusters = [case.cluster for case in own]
    found = estimate(pair.difference, clusters)
    if found is None:
        return None
    return Difference(
        n=len(shared),
        value=found.value,
        interval=Interval(low=found.low, high=found.high),
        test=_swap_test(pair, clusters),
    )


class _Pair(NamedTuple):
    sure: NDArray[np.float64]
    """(2, n) confidence of either in each case"""
    known: NDArray[np.bool_]
    """(n,) whether the case is of the domain"""

    def difference(self, weights: Weights) -> float | None:
        one, other = (_area(sure, self.known, weights) for sure in self.sure)
        return None if one is None or other is None else one - other


def _swap_test(pair: _Pair, clusters: Sequence[str]) -> SwapTest:
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    draw, even = np.random.default_rng(0), np.ones(len(clusters))
    found = abs(pair.difference(even) or 0.0)
    reached = 0
    for _ in range(SWAPS):
        swapped = (draw.random(len(names)) < 0.5)[place]
        other = pair._replace(sure=np.where(swapped, pair.sure[::-1], pair.sure))
        reached += abs(other.difference(even) or 0.0) >= found - 1e-12
    changed = np.unique(place[pair.sure[0] != pair.sure[1]])
    return drawn_swaps(reached, SWAPS, len(changed))


def _area(sure: NDArray[np.float64], known: NDArray[np.bool_], weights: Weights) -> float | None:
    """The weighted Mann-Whitney statistic; `None` where a draw lacks cases of one kind."""
    place = rankdata(sure, method="dense").astype(np.int64) - 1
    own = np.bincount(place, weights * known)
    other = np.bincount(place, weights * ~known)
    pairs = float(own.sum() * other.sum())
    below = np.cumsum(other) - other / 2  # half of those that are as sure
    return float((own * below).sum()) / pairs if pairs else None


def _fewest(cases: Sequence[Judged]) -> int:
    """How many there are of the rarer kind."""
    known = sum(case.in_domain for case in cases)
    return min(known, len(cases) - known)
