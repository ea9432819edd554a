"""Where a rising curve reaches a level: how many labelled examples make one model match another.

- The curve is made monotone first (isotonic regression, Barlow et al. 1972): a dip by chance is no
  loss of skill. Between points it is straight in the logarithm of the number of examples.
- The interval is a percentile bootstrap over clusters of cases and over repeats, both drawn anew
  with replacement (the pigeonhole bootstrap, Owen 2007, Annals of Applied Statistics 1, 386-411);
  cases are drawn alike for both models. Few repeats show little of how draws of examples differ.
- What lies beyond the points that were measured is not guessed: that end stays open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log2

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A number of examples; an open end is `None`, and `reason` then says what it means."""

    value: float | None
    low: float | None
    high: float | None
    """Ends of the 95 % interval."""
    n: int
    """Cases."""
    reason: str | None = None


def crossing(
    sizes: Sequence[int],
    curve: NDArray[np.bool_],  # (P, R, C)
    level: NDArray[np.bool_],  # (Q, C)
    clusters: Sequence[str],
    *,
    seed: int = 0,
) -> Crossing:
    """The number of examples from which on `curve` is as often right as `level`.

    `curve` says for each of the P rising `sizes` and R repeats whether each of C cases was right,
    `level` the same of the other model for its Q repeats; `clusters` names the cluster of each
    case.
    """
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    at = _reached(sizes, *_shares(curve, level, np.ones(len(place))))
    draw = np.random.default_rng(seed)
    drawn = [_drawn(sizes, curve, level, place, len(names), draw) for _ in range(DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975), method="inverted_cdf")
    return Crossing(
        value=_known(at),
        low=_known(float(low)),
        high=_known(float(high)),
        n=len(place),
        reason=_reason(at, float(low), float(high), sizes),
    )


def _drawn(
    sizes: Sequence[int],
    curve: NDArray[np.bool_],
    level: NDArray[np.bool_],
    place: NDArray[np.int64],
    count: int,
    draw: np.random.Generator,
) -> float:
    weights = np.bincount(draw.integers(count, size=count), minlength=count)[place]
    repeats = draw.integers(curve.shape[1], size=curve.shape[1])
    others = draw.integers(level.shape[0], size=level.shape[0])
    return _reached(sizes, *_shares(curve[:, repeats], level[others], weights.astype(float)))


def _shares(
    curve: NDArray[np.bool_], level: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """The share right at each size, and that of the other model."""
    total = weights.sum()
    return curve.mean(axis=1) @ weights / total, float(level.mean(axis=0) @ weights / total)


def _reached(sizes: Sequence[int], shares: NDArray[np.float64], level: float) -> float:
    """0 where the first point is there already, infinity where the last is not."""
    rising = isotonic_regression(shares).x
    above = np.flatnonzero(rising >= level - 1e-12)
    if not len(above):
        return inf
    first = int(above[0])
    if first == 0:
        return 0.0
    part = (level - rising[first - 1]) / (rising[first] - rising[first - 1])
    below, above_size = log2(sizes[first - 1]), log2(sizes[first])
    return float(2 ** (below + part * (above_size - below)))


def _known(at: float) -> float | None:
    return round(at, 1) if 0 < at < inf else None


def _reason(at: float, low: float, high: float, sizes: Sequence[int]) -> str | None:
    if at == inf:
        return f"No crossing within what was measured: it stays below up to {sizes[-1]} examples."
    if at == 0:
        return f"It is as good with the fewest examples measured, {sizes[0]}, or fewer."
    ends = []
    if low == 0:
        ends.append(f"the lower end of the interval lies below the fewest measured, {sizes[0]}")
    if high == inf:
        ends.append(f"the upper end of the interval lies beyond the most measured, {sizes[-1]}")
    return "; ".join(ends).capitalize() + "." if ends else None
