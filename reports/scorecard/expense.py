"""Rows on what an answer takes: time and money."""

from collections.abc import Iterator

from reports.effort import effort
from reports.run import Run
from reports.scorecard.measured import cell_of
from reports.scorecard.pairing import counted, paired
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import Pair


def speed_rows(sides: Sides) -> Iterator[Row]:
    """Latency, tested by who is faster on the same case, and throughput."""
    latencies = [
        {r.case.id: r.answer.latency_s for r in side.results if r.answer and r.answer.latency_s}
        for side in sides
    ]
    cells = sides.each(lambda side: _latency(side, "median"))
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
        sides.each(lambda side: _latency(side, "p95")),
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


def _latency(side: Side, quantile: str) -> Cell:
    """`quantile` is a field of `Quantiles`."""
    found = effort(side.results).latency_s
    if found is None:
        return Cell(unit=Unit.SECONDS, reason=f"{side.plan.name}: no time was measured.")
    return Cell(value=getattr(found, quantile), unit=Unit.SECONDS, n=found.n)


def _throughput(side: Side, at: float) -> Cell:
    found = next((one for one in side.measured("throughput") if one.at == at), None)
    return cell_of(side, found, Unit.PER_SECOND)


def cost_rows(run: Run, sides: Sides) -> Iterator[Row]:
    """The row on money."""
    yield counted(
        Dimension.COST,
        f"Cost of 1,000 answers{', ' + run.plan.currency if run.plan.currency else ''}",
        sides.each(cost_of_1000),
        more_is_better=False,
        words=("the cost", "the cost"),
    )


def cost_of_1000(side: Side) -> Cell:
    """Tokens by their price; machine time by its price where the suite states one."""
    spent = effort(side.results)
    price = side.plan.machine_price_per_hour
    if price is not None:
        times = [r.answer.latency_s for r in side.results if r.answer and r.answer.latency_s]
        if not times:
            return Cell(unit=Unit.MONEY, reason=f"{side.plan.name}: no time was measured.")
        value = sum(times) / len(times) / 3600 * price * 1000 + (spent.cost_per_1000 or 0.0)
        return Cell(value=value, unit=Unit.MONEY, n=len(times))
    if side.plan.kind == "slm":
        reason = f"{side.plan.name}: the suite states no machine_price_per_hour."
        return Cell(unit=Unit.MONEY, reason=reason)
    if spent.cost_per_1000 is None:
        return Cell(unit=Unit.MONEY, reason=f"{side.plan.name}: the suite states no price.")
    return Cell(value=spent.cost_per_1000, unit=Unit.MONEY, n=spent.priced)
