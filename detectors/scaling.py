"""Fits a calibration's `supported` to labelled claims, changing none of its coefficients.

- `PLATT`: two numbers on the log-odds (Platt 1999, with his softened targets). The right choice for
  tens to hundreds of claims.
- `ISOTONIC`: any line that never falls (Zadrozny & Elkan 2002). It needs about a thousand claims to
  be the better of the two (Niculescu-Mizil & Caruana 2005), and is refused below that.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit

from detectors.calibration import GRAIN, Calibration, Knot, log_odds
from detectors.labelled import Labelled

ISOTONIC_NEEDS = 1000
"""Labelled claims."""


class Method(StrEnum):
    """How `supported` is fitted."""

    PLATT = "platt"
    ISOTONIC = "isotonic"


def scaled(
    calibration: Calibration, scored: Sequence[Labelled], *, method: Method = Method.PLATT
) -> Calibration:
    """The same calibration with its scaling fitted to claims that it scored.

    Its threshold, band and budgets are still those of before; `recalibration.refit` renews them. A
    scale of 0 says that the scores do not tell the supported from the others.
    """
    odds = np.array([log_odds(each.supported) for each in scored])
    true = np.array([each.is_supported for each in scored], dtype=np.float64)
    if method is Method.ISOTONIC:
        return replace(calibration, knots=_isotonic(odds, true))
    scale, offset = _platt(odds, true)
    return replace(
        calibration,
        scale=round(scale * calibration.scale, 6),
        offset=round(scale * calibration.offset + offset, 6),
    )


def rescored(
    scored: Sequence[Labelled], *, before: Calibration, after: Calibration
) -> tuple[Labelled, ...]:
    """The claims with the probability that `after` gives where `before` gave theirs."""
    return tuple(
        each._replace(supported=_rounded(after.supported(_unscaled(each.supported, before))))
        for each in scored
    )


def _unscaled(supported: float, calibration: Calibration) -> float:
    """The log-odds of the regression itself."""
    return (log_odds(supported) - calibration.offset) / calibration.scale


def _rounded(supported: float) -> float:
    return round(supported * GRAIN) / GRAIN


def _platt(odds: NDArray[np.float64], true: NDArray[np.float64]) -> tuple[float, float]:
    """Scale, at least 0, and offset, by maximum likelihood."""
    right, wrong = true.sum(), (1 - true).sum()
    targets = np.where(true == 1, (right + 1) / (right + 2), 1 / (wrong + 2))

    def loss(both: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = both[0] * odds + both[1]
        slope = (expit(logits) - targets) / len(odds)
        total = np.mean(np.logaddexp(0.0, logits) - targets * logits)
        return float(total), np.array([slope @ odds, slope.sum()])

    start = np.array([1.0, 0.0])
    bounds = [(0.0, None), (None, None)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", tol=1e-12).x
    return float(found[0]), float(found[1])


def _isotonic(odds: NDArray[np.float64], true: NDArray[np.float64]) -> tuple[Knot, ...]:
    """Corners of the line through the two ends of each level block; never certain at its ends."""
    values, place, counts = np.unique(odds, return_inverse=True, return_counts=True)
    shares = np.bincount(place, true) / counts
    levels = isotonic_regression(shares, weights=counts).x
    certain = 1 / (len(odds) + 2)
    levels = np.round(np.clip(levels, certain, 1 - certain), 6)
    turns = levels[1:] != levels[:-1]
    corners = np.concatenate([[True], turns]) | np.concatenate([turns, [True]])
    rising = zip(np.round(values, 6)[corners].tolist(), levels[corners].tolist(), strict=True)
    return tuple(Knot(*corner) for corner in rising)
