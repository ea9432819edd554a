"""Rows on what an answer takes: time and money."""

from collections.abc import Callable, Iterator, Mapping

from reports.effort import cost_of, effort
from reports.run import Run
from reports.scorecard.measured import cell_of
from reports.scorecard.pairing import counted, paired
from reports.scorecard.records import Cell, Difference, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import Pair


def speed_rows(sides: Sides) -> Iterator[Row]:
    """Latency, tested by who is faster on the same case, and throughput."""
    cells = sides.each(lambda side: _latency(side, "median"))
    yield Row(
        dimension=Dimension.SPEED,
        title="Latency, median (tested: who is faster on the same case)",
        cells=cells,
        more_is_better=False,
        standing=Standing.NOT_COMPARABLE,
        why=next((cell.reason for cell in cells if cell.reason), ""),
        difference=_less(sides, _latencies),
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
    found = effort(side.results, None).latency_s
    if found is None:
        return Cell(unit=Unit.SECONDS, reason=f"{side.plan.name}: no time was measured.")
    return Cell(value=getattr(found, quantile), unit=Unit.SECONDS, n=found.n)


def _throughput(side: Side, at: float) -> Cell:
    found = next((one for one in side.measured("throughput") if one.at == at), None)
    if found is None and side.plan.kind != "slm":
        return Cell(unit=Unit.PER_SECOND, reason="It is asked call by call: see its latency.")
    return cell_of(side, found, Unit.PER_SECOND)


def cost_rows(run: Run, sides: Sides) -> Iterator[Row]:
    """The row on money, tested by who is cheaper on the same case."""
    cells = sides.each(cost_of_1000)
    currency = f", {run.plan.currency}" if run.plan.currency else ""
    yield Row(
        dimension=Dimension.COST,
        title=f"Cost of 1,000 answers{currency} (tested: who is cheaper on the same case)",
        cells=cells,
        more_is_better=False,
        standing=Standing.NOT_COMPARABLE,
        why=next((cell.reason for cell in cells if cell.reason), ""),
        difference=_less(sides, _costs),
    )


def cost_of_1000(side: Side) -> Cell:
    """Tokens by their price; machine time by its price where the suite states one."""
    price = side.plan.machine_price_per_hour
    spent = effort(side.results, price)
    if spent.cost_per_1000 is not None:
        return Cell(value=spent.cost_per_1000, unit=Unit.MONEY, n=spent.priced)
    if price is not None:
        reason = "no time was measured."
    elif side.plan.kind == "slm":
        reason = "the suite states no machine_price_per_hour."
    else:
        reason = "the suite states no price."
    return Cell(unit=Unit.MONEY, reason=f"{side.plan.name}: {reason}")


def _latencies(side: Side) -> dict[str, float]:
    """Seconds, by case."""
    return {r.case.id: r.answer.latency_s for r in side.results if r.answer and r.answer.latency_s}


def _costs(side: Side) -> dict[str, float]:
    """Money, by case."""
    price = side.plan.machine_price_per_hour
    known = {r.case.id: cost_of(r.answer, price) for r in side.results if r.answer}
    return {case: cost for case, cost in known.items() if cost is not None}


def _less(sides: Sides, taken: Callable[[Side], Mapping[str, float]]) -> Difference | None:
    """On which cases the first takes less than the second, and the other way round."""
    first, second = sides.each(taken)
    both = first.keys() & second.keys()
    shared = [result.case for result in sides.first.results if result.case.id in both]
    return paired(
        [
            Pair(
                first[case.id] < second[case.id],
                first[case.id] > second[case.id],
                case.group or case.id,
            )
            for case in shared
        ]
    )
