"""The interval of any value from bootstrap draws, corrected for bias and skewness."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from reports.statistics import Interval

Values: TypeAlias = NDArray[np.float64]


def bca(value: float, *, drawn: Values, left_out: Values, confidence: float) -> Interval:
    """The BCa interval of a value (Efron 1987, JASA 82; Davison & Hinkley 1997, section 5.3.2).

    `drawn` (R,) are its values on resamples, `left_out` (C,) its values without each cluster in
    turn; both resample and jackknife take clusters whole, so that cases which vary one another are
    no independent evidence. Draws equal to the value count half below it: shares of few cases take
    few values, and a strict count would read such ties as bias.

    Where no cluster moves the value there is no skewness to correct, and where no draw differs from
    it no spread: the interval is then that of the percentiles, or the value alone. Such an interval
    is too sure of itself; whoever uses it must widen it by what else is known.

    `scipy.stats.bootstrap(method="BCa")` is the same for independent cases, but draws its own
    resamples, and gives NaN where no draw differs.
    """
    below = (np.sum(drawn < value) + np.sum(drawn == value) / 2) / len(drawn)
    least = 1 / (2 * len(drawn))
    bias = norm.ppf(np.clip(below, least, 1 - least))
    skewness = _acceleration(left_out)
    z = bias + norm.ppf([(1 - confidence) / 2, (1 + confidence) / 2])  # (low, high)
    stretch = np.maximum(1 - skewness * z, 1e-9)  # beyond it the correction would turn round
    low, high = np.quantile(drawn, norm.cdf(bias + z / stretch))
    return Interval(low=float(low), high=float(high))


def _acceleration(left_out: Values) -> float:
    """A sixth of the skewness of the jackknife values; 0 where they are all the same."""
    moved = left_out.mean() - left_out
    spread = float((moved**2).sum())
    return float((moved**3).sum()) / (6 * spread**1.5) if spread > 1e-24 else 0.0
