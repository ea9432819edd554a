"""Corrects an observed rate for the errors of the checker that observed it.

A checker that misses some hallucinations and sees others that are none reports a rate that is not
the true one. Its sensitivity and specificity, measured on answers that people have labelled, say
how far off it is.
"""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm

from detectors.calibration import CheckerError, MeasuredShare
from reports.statistics import Interval, Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What the true rate is likely to be."""

    value: float
    """0 to 1."""
    interval: Interval
    """It carries the uncertainty of the rate and of both error rates, at the rate's confidence."""
    sensitivity: MeasuredShare
    specificity: MeasuredShare


def corrected(observed: Rate, error: CheckerError) -> Corrected | None:
    """The rate that a checker without errors would have shown.

    Rogan & Gladen 1978 (American Journal of Epidemiology 107, 71-76), with the adjusted interval of
    Lang & Reiczigel 2014 (Preventive Veterinary Medicine 113, 13-22), every n an effective one.
    It holds for answers like those that were labelled. `None` where the checker is not shown to
    tell the two kinds of answer apart at all: then any true rate could lie behind the observed one.
    """
    z = float(norm.ppf((1 + observed.confidence) / 2))
    n = observed.effective_n + z * z
    seen = (observed.value * observed.effective_n + z * z / 2) / n
    hit, of_hit = _smoothed(error.sensitivity)
    spared, of_spared = _smoothed(error.specificity)
    apart = hit + spared - 1
    youden = error.sensitivity.value + error.specificity.value - 1
    if youden <= 0 or apart <= z * sqrt(of_hit + of_spared):
        return None
    middle = (seen + spared - 1) / apart
    shift = 2 * z * z * (middle * of_hit - (1 - middle) * of_spared)
    variance = seen * (1 - seen) / n + middle**2 * of_hit + (1 - middle) ** 2 * of_spared
    reach = z * sqrt(variance) / apart
    value = _share((observed.value + error.specificity.value - 1) / youden)
    low, high = _share(middle + shift - reach), _share(middle + shift + reach)
    return Corrected(
        value=value,
        interval=Interval(low=min(low, value), high=max(high, value)),
        sensitivity=error.sensitivity,
        specificity=error.specificity,
    )


def _smoothed(measured: MeasuredShare) -> tuple[float, float]:
    """The share with a hit and a miss added, so that it is never quite 0 or 1, and its variance."""
    n = measured.effective_n + 2
    share = (measured.value * measured.effective_n + 1) / n
    return share, share * (1 - share) / n


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
