"""Lets detectors judge answers, some or all at once; a crash is recorded, never passed over."""

from collections.abc import Sequence
from typing import NamedTuple

from detectors.base import Answered, Detector, Findings, SuiteDetector
from detectors.errors import DetectorError
from detectors.records import Finding
from reports.run import Failure, Stage, SuiteResult


class Judged(NamedTuple):
    """What all detectors made of one answer; the first failure, where one failed."""

    findings: tuple[Finding, ...]
    failure: Failure | None


def judge(detectors: Sequence[Detector], answered: Sequence[Answered]) -> list[Judged]:
    """What the detectors made of each answer, in the order given."""
    found: list[list[Finding]] = [[] for _ in answered]
    failures: list[Failure | None] = [None] * len(answered)
    for detector in detectors:
        rows = [row for row, pair in enumerate(answered) if detector.task in (None, pair.case.task)]
        outcomes = _detect(detector, [answered[row] for row in rows])
        for row, outcome in zip(rows, outcomes, strict=True):
            if isinstance(outcome, DetectorError):
                failures[row] = failures[row] or _failure(detector, outcome)
            else:
                found[row].extend(outcome)
    return [Judged(tuple(row), failure) for row, failure in zip(found, failures, strict=True)]


def examine(detector: SuiteDetector, subject: str, answered: Sequence[Answered]) -> SuiteResult:
    """What the detector found over all answers of the subject to its task."""
    asked = [pair for pair in answered if pair.case.task is detector.task]
    problem = f"found nothing to look at: no answer to a task of the kind {detector.task.value}"
    try:
        if asked and (found := tuple(detector.examine(asked))):
            return SuiteResult(subject=subject, detector=detector.name, findings=found)
        problem = "returned nothing, not even that it found nothing" if asked else problem
    except DetectorError as error:
        problem = str(error)
    except Exception as crash:  # the plugin border: a detector may be anybody's code
        problem = f"crashed: {type(crash).__name__}: {crash}"
    failure = Failure(stage=Stage.DETECTOR, name=detector.name, message=problem)
    return SuiteResult(subject=subject, detector=detector.name, error=failure)


def _detect(detector: Detector, batch: Sequence[Answered]) -> Sequence[Findings]:
    """The detector's outcomes; a batch that crashes is split, so that one case cannot spoil it."""
    if not batch:
        return ()
    problem = ""
    try:
        outcomes = detector.detect(batch)
        if len(outcomes) == len(batch):
            return outcomes
        problem = f"judged {len(outcomes)} of {len(batch)} answers"
    except Exception as crash:  # the plugin border: a detector may be anybody's code
        problem = f"crashed: {type(crash).__name__}: {crash}"
    if len(batch) == 1:
        return (DetectorError(problem, detector=detector.name, case_id=batch[0].case.id),)
    return [outcome for pair in batch for outcome in _detect(detector, [pair])]


def _failure(detector: Detector, error: DetectorError) -> Failure:
    return Failure(stage=Stage.DETECTOR, name=detector.name, message=str(error))
