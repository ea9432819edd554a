"""Rows on what it takes to adapt a model: quality against examples, and where the curves cross."""

from collections.abc import Iterator
from dataclasses import replace

from reports.run import Measurement
from reports.scorecard.measured import cell_of
from reports.scorecard.pairing import counted
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides

NOT_ASKED = "Name `learning_curve` in the suite to measure it."


def adaptability_rows(sides: Sides) -> Iterator[Row]:
    """The best quality on each curve, where the curves cross, and the time that adapting took."""
    yield Row(
        dimension=Dimension.ADAPTABILITY,
        title="Quality with the most examples tried (training, or in the prompt)",
        cells=(_last(sides.first, "accuracy"), _last(sides.second, "accuracy")),
        more_is_better=True,
        standing=Standing.NOT_COMPARABLE,
        why="Each has its interval; the curves and their crossing say more.",
    )
    yield Row(
        dimension=Dimension.ADAPTABILITY,
        title="Labelled examples with which the small model matches the large one",
        cells=(_crossing(sides.first), Cell(reason="The row is of the small model.")),
        more_is_better=False,
        standing=Standing.NOT_COMPARABLE,
        why="It says how much labelling the small model is worth.",
    )
    yield counted(
        Dimension.ADAPTABILITY,
        "Time to adapt with the most examples",
        (_last(sides.first, "adaptation_time"), _last(sides.second, "adaptation_time")),
        more_is_better=False,
        words=("longer", "shorter"),
    )


def curve(side: Side, name: str = "accuracy") -> tuple[Measurement, ...]:
    """The points of a curve that were measured, fewest examples first."""
    return tuple(one for one in side.measured(name) if one.at is not None and one.value is not None)


def _last(side: Side, name: str) -> Cell:
    points = curve(side, name)
    unit = Unit.SECONDS if name == "adaptation_time" else Unit.SHARE
    if not points:
        missing = next((one.reason for one in side.measured(name) if one.reason), NOT_ASKED)
        return Cell(unit=unit, reason=f"{side.plan.name}: {missing}")
    last = points[-1]
    return replace(cell_of(side, last, unit), text=f"{last.at:g} examples")


def _crossing(side: Side) -> Cell:
    found = next(side.measured("crossing"), None)
    if found is None:
        return Cell(unit=Unit.COUNT, reason=NOT_ASKED)
    return cell_of(side, found, Unit.COUNT)
