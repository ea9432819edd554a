"""Rows on whether a varied text keeps its label."""

from collections.abc import Callable, Iterator

from detectors.records import Answer, Task
from reports.run import CaseResult
from reports.scorecard.pairing import Judge, compared
from reports.scorecard.quality import NO_LABELS, PROTECTED
from reports.scorecard.records import Dimension, Row
from reports.scorecard.sides import Sides


def robustness_rows(sides: Sides) -> Iterator[Row]:
    """Rows on whether a varied text keeps its label, right or wrong."""
    for title, belongs in (
        ("Same label for a paraphrase", _tagged("paraphrase")),
        ("Same label with typing errors", _tagged("typo")),
        ("Same label where a protected attribute changes", _protected),
    ):
        row = compared(
            Dimension.SCOPE,
            title,
            _keeps_label(sides),
            sides.where(belongs),
            more_is_better=True,
            empty=NO_LABELS,
        )
        if row:
            yield row


def _keeps_label(sides: Sides) -> Judge:
    """Whether a case got the label that the case which it varies got of the same subject."""
    decided = {
        (result.subject, result.case.id): _decision(result.answer)
        for side in sides
        for result in side.asked(Task.CLASSIFY)
        if result.answer is not None
    }

    def kept(result: CaseResult) -> bool | None:
        own = decided.get((result.subject, result.case.id))
        original = decided.get((result.subject, result.case.group or ""))
        return None if own is None or original is None else own == original

    return kept


def _decision(answer: Answer) -> str:
    """The label, or that there is none."""
    return answer.label or ("declined" if answer.declined else "no usable label")


def _tagged(tag: str) -> Callable[[CaseResult], bool]:
    return lambda result: tag in result.case.tags


def _protected(result: CaseResult) -> bool:
    return any(tag.startswith(PROTECTED) for tag in result.case.tags)
