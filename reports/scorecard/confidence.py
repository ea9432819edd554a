"""What the confidence of a classification is worth: does it tell right from wrong, known from new.

Confidence is the probability of the label that was given, or that would have been where it was
declined. A model that gives no probabilities has none, which is said and not guessed.
"""

from collections.abc import Callable, Iterator, Sequence
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


Floats: TypeAlias = NDArray[np.float64]
Figure: TypeAlias = Callable[[Sequence[Judged], Floats], Floats]
"""Of cases, least confident first, and of the (R, N) weights that R resamples give them: (R,)."""


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


def _bootstrapped(cases: Sequence[Judged], figure: Figure) -> Estimate:
    """The figure with a percentile interval; clusters are drawn whole, from a fixed seed."""
    ordered = sorted(cases, key=lambda case: case.confidence)
    names = {name: at for at, name in enumerate(sorted({case.cluster for case in ordered}))}
    clusters = np.array([names[case.cluster] for case in ordered])
    random = np.random.default_rng(SEED)
    drawn: list[float] = []
    for size in _chunks(len(ordered)):
        draws = random.multinomial(len(names), [1 / len(names)] * len(names), size=size)  # (R, C)
        values = figure(ordered, draws[:, clusters].astype(np.float64))
        drawn += [float(value) for value in values if np.isfinite(value)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    value = float(figure(ordered, np.ones((1, len(ordered))))[0])
    interval = Interval(low=min(float(low), value), high=max(float(high), value))
    return Estimate(value, interval, len(cases))


def _chunks(cases: int) -> Iterator[int]:
    """Sizes of the parts that the resamples are made in: at most some ten million weights each."""
    size = max(1, 10_000_000 // cases)
    for begun in range(0, RESAMPLES, size):
        yield min(size, RESAMPLES - begun)


def _ece(cases: Sequence[Judged], weights: Floats) -> Floats:
    bins = np.array([_bin(case.confidence) for case in cases])
    gaps = np.array([case.confidence - case.right for case in cases])
    members = (bins[:, None] == np.arange(BINS)).astype(np.float64)  # (N, bins)
    found: Floats = np.abs((weights * gaps) @ members).sum(1) / weights.sum(1)
    return found


def _auroc(cases: Sequence[Judged], weights: Floats) -> Floats:
    """The weighted Mann-Whitney statistic; not finite where a resample lacks cases of one kind."""
    inside = np.array([case.in_domain for case in cases])
    confidence = np.array([case.confidence for case in cases])
    ties = np.flatnonzero(np.diff(confidence, prepend=-1.0))  # where each distinct value begins
    own = np.add.reduceat(weights * inside, ties, axis=1)  # (R, distinct)
    other = np.add.reduceat(weights * ~inside, ties, axis=1)
    below = np.cumsum(other, axis=1) - other / 2  # half of those that are as sure
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (own * below).sum(1) / (own.sum(1) * other.sum(1))
    return found
