"""Intervals of any measured value where claims of one document are not independent."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.calibration import Estimate

DRAWS = 1000

Weights: TypeAlias = NDArray[np.float64]
"""(n,): how often each claim was drawn."""
Statistic: TypeAlias = Callable[[Weights], float | None]
"""The value on claims so weighted; `None` where it has none on these."""


def estimate(statistic: Statistic, documents: Sequence[str], *, seed: int = 0) -> Estimate | None:
    """The value with its 95 % percentile bootstrap interval, whole documents drawn with
    replacement (Davison & Hinkley 1997, section 3.8); `None` where it has no value.

    One document says nothing about others: the interval is then everything from 0 to 1.
    """
    value = statistic(np.ones(len(documents)))
    if value is None:
        return None
    names, place = np.unique(np.asarray(documents), return_inverse=True)
    drawn = _drawn(statistic, place, len(names), seed) if len(names) > 1 else [0.0, 1.0]
    low, high = np.quantile(drawn, (0.025, 0.975)) if len(names) > 1 else drawn
    return Estimate(
        value=round(value, 5),
        low=round(float(low), 5),
        high=round(float(high), 5),
        n=len(documents),
        documents=len(names),
    )


def _drawn(statistic: Statistic, place: NDArray[np.int64], size: int, seed: int) -> list[float]:
    """The values on new draws; draws on which it has none are passed over."""
    draw = np.random.default_rng(seed)
    counts = (np.bincount(draw.integers(size, size=size), minlength=size) for _ in range(DRAWS))
    values = (statistic(count[place].astype(np.float64)) for count in counts)
    return [value for value in values if value is not None]
