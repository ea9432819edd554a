"""Rows on what a model takes to be there: size, memory, hardware."""

from collections.abc import Iterator

from reports.run import Component, Run
from reports.scorecard.measured import cell_of
from reports.scorecard.pairing import counted
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides

UNSTATED = "Its plan does not state it."


def footprint_rows(run: Run, sides: Sides) -> Iterator[Row]:
    """Rows on size, memory and hardware."""
    yield counted(
        Dimension.SIZE,
        "Parameters",
        sides.each(lambda side: _fact(side, "parameters", Unit.COUNT)),
        more_is_better=False,
        words=("more parameters", "fewer parameters"),
    )
    yield counted(
        Dimension.SIZE,
        "Bytes on disk",
        sides.each(lambda side: _fact(side, "bytes", Unit.BYTES)),
        more_is_better=False,
        words=("more bytes", "fewer bytes"),
    )
    yield counted(
        Dimension.MEMORY,
        "Peak memory of the process that serves it",
        sides.each(lambda side: _measured(side, "peak_memory", Unit.BYTES)),
        more_is_better=False,
        words=("more memory", "less memory"),
    )
    yield _hardware(run, sides)


def _fact(side: Side, name: str, unit: Unit) -> Cell:
    model = side.part("model")
    value = (model.facts or {}).get(name) if model else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cell(unit=unit, reason=f"{side.plan.name}: {UNSTATED}")
    return Cell(value=float(value), unit=unit)


def _measured(side: Side, name: str, unit: Unit) -> Cell:
    found = next(side.measured(name), None)
    return cell_of(side, found, unit)


def _hardware(run: Run, sides: Sides) -> Row:
    machine = next((part for part in run.plan.components if part.role == "machine"), None)
    cells = sides.each(lambda side: _served_on(side, machine))
    return Row(
        dimension=Dimension.HARDWARE,
        title="Runs on",
        cells=cells,
        more_is_better=None,
        standing=Standing.NOT_COMPARABLE,
        why="It is told, and says nothing of better or worse.",
    )


def _served_on(side: Side, machine: Component | None) -> Cell:
    if side.plan.kind == "replay":
        return Cell(reason=f"{side.plan.name}: its answers are from a recording.")
    if not side.plan.loopback:
        return Cell(reason=f"{side.plan.name}: it runs behind an endpoint, on unknown hardware.")
    if machine is None:
        return Cell(reason=f"{side.plan.name}: the plan does not name the machine.")
    facts = ", ".join(f"{name} {value}" for name, value in sorted((machine.facts or {}).items()))
    return Cell(text=f"{machine.name} ({facts})")
