"""Tests whether two sets of answers to the same cases differ, by swapping them cluster by cluster.

If nothing has changed, the two answers of a case could as well have come the other way round. So
the difference that was found is held against those that all ways of swapping would give (Fisher
1935, The Design of Experiments, section 21). Cases that vary one another are swapped together.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reports.statistics import Pair


class SwapTest(NamedTuple):
    """How rare a difference this large is where nothing has changed."""

    p: float
    """Two-sided, above 0 and at most 1."""
    least: float
    """The smallest p that these cases could have given, whatever way they had changed."""


def swap_test(pairs: Sequence[Pair]) -> SwapTest:
    """The exact test on shares: all swaps are counted, none is drawn.

    Where every case stands alone it is McNemar's exact test. Only clusters with a net change bear
    on it.
    """
    net: dict[str, int] = defaultdict(int)
    for pair in pairs:
        net[pair.cluster] += pair.first - pair.second
    changes = [abs(change) for change in net.values() if change]
    weights = np.ones(1)  # (2 * total + 1,) probability of each sum of signed changes
    for change in changes:
        spread = np.zeros(len(weights) + 2 * change)
        spread[: len(weights)] += weights / 2
        spread[2 * change :] += weights / 2
        weights = spread
    total, found = sum(changes), abs(sum(net.values()))
    sums = np.abs(np.arange(-total, total + 1))
    p = float(weights[sums >= found].sum())
    return SwapTest(p=min(p, 1.0), least=least_p(len(changes)))


def drawn_swaps(reached: int, drawn: int, changed: int) -> SwapTest:
    """The test by so many random swaps, of which so many gave as large a difference as was found.

    `changed` counts the clusters that swapping changes. What was found is one of the swaps, so p
    is never 0 (Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9,
    39).
    """
    if not changed:
        return SwapTest(p=1.0, least=1.0)
    return SwapTest(p=(1 + reached) / (drawn + 1), least=max(least_p(changed), 1 / (drawn + 1)))


def least_p(clusters: int) -> float:
    """The p of the largest difference that this many changed clusters could give."""
    return min(1.0, 2.0 ** (1 - min(clusters, 1000)))
