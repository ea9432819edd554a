"""Makes the rows that rest on a paired test, and those that only count."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from reports.metrics import Metric
from reports.run import CaseResult
from reports.scorecard.records import Cell, Difference, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Sides
from reports.statistics import Outcome, Pair, paired_difference, rate
from reports.swap_test import swap_test

Judge: TypeAlias = Callable[[CaseResult], bool | None]


def compared(
    dimension: Dimension,
    title: str,
    judge: Judge,
    sides: Sides,
    *,
    more_is_better: bool,
    empty: str,
) -> Row | None:
    """The row of a share of cases; `None` where it is nothing to either.

    `empty` says why a subject has no value. The test is made later, with all others.
    """
    hits = [_hits(judge, side.results) for side in sides]
    if not any(hits):
        return None
    cells = (_share(hits[0], empty), _share(hits[1], empty))
    return Row(
        dimension=dimension,
        title=title,
        cells=cells,
        more_is_better=more_is_better,
        standing=Standing.NOT_COMPARABLE,
        why="" if hits[0] and hits[1] else empty,
        difference=_difference(*hits, good=more_is_better),
    )


def by_metric(
    dimension: Dimension, metric: Metric, sides: Sides, *, title: str | None = None, empty: str
) -> Row | None:
    """The row of a metric that is a share of cases."""
    assert metric.judge is not None
    return compared(
        dimension,
        title or metric.title,
        metric.judge,
        sides.where(lambda result: metric.covers(result.case)),
        more_is_better=metric.more_is_better,
        empty=empty,
    )


def counted(
    dimension: Dimension,
    title: str,
    cells: tuple[Cell, Cell],
    *,
    more_is_better: bool | None,
    words: tuple[str, str] = ("more", "less"),
) -> Row:
    """The row of a figure that is counted or measured once: no test, the factor instead."""
    standing, why = _factor(cells, more_is_better, words)
    return Row(
        dimension=dimension,
        title=title,
        cells=cells,
        more_is_better=more_is_better,
        standing=standing,
        why=why,
    )


def tested(
    dimension: Dimension,
    title: str,
    cells: tuple[Cell, Cell],
    difference: Difference | None,
    *,
    more_is_better: bool,
) -> Row:
    """The row of figures whose difference has a test of its own; `None` where there is none."""
    row = untested(dimension, title, cells, more_is_better=more_is_better)
    return row if difference is None else replace(row, why="", difference=difference)


def untested(
    dimension: Dimension,
    title: str,
    cells: tuple[Cell, Cell],
    *,
    more_is_better: bool,
    why: str = "Each has its interval; no paired test is made.",
) -> Row:
    """The row of figures that have intervals and no paired test; `why` says so."""
    missing = next((cell.reason for cell in cells if not cell.known), None)
    return Row(
        dimension=dimension,
        title=title,
        cells=cells,
        more_is_better=more_is_better,
        standing=Standing.NOT_COMPARABLE,
        why=missing or why,
    )


def _factor(
    cells: tuple[Cell, Cell], more_is_better: bool | None, words: tuple[str, str]
) -> tuple[Standing, str]:
    missing = next((cell for cell in cells if not cell.known), None)
    if missing is not None:
        return Standing.NOT_COMPARABLE, missing.reason or "It was not measured."
    first, second = (cell.value for cell in cells)
    if first is None or second is None or more_is_better is None:
        return Standing.NOT_COMPARABLE, "It is told, and says nothing of better or worse."
    if first == second:
        return Standing.NOT_SHOWN, "Counted: both are the same."
    ahead = Standing.FIRST if (first > second) == more_is_better else Standing.SECOND
    low, high = sorted((first, second))
    times = f"{high / low:.3g} times" if low > 0 else "all of it"
    return ahead, f"Counted, not tested: {times} {words[0] if more_is_better else words[1]}."


def _hits(judge: Judge, results: Sequence[CaseResult]) -> dict[str, Outcome]:
    """What the judge says, by case; those that it cannot judge are left out."""
    judged = ((result.case, judge(result)) for result in results)
    return {case.id: Outcome(hit, case.group or case.id) for case, hit in judged if hit is not None}


def _share(hits: dict[str, Outcome], empty: str) -> Cell:
    found = rate(list(hits.values()))
    if found is None:
        return Cell(unit=Unit.SHARE, reason=empty)
    return Cell(value=found.value, unit=Unit.SHARE, n=found.n, interval=found.interval)


def _difference(
    first: dict[str, Outcome], second: dict[str, Outcome], *, good: bool
) -> Difference | None:
    pairs = [
        Pair(hit.hit is good, second[case].hit is good, hit.cluster)
        for case, hit in first.items()
        if case in second
    ]
    return paired(pairs)


def paired(pairs: Sequence[Pair]) -> Difference | None:
    """What is to be said of the pairs; `None` without any."""
    if not pairs:
        return None
    return Difference(
        n=len(pairs),
        value=sum(pair.first - pair.second for pair in pairs) / len(pairs),
        interval=paired_difference(pairs),
        test=swap_test(pairs),
    )
