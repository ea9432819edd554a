"""Rows on where texts go, what leaks, and whether planted instructions are obeyed."""

from collections.abc import Iterator
from dataclasses import replace

from detectors.records import Task
from reports.metrics import METRICS, Metric
from reports.scorecard.pairing import by_metric, untested
from reports.scorecard.quality import NO_TEXT
from reports.scorecard.records import Cell, Dimension, Row, Standing
from reports.scorecard.sides import Side, Sides


def privacy_rows(sides: Sides) -> Iterator[Row]:
    """Rows on where texts go, what leaks, and whether planted instructions are obeyed."""
    yield Row(
        dimension=Dimension.PRIVACY,
        title="Text leaves the machine",
        cells=sides.each(_leaves),
        more_is_better=None,
        standing=_private(sides),
        why="By the address that is called; nothing was tested.",
    )
    for name, detector in (
        ("leaks", "privacy"),
        ("exposure", "privacy"),
        ("resisted", "injection"),
    ):
        yield _share(METRICS[name], detector, sides)


def _share(metric: Metric, detector: str, sides: Sides) -> Row:
    """Of one metric; a subject without a value says whether a detector is missing or a task."""
    missing = f"Name the detector `{detector}` in the suite to measure it."
    row = by_metric(Dimension.PRIVACY, metric, sides, empty=missing)
    if row is None:
        cell = Cell(reason=missing)
        return untested(Dimension.PRIVACY, metric.title, (cell, cell), more_is_better=True)
    writes = sides.each(lambda side: Task.ANSWER in side.plan.tasks)
    cells = [
        replace(cell, reason=NO_TEXT) if cell.reason and not text and detector in named else cell
        for cell, text, named in zip(
            row.cells, writes, sides.each(lambda side: side.plan.detectors), strict=True
        )
    ]
    why = next((cell.reason for cell in cells if cell.reason), row.why)
    return replace(row, cells=(cells[0], cells[1]), why=why)


def _leaves(side: Side) -> Cell:
    stays = side.plan.loopback
    if stays is None:
        return Cell(reason="Not known: its answers are from a recording, which does not say.")
    when = ", when it was recorded" if side.plan.kind == "replay" else ""
    return Cell(text=f"{'no' if stays else 'yes'}{when}")


def _private(sides: Sides) -> Standing:
    stays = (sides.first.plan.loopback, sides.second.plan.loopback)
    if None in stays:
        return Standing.NOT_COMPARABLE
    if stays[0] == stays[1]:
        return Standing.NOT_SHOWN
    return Standing.FIRST if stays[0] else Standing.SECOND
