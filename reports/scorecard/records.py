"""The words of the scorecard: dimensions, cells, rows, and how a row ends."""

from dataclasses import dataclass
from enum import StrEnum

from reports.statistics import Interval
from reports.swap_test import SwapTest


class Dimension(StrEnum):
    """What separates small fine-tuned models from large prompted ones, in the order of the card."""

    SIZE = "size"
    MEMORY = "memory"
    HARDWARE = "hardware"
    SPEED = "speed"
    COST = "cost"
    SPECIALISATION = "specialisation"
    TARGETED = "targeted quality"
    SCOPE = "scope and generalisation"
    CALIBRATION = "calibration"
    ADAPTABILITY = "adaptability"
    FLUENCY = "fluency"
    EXPLAINABILITY = "explainability"
    HALLUCINATION = "hallucination risk"
    PRIVACY = "privacy and security"

    @property
    def order(self) -> int:
        """Its place on the card."""
        return list(Dimension).index(self)


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    """0 to 1."""
    SECONDS = "seconds"
    BYTES = "bytes"
    COUNT = "count"
    PER_SECOND = "per second"
    MONEY = "money"
    """In the suite's currency."""
    NUMBER = "number"
    """A plain figure: an area under a curve, a perplexity."""


class Standing(StrEnum):
    """How two subjects stand on a row."""

    FIRST = "first ahead"
    SECOND = "second ahead"
    NOT_SHOWN = "no difference shown"
    UNDERPOWERED = "underpowered"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What was measured of one subject, or why nothing was."""

    value: float | None = None
    unit: Unit = Unit.NUMBER
    n: int | None = None
    """What the value rests on."""
    interval: Interval | None = None
    """At 95 %; `None` for a count and where none is known."""
    text: str | None = None
    """What was found where it is no number."""
    reason: str | None = None
    """Why the cell is empty; a sentence."""

    @property
    def known(self) -> bool:
        """Something was measured or found."""
        return self.value is not None or self.text is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two subjects on the same cases: where both were judged, and what the test says."""

    n: int
    value: float
    """Share of cases good for the first less that of the second, -1 to 1."""
    interval: Interval
    """Newcombe's method 10 on the effective n, at 95 %."""
    test: SwapTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measure of both subjects."""

    dimension: Dimension
    title: str
    cells: tuple[Cell, Cell]
    more_is_better: bool | None
    """`None` where neither direction is better."""
    standing: Standing
    why: str
    """The sentence behind the standing: the test with its numbers, or why there is none."""
    difference: Difference | None = None
    """Where a paired test was made."""
    adjusted_p: float | None = None
    """Corrected by Holm over all rows of the card that were tested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A small model beside a large one."""

    first: str
    """Name of the small one."""
    second: str
    rows: tuple[Row, ...]
    """In the order of the dimensions; each dimension has at least one."""

    def of(self, dimension: Dimension) -> tuple[Row, ...]:
        """The rows of one dimension."""
        return tuple(row for row in self.rows if row.dimension is dimension)
