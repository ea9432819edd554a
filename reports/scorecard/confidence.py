"""How sure a model is of a classification, and whether it keeps its word.

A classifier's confidence is the probability of the label that it gave, or would have given where it
declined. A prompted model's is that of the tokens that spell the label; where it declined, what its
choice leaves for all labels together. A model that gives neither has none, which is said and not
guessed.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detectors.calibration import Estimate
from detectors.labelled import Label, Labelled
from detectors.records import Answer, Expect, Task
from detectors.reliability import ReliabilityBin, expected_calibration_error, reliability_table
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


def confidence(answer: Answer) -> float | None:
    """How sure the model is, 0 to 1; `None` where it gives no probabilities, or chose nothing."""
    if answer.probabilities:
        return max(answer.probabilities.values())
    chosen = answer.choice_probability
    return 1 - chosen if answer.declined and chosen is not None else chosen


def judged(results: Sequence[CaseResult]) -> Mapping[str, Judged]:
    """Every classification that comes with a confidence, by case."""
    found = {}
    for result in results:
        answer, case = result.answer, result.case
        if case.task is not Task.CLASSIFY or result.error is not None or answer is None:
            continue
        sure = confidence(answer)
        if sure is not None:
            label = _likeliest(answer)
            found[case.id] = Judged(
                sure,
                case.expect is Expect.ANSWER and label == case.label,
                case.expect is Expect.ANSWER,
                case.group or case.id,
            )
    return found


def _likeliest(answer: Answer) -> str | None:
    """The label that it gave, or would have given."""
    if answer.probabilities:
        return max(answer.probabilities.items(), key=lambda item: item[1])[0]
    return answer.label


def calibration_error(cases: Sequence[Judged]) -> Estimate | None:
    """Expected calibration error in the domain, as that of the checker's own probabilities.

    `None` with fewer than 20 cases.
    """
    known = _labelled(cases)
    return expected_calibration_error(known) if len(known) >= FEWEST else None


def reliability(cases: Sequence[Judged]) -> tuple[ReliabilityBin, ...]:
    """Bins of equally many cases in the domain, least confident first."""
    return reliability_table(_labelled(cases))


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
