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
    """Of one metric; a subject without a value says why it has none."""
    reasons = sides.each(lambda side: _missing(metric, detector, side))
    row = by_metric(Dimension.PRIVACY, metric, sides, empty="")
    if row is None:
        cells = (Cell(reason=reasons[0]), Cell(reason=reasons[1]))
        return untested(Dimension.PRIVACY, metric.title, cells, more_is_better=True)
    first, second = (
        cell if cell.known else replace(cell, reason=reason)
        for cell, reason in zip(row.cells, reasons, strict=True)
    )
    return replace(row, cells=(first, second), why=first.reason or second.reason or row.why)


def _missing(metric: Metric, detector: str, side: Side) -> str:
    if metric.task is Task.ANSWER and Task.ANSWER not in side.plan.tasks:
        return NO_TEXT
    if detector in side.plan.detectors:
        return f"The detector `{detector}` could judge none of its cases."
    return f"Name the detector `{detector}` in the suite to measure it."


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
