"""Rows on whether a decision can be explained, and whether the explanation is sound."""

from collections.abc import Iterator
from dataclasses import replace

from detectors.records import Task
from reports.holm import ALPHA
from reports.metrics import METRICS, in_scope
from reports.numbers import percent
from reports.scorecard.pairing import untested
from reports.scorecard.quality import NO_TEXT
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides

UNEXPLAINED = "Not available for a prompted model: no word of the question can be credited."


def explainability_rows(sides: Sides) -> Iterator[Row]:
    """Rows on whether a decision can be explained, and whether the explanation is sound."""
    yield _explained(sides)
    yield untested(
        Dimension.EXPLAINABILITY,
        "Answers whose own citations bear them out",
        sides.each(_cited),
        more_is_better=True,
    )


def _explained(sides: Sides) -> Row:
    """The classifier is ahead where it alone can be explained, and not by chance."""
    row = untested(
        Dimension.EXPLAINABILITY,
        "Explanations whose words carry the decision, better than chance",
        sides.each(_faithful),
        more_is_better=True,
    )
    shown = row.cells[0].interval
    if shown is None or shown.low <= ALPHA:
        return row
    why = (
        f"Only {sides.first.plan.name} has such explanations, and more of them hold than the "
        f"{percent(ALPHA)} that chance gives. {UNEXPLAINED}"
    )
    return replace(row, standing=Standing.FIRST, why=why)


def _faithful(side: Side) -> Cell:
    found = METRICS["faithful"].estimate(in_scope(METRICS["faithful"], side.results), 0.95)
    if found is not None:
        return Cell(value=found.value, unit=Unit.SHARE, n=found.n, interval=found.interval)
    if side.plan.kind == "slm":
        return Cell(reason="Name the detector `attribution` in the suite to measure it.")
    return Cell(reason=UNEXPLAINED)


def _cited(side: Side) -> Cell:
    """Of the answers that cite, those whose every citation is borne out."""
    if Task.ANSWER not in side.plan.tasks:
        return Cell(reason=NO_TEXT)
    share = METRICS["cited"].estimate(in_scope(METRICS["cited"], side.results), 0.95)
    if share is None:
        planned = "citations" in side.plan.detectors
        named = "Name the detector `citations` in the suite to measure it."
        return Cell(reason="None of its answers cites a source." if planned else named)
    return Cell(value=share.value, unit=Unit.SHARE, n=share.n, interval=share.interval)
