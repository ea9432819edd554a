"""What the confidence of a classification is worth: does it tell right from wrong, known from new.

Confidence is the probability of the label that was given, or that would have been where it was
declined. A model that gives no probabilities has none, which is said and not guessed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detectors.calibration import Estimate
from detectors.labelled import Label, Labelled
from detectors.records import Expect, Task
from detectors.reliability import ReliabilityBin, expected_calibration_error, reliability_table
from detectors.resampling import Weights, estimate
from reports.run import CaseResult

FEWEST = 20
"""Cases of a kind below which nothing is computed: an interval would say next to nothing."""


class Judged(NamedTuple):
    """One classification."""

    confidence: float
    right: bool
    """Its most probable label is the right one; `False` for a case out of domain, which has none"""
    in_domain: bool
    cluster: str


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
    """Expected calibration error in the domain, as that of the checker's own probabilities.

    `None` with fewer than 20 cases.
    """
    known = _labelled(cases)
    return expected_calibration_error(known) if len(known) >= FEWEST else None


def reliability(cases: Sequence[Judged]) -> tuple[ReliabilityBin, ...]:
    """Bins of equally many cases in the domain, least confident first."""
    return reliability_table(_labelled(cases))


def separation(cases: Sequence[Judged]) -> Estimate | None:
    """Area under the ROC curve of confidence, in the domain against out of it (Hendrycks & Gimpel
    2017): 1 where every case in the domain is surer, 0.5 where confidence says nothing of it.

    `None` with fewer than 20 cases of either kind.
    """
    inside = sum(case.in_domain for case in cases)
    if min(inside, len(cases) - inside) < FEWEST:
        return None
    ordered = sorted(cases, key=lambda case: case.confidence)
    known = np.array([case.in_domain for case in ordered])
    confidence = np.array([case.confidence for case in ordered])
    ties = np.flatnonzero(np.diff(confidence, prepend=-1.0))  # where each distinct value begins

    def area(weights: Weights) -> float | None:
        """The weighted Mann-Whitney statistic; `None` where a draw lacks cases of one kind."""
        own = np.add.reduceat(weights * known, ties)
        other = np.add.reduceat(weights * ~known, ties)
        pairs = float(own.sum() * other.sum())
        below = np.cumsum(other) - other / 2  # half of those that are as sure
        return float((own * below).sum()) / pairs if pairs else None

    return estimate(area, [case.cluster for case in ordered])


def _labelled(cases: Sequence[Judged]) -> list[Labelled]:
    return [
        Labelled(
            case.confidence,
            Label.SUPPORTED if case.right else Label.NOT_SUPPORTED,
            case.cluster,
        )
        for case in cases
        if case.in_domain
    ]
