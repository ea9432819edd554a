"""Measures how often grounding is right about whole answers, on those that a team has labelled.

It is what the report corrects a hallucination rate by, so an answer is flagged exactly where the
metric counts it: any claim of it is refuted or not supported. Intervals are Wilson's at 95 %, with
n shrunk where answers are about one document.
"""

from collections.abc import Sequence

from detectors.calibration import CheckerError, MeasuredShare
from detectors.labelled import Labelled
from detectors.recalibration import HeldBack
from reports.statistics import Outcome, Rate, rate


def checker_error(
    held_back: HeldBack | None, without_evidence: Sequence[Labelled], *, threshold: float
) -> CheckerError | None:
    """The error at the calibration's own threshold; `None` where it could not be measured.

    `held_back` are the answers whose verdict came from a probability. The others, that no evidence
    bears on, are flagged whatever the calibration says.
    """
    if held_back is None:
        return None
    judged = [
        (each, each.supported < limit)
        for each, limit in zip(held_back.scored, held_back.thresholds, strict=True)
    ]
    judged += [(each, True) for each in without_evidence]
    flagged = rate([Outcome(hit, e.document) for e, hit in judged if not e.is_supported])
    passed = rate([Outcome(not hit, e.document) for e, hit in judged if e.is_supported])
    if flagged is None or passed is None:
        return None
    return CheckerError(
        sensitivity=_measured(flagged), specificity=_measured(passed), threshold=threshold
    )


def _measured(found: Rate) -> MeasuredShare:
    return MeasuredShare(
        value=round(found.value, 5),
        low=round(found.interval.low, 5),
        high=round(found.interval.high, 5),
        n=found.n,
        effective_n=round(found.effective_n, 5),
    )
