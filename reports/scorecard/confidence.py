"""What the confidence of a classification is worth: does it tell right from wrong, known from new.

Confidence is the probability of the label that was given, or that would have been where it was
declined. A model that gives no probabilities has none, which is said and not guessed.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.records import Expect, Task
from reports.run import CaseResult
from reports.statistics import Interval

BINS = 10
RESAMPLES = 2000
SEED = 0
FEWEST = 20
"""Cases of a kind below which nothing is computed."""


class Judged(NamedTuple):
    """One classification."""

    confidence: float
    right: bool
    """Its most probable label is the right one; `False` for a case out of domain, which has none"""
    in_domain: bool
    cluster: str


class Estimate(NamedTuple):
    """A figure with its 95 % interval, by a bootstrap over clusters of cases."""

    value: float
    interval: Interval
    n: int


class Bin(NamedTuple):
    """Cases of like confidence."""

    confidence: float
    """Their mean."""
    right: float
    """The share of them that is right."""
    n: int


def judged(results: Sequence[CaseResult]) -> list[Judged]:
    """Every classification that comes with probabilities."""
    found = []
    for result in results:
        answer, case = result.answer, result.case
        if case.task is not Task.CLASSIFY or result.error is not None or answer is None:
            continue
        if answer.probabilities:
            label, confidence = max(answer.probabilities.items(), key=lambda item: item[1])
            found.append(
                Judged(
                    confidence,
                    case.expect is Expect.ANSWER and label == case.label,
                    case.expect is Expect.ANSWER,
                    case.group or case.id,
                )
            )
    return found


def calibration_error(cases: Sequence[Judged]) -> Estimate | None:
    """Expected calibration error in the domain, over ten bins of equal width (Naeini et al. 2015).

    The mean distance between confidence and share right, 0 to 1. It is biased upwards where bins
    hold few cases (Roelofs et al. 2022). `None` with fewer than 20 cases.
    """
    known = [case for case in cases if case.in_domain]
    return _bootstrapped(known, _ece) if len(known) >= FEWEST else None


def separation(cases: Sequence[Judged]) -> Estimate | None:
    """Area under the ROC curve of confidence, in the domain against out of it (Hendrycks & Gimpel
    2017): 1 where every case in the domain is surer, 0.5 where confidence says nothing of it.

    `None` with fewer than 20 cases of either kind.
    """
    inside = sum(case.in_domain for case in cases)
    enough = min(inside, len(cases) - inside) >= FEWEST
    return _bootstrapped(cases, _auroc) if enough else None


def reliability(cases: Sequence[Judged]) -> tuple[Bin, ...]:
    """Bins of equal width in the domain, those with cases, least confident first."""
    known = [case for case in cases if case.in_domain]
    bins = []
    for number in range(BINS):
        held = [case for case in known if _bin(case.confidence) == number]
        if held:
            confidence = sum(case.confidence for case in held) / len(held)
            bins.append(Bin(confidence, sum(case.right for case in held) / len(held), len(held)))
    return tuple(bins)


def _bin(confidence: float) -> int:
    return min(int(confidence * BINS), BINS - 1)


class _Arrays(NamedTuple):
    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    in_domain: NDArray[np.bool_]


Figure: TypeAlias = Callable[[_Arrays], float | None]
"""`None` where a resample lacks cases of one kind."""


def _bootstrapped(cases: Sequence[Judged], figure: Figure) -> Estimate:
    """The figure with a percentile interval; clusters are drawn whole, from a fixed seed."""
    whole = _Arrays(
        np.array([case.confidence for case in cases]),
        np.array([case.right for case in cases]),
        np.array([case.in_domain for case in cases]),
    )
    members: dict[str, list[int]] = {}
    for at, case in enumerate(cases):
        members.setdefault(case.cluster, []).append(at)
    groups = [np.array(rows) for _, rows in sorted(members.items())]
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([groups[at] for at in random.integers(len(groups), size=len(groups))])
        value = figure(_Arrays(*(each[rows] for each in whole)))
        if value is not None:
            drawn.append(value)
    low, high = np.quantile(drawn, (0.025, 0.975))
    value = figure(whole)
    assert value is not None
    interval = Interval(low=min(float(low), value), high=max(float(high), value))
    return Estimate(value, interval, len(cases))


def _ece(cases: _Arrays) -> float | None:
    bins = np.minimum((cases.confidence * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, weights=cases.confidence - cases.right, minlength=BINS)
    return float(np.abs(gaps).sum() / len(cases.confidence))


def _auroc(cases: _Arrays) -> float | None:
    inside, outside = cases.confidence[cases.in_domain], cases.confidence[~cases.in_domain]
    if not len(inside) or not len(outside):
        return None
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    up_to = np.searchsorted(ordered, inside, side="right")
    return float((below + up_to).sum() / (2 * len(inside) * len(outside)))
