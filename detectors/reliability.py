"""How well probabilities of `supported` hold, and how well a threshold on them decides.

- Claims with the same probability are never told apart, so no figure depends on their order.
- Intervals draw whole documents; nothing measured is `None`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.calibration import Estimate
from detectors.labelled import Labelled
from detectors.resampling import Weights, estimate

BINS = 15
CHANCE_DRAWS = 200

Threshold: TypeAlias = float | Sequence[float]
"""One for all claims, or one for each (each fold has its own)."""


class ReliabilityBin(NamedTuple):
    """Claims of like probability: what was said, and what came true."""

    low: float
    high: float
    """The lowest and highest probability among them."""
    n: int
    predicted: float
    """Mean probability."""
    observed: float
    """Share that really is supported."""


def expected_calibration_error(scored: Sequence[Labelled]) -> Estimate | None:
    """Mean distance of probability and truth over 15 bins of equally many claims.

    Naeini et al. 2015 (AAAI), with the equal-mass bins of Nixon et al. 2019 (CVPR workshops). It is
    never 0, even where all is well: see `chance_error`, which is what to compare it with.

    Noise only ever adds to this error, and drawing anew adds it a second time: percentile limits
    would lie above the truth. So the lower limit is reflected about the value (basic bootstrap),
    and 0 where chance alone explains the error; the upper one is as far above the value as the
    draws reach from their own middle. On simulated claims this held the truth 83 to 99 times of
    100, percentile limits 0 to 92 times; where it failed, the truth was nearly always better.
    """
    if not scored:
        return None
    ranked = _ranked(scored)
    drawn = estimate(lambda weights: _error(ranked, weights), _documents(scored))
    if drawn is None or drawn.documents < 2:
        return drawn
    by_chance = drawn.value <= np.quantile(_chance_errors(scored), 0.975)
    low = 0.0 if by_chance else max(0.0, 2 * drawn.value - drawn.high)
    high = min(1.0, drawn.value + (drawn.high - drawn.low) / 2)
    return replace(drawn, low=round(low, 5), high=round(high, 5))


def chance_error(scored: Sequence[Labelled]) -> float | None:
    """The calibration error that these very probabilities would show if they were all true."""
    return round(float(np.mean(_chance_errors(scored))), 5) if scored else None


def reliability_table(scored: Sequence[Labelled]) -> tuple[ReliabilityBin, ...]:
    """The bins of the expected calibration error, lowest first; empty ones are left out."""
    if not scored:
        return ()
    ranked = _ranked(scored)
    bins = _bins(ranked, np.ones(len(scored)))[ranked.place]  # (n,)
    said = ranked.values[ranked.place]
    return tuple(
        ReliabilityBin(
            low=float(said[bins == at].min()),
            high=float(said[bins == at].max()),
            n=int((bins == at).sum()),
            predicted=round(float(said[bins == at].mean()), 5),
            observed=round(float(ranked.true[bins == at].mean()), 5),
        )
        for at in np.unique(bins)
    )


def brier_score(scored: Sequence[Labelled]) -> Estimate | None:
    """Mean squared distance of probability and truth, 0 to 1 (Brier 1950)."""
    if not scored:
        return None
    said, true = _said(scored), _true(scored)
    squares = (said - true) ** 2
    return estimate(lambda weights: _mean(squares, weights), _documents(scored))


def balanced_accuracy(scored: Sequence[Labelled], threshold: Threshold) -> Estimate | None:
    """Mean of the share of supported claims that pass and of unsupported ones that do not."""
    if not scored:
        return None
    passed, true = _passed(scored, threshold), _true(scored)

    def value(weights: Weights) -> float | None:
        kept, let = _mean(passed, weights * true), _mean(passed, weights * (1 - true))
        return None if kept is None or let is None else (kept + 1 - let) / 2

    return estimate(value, _documents(scored))


def passed_share(
    scored: Sequence[Labelled], threshold: Threshold, *, supported: bool
) -> Estimate | None:
    """Share of the supported, or of the unsupported, claims that pass as supported."""
    passed = _passed(scored, threshold)
    asked = [each.is_supported is supported for each in scored]
    if not any(asked):
        return None
    kept = passed[np.array(asked)]
    documents = [each.document for each, wanted in zip(scored, asked, strict=True) if wanted]
    return estimate(lambda weights: _mean(kept, weights), documents)


def best_threshold(scored: Sequence[Labelled]) -> float:
    """The threshold of highest balanced accuracy; of equals the one nearest to 0.5.

    Give it claims that the model was not trained on. 0.5 where there is only one kind of claim.
    """
    said, true = _said(scored), _true(scored)
    if not 0 < true.sum() < len(true):
        return 0.5
    values = np.unique(said)
    candidates = np.unique([0.5, *((values[1:] + values[:-1]) / 2)])
    kept = _share_from(np.sort(said[true == 1]), candidates)
    let = _share_from(np.sort(said[true == 0]), candidates)
    ranks = zip(np.round(kept - let, 9), -np.abs(candidates - 0.5), candidates, strict=True)
    return round(float(max(ranks)[2]), 5)


def _chance_errors(scored: Sequence[Labelled]) -> list[float]:
    """The error with truths drawn from the probabilities, many times."""
    draw = np.random.default_rng(0)
    ranked, even = _ranked(scored), np.ones(len(scored))
    # drawn in the order of the probabilities, so that the order of the claims says nothing
    said = np.sort(ranked.values[ranked.place])
    place = np.sort(ranked.place)
    truths = (draw.random(len(said)) < said for _ in range(CHANCE_DRAWS))
    return [
        _error(ranked._replace(place=place, true=true.astype(np.float64)), even) for true in truths
    ]


class _Ranked(NamedTuple):
    values: NDArray[np.float64]
    """(u,) the different probabilities, rising"""
    place: NDArray[np.int64]
    """(n,) which of them each claim has"""
    true: NDArray[np.float64]
    """(n,)"""


def _ranked(scored: Sequence[Labelled]) -> _Ranked:
    values, place = np.unique(_said(scored), return_inverse=True)
    return _Ranked(values, place, _true(scored))


def _bins(ranked: _Ranked, weights: Weights) -> NDArray[np.int64]:
    """(u,) the bin of each probability: where the middle of its claims falls."""
    mass = np.bincount(ranked.place, weights, minlength=len(ranked.values))
    middle = (np.cumsum(mass) - mass / 2) / mass.sum()
    # a hair, so that rounding cannot lift the middle of a bin over its edge
    bins: NDArray[np.int64] = np.minimum(middle * BINS - 1e-9, BINS - 1).astype(np.int64)
    return bins


def _error(ranked: _Ranked, weights: Weights) -> float:
    excess = weights * (ranked.true - ranked.values[ranked.place])
    gaps = np.bincount(_bins(ranked, weights)[ranked.place], excess)
    return float(np.abs(gaps).sum() / weights.sum())


def _share_from(
    rising: NDArray[np.float64], candidates: NDArray[np.float64]
) -> NDArray[np.float64]:
    """For each candidate the share of values that reach it."""
    return 1 - np.searchsorted(rising, candidates, side="left") / len(rising)


def _mean(values: NDArray[np.float64], weights: Weights) -> float | None:
    total = float(weights.sum())
    return float((values * weights).sum()) / total if total else None


def _passed(scored: Sequence[Labelled], threshold: Threshold) -> NDArray[np.float64]:
    return (_said(scored) >= np.asarray(threshold)).astype(np.float64)


def _said(scored: Sequence[Labelled]) -> NDArray[np.float64]:
    return np.array([each.supported for each in scored], dtype=np.float64)


def _true(scored: Sequence[Labelled]) -> NDArray[np.float64]:
    return np.array([each.is_supported for each in scored], dtype=np.float64)


def _documents(scored: Sequence[Labelled]) -> list[str]:
    return [each.document for each in scored]
