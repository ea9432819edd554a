"""Rows on what a model takes: size, memory, hardware, time and money."""

from collections.abc import Callable, Iterator

from reports.effort import effort
from reports.run import Component, Measurement, Run
from reports.scorecard.pairing import counted, paired
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import Interval, Pair, quantiles

UNSTATED = "Its plan does not state it."
NO_PROBE = "It was not measured in this run."


def footprint_rows(run: Run, sides: Sides) -> Iterator[Row]:
    """Rows on size, memory, hardware, speed and cost."""
    yield counted(
        Dimension.SIZE,
        "Parameters",
        _both(sides, lambda side: _fact(side, "parameters", Unit.COUNT)),
        more_is_better=False,
        words=("more parameters", "fewer parameters"),
    )
    yield counted(
        Dimension.SIZE,
        "Bytes on disk",
        _both(sides, lambda side: _fact(side, "bytes", Unit.BYTES)),
        more_is_better=False,
        words=("more bytes", "fewer bytes"),
    )
    yield counted(
        Dimension.MEMORY,
        "Peak memory of the process that serves it",
        _both(sides, lambda side: _measured(side, "peak_memory", Unit.BYTES)),
        more_is_better=False,
        words=("more memory", "less memory"),
    )
    yield _hardware(run, sides)
    yield from _speed(sides)
    yield from _cost(run, sides)


def _both(sides: Sides, cell: Callable[[Side], Cell]) -> tuple[Cell, Cell]:
    return cell(sides.first), cell(sides.second)


def _fact(side: Side, name: str, unit: Unit) -> Cell:
    model = side.part("model")
    value = (model.facts or {}).get(name) if model else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cell(unit=unit, reason=f"{side.plan.name}: {UNSTATED}")
    return Cell(value=float(value), unit=unit)


def _measured(side: Side, name: str, unit: Unit) -> Cell:
    found = next(side.measured(name), None)
    return _cell(side, found, unit)


def _cell(side: Side, found: Measurement | None, unit: Unit) -> Cell:
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


def _hardware(run: Run, sides: Sides) -> Row:
    machine = next((part for part in run.plan.components if part.role == "machine"), None)
    cells = _both(sides, lambda side: _served_on(side, machine))
    return Row(
        dimension=Dimension.HARDWARE,
        title="Runs on",
        cells=cells,
        more_is_better=None,
        standing=Standing.NOT_COMPARABLE,
        why="It is told, and says nothing of better or worse.",
    )


def _served_on(side: Side, machine: Component | None) -> Cell:
    if side.plan.loopback is None:
        return Cell(reason=f"{side.plan.name}: its answers are from a recording.")
    if not side.plan.loopback:
        return Cell(reason=f"{side.plan.name}: it runs behind an endpoint, on unknown hardware.")
    if machine is None:
        return Cell(reason=f"{side.plan.name}: the plan does not name the machine.")
    facts = ", ".join(f"{name} {value}" for name, value in sorted((machine.facts or {}).items()))
    return Cell(text=f"{machine.name} ({facts})")


def _speed(sides: Sides) -> Iterator[Row]:
    latencies = [
        {r.case.id: r.answer.latency_s for r in side.results if r.answer and r.answer.latency_s}
        for side in sides
    ]
    cells = _both(sides, _median)
    pairs = [
        Pair(
            seconds < latencies[1][result.case.id],
            seconds > latencies[1][result.case.id],
            result.case.group or result.case.id,
        )
        for result in sides.first.results
        if (seconds := latencies[0].get(result.case.id)) and result.case.id in latencies[1]
    ]
    yield Row(
        dimension=Dimension.SPEED,
        title="Latency, median (tested: who is faster on the same case)",
        cells=cells,
        more_is_better=False,
        standing=Standing.NOT_COMPARABLE,
        why=next((cell.reason for cell in cells if cell.reason), ""),
        difference=paired(pairs),
    )
    yield counted(
        Dimension.SPEED,
        "Latency, 95th percentile",
        _both(sides, _p95),
        more_is_better=False,
        words=("longer", "shorter"),
    )
    sizes = {one.at for side in sides for one in side.measured("throughput") if one.at is not None}
    for at in sorted(sizes):
        yield counted(
            Dimension.SPEED,
            f"Texts a second, {at:g} at once",
            (_throughput(sides.first, at), _throughput(sides.second, at)),
            more_is_better=True,
        )


def _median(side: Side) -> Cell:
    found = effort(side.results).latency_s
    if found is None:
        return Cell(unit=Unit.SECONDS, reason=f"{side.plan.name}: no time was measured.")
    return Cell(value=found.median, unit=Unit.SECONDS, n=found.n)


def _p95(side: Side) -> Cell:
    found = effort(side.results).latency_s
    if found is None:
        return Cell(unit=Unit.SECONDS, reason=f"{side.plan.name}: no time was measured.")
    return Cell(value=found.p95, unit=Unit.SECONDS, n=found.n)


def _throughput(side: Side, at: float) -> Cell:
    found = next((one for one in side.measured("throughput") if one.at == at), None)
    return _cell(side, found, Unit.PER_SECOND)


def _cost(run: Run, sides: Sides) -> Iterator[Row]:
    yield counted(
        Dimension.COST,
        f"Cost of 1,000 answers{', ' + run.plan.currency if run.plan.currency else ''}",
        _both(sides, cost_of_1000),
        more_is_better=False,
        words=("the cost", "the cost"),
    )


def cost_of_1000(side: Side) -> Cell:
    """Tokens by their price; machine time by its price where the suite states one."""
    spent = effort(side.results)
    price = side.plan.machine_price_per_hour
    if price is not None:
        times = [r.answer.latency_s for r in side.results if r.answer and r.answer.latency_s]
        if quantiles(times) is None:
            return Cell(unit=Unit.MONEY, reason=f"{side.plan.name}: no time was measured.")
        value = sum(times) / len(times) / 3600 * price * 1000 + (spent.cost_per_1000 or 0.0)
        return Cell(value=value, unit=Unit.MONEY, n=len(times))
    if side.plan.kind == "slm":
        reason = f"{side.plan.name}: the suite states no machine_price_per_hour."
        return Cell(unit=Unit.MONEY, reason=reason)
    if spent.cost_per_1000 is None:
        return Cell(unit=Unit.MONEY, reason=f"{side.plan.name}: the suite states no price.")
    return Cell(value=spent.cost_per_1000, unit=Unit.MONEY, n=spent.priced)
