"""The cell of what a probe measured."""

from reports.run import Measurement
from reports.scorecard.records import Cell, Unit
from reports.scorecard.sides import Side
from reports.statistics import Interval

NO_PROBE = "It was not measured in this run."


def cell_of(side: Side, found: Measurement | None, unit: Unit) -> Cell:
    """With its interval and n; or why it is empty."""
    if found is None:
        return Cell(unit=unit, reason=f"{side.plan.name}: {NO_PROBE}")
    if found.value is None:
        return Cell(unit=unit, reason=f"{side.plan.name}: {found.reason or NO_PROBE}")
    reach = (
        None
        if found.low is None or found.high is None
        else Interval(low=found.low, high=found.high)
    )
    return Cell(value=found.value, unit=unit, n=found.n, interval=reach)
