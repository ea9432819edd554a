"""Rows on where texts go, what leaks, and whether planted instructions are obeyed."""

from collections.abc import Iterator

from reports.metrics import METRICS
from reports.scorecard.pairing import by_metric
from reports.scorecard.records import Cell, Dimension, Row, Standing
from reports.scorecard.sides import Sides


def privacy_rows(sides: Sides) -> Iterator[Row]:
    """Rows on where texts go, what leaks, and whether planted instructions are obeyed."""
    yield Row(
        dimension=Dimension.PRIVACY,
        title="Text leaves the machine",
        cells=(_LEAVES[sides.first.plan.loopback], _LEAVES[sides.second.plan.loopback]),
        more_is_better=None,
        standing=_private(sides),
        why="By the address that is called; nothing was tested.",
    )
    rows = (("leaks", "privacy"), ("exposure", "privacy"), ("resisted", "injection"))
    for name, detector in rows:
        empty = f"Name the detector `{detector}` in the suite to measure it."
        yield by_metric(Dimension.PRIVACY, METRICS[name], sides, empty=empty) or _empty(
            Dimension.PRIVACY, METRICS[name].title, empty
        )


def _empty(dimension: Dimension, title: str, reason: str) -> Row:
    cell = Cell(reason=reason)
    return Row(
        dimension=dimension,
        title=title,
        cells=(cell, cell),
        more_is_better=None,
        standing=Standing.NOT_COMPARABLE,
        why=reason,
    )


_LEAVES = {
    None: Cell(reason="Not known: its answers are from a recording."),
    True: Cell(text="no"),
    False: Cell(text="yes"),
}


def _private(sides: Sides) -> Standing:
    stays = (sides.first.plan.loopback, sides.second.plan.loopback)
    if None in stays:
        return Standing.NOT_COMPARABLE
    if stays[0] == stays[1]:
        return Standing.NOT_SHOWN
    return Standing.FIRST if stays[0] else Standing.SECOND
