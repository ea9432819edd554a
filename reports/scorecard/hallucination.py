"""Rows on what is made up: claims, labels that are none, and sure answers to strange texts."""

from collections.abc import Iterator

from detectors.calibration import CheckerError
from detectors.records import Expect, Task
from reports.checker import corrected
from reports.metrics import METRICS, in_scope
from reports.run import CaseResult
from reports.scorecard.confidence import confidence
from reports.scorecard.pairing import by_metric, compared, untested
from reports.scorecard.quality import NO_LABELS, NO_TEXT
from reports.scorecard.records import Cell, Dimension, Row, Unit
from reports.scorecard.scope import NO_CONFIDENCE
from reports.scorecard.sides import Side, Sides

SURE = 0.9
"""A classification is confident from this probability on."""


def hallucination_rows(sides: Sides, checker: CheckerError | None) -> Iterator[Row]:
    """Of free text as the checker saw it and as it likely is, then of labels."""
    row = by_metric(
        Dimension.HALLUCINATION,
        METRICS["hallucination"],
        sides,
        title="Answers with a claim that the corpus does not bear out, as the checker saw it",
        empty=NO_TEXT,
    )
    if row:
        yield row
        yield untested(
            Dimension.HALLUCINATION,
            "The same, corrected for the errors of the checker",
            sides.each(lambda side: _corrected(side, checker)),
            more_is_better=False,
        )
    classified = sides.where(lambda result: result.case.task is Task.CLASSIFY)
    rows = (
        by_metric(
            Dimension.HALLUCINATION,
            METRICS["unusable"],
            classified,
            title="Labels that the suite does not have",
            empty=NO_LABELS,
        ),
        compared(
            Dimension.HALLUCINATION,
            f"Out of domain, and yet a label with confidence {SURE:g} or more",
            _sure_and_strange,
            classified,
            more_is_better=False,
            empty=NO_CONFIDENCE,
        ),
    )
    yield from (row for row in rows if row)


def _sure_and_strange(result: CaseResult) -> bool | None:
    """Whether a text out of domain was given a label with confidence."""
    answer = result.answer
    if result.case.expect is not Expect.DECLINE or answer is None:
        return None
    sure = confidence(answer)
    return None if sure is None else answer.label is not None and sure >= SURE


def _corrected(side: Side, checker: CheckerError | None) -> Cell:
    metric = METRICS["hallucination"]
    seen = metric.estimate(in_scope(metric, side.results), 0.95)
    if seen is None:
        return Cell(reason=NO_TEXT)
    if checker is None:
        return Cell(reason="The errors of the checker were not measured on labelled answers.")
    found = corrected(seen, checker)
    if found is None:
        return Cell(reason="The checker errs too often to tell.")
    return Cell(value=found.value, unit=Unit.SHARE, n=seen.n, interval=found.interval)
