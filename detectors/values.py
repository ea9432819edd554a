"""Compares the quantities of a claim with those of its evidence, exactly: 1 g is 1000 mg.

Only quantities of the same measure are compared. An amount is stated where the evidence has it, or
a range that holds it; that the evidence means another thing by the same measure (a first and a
later dose) is not seen here, so give it the sentence that the claim is about.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from detectors.quantities import Quantity, quantities


class Mismatch(StrEnum):
    """How a quantity differs from every one of the evidence."""

    NUMBER = "values.number"
    """Same measure, another amount: 4 g and 6 g."""
    UNIT = "values.unit"
    """Same figure, another unit: 4 g and 4 mg."""
    DATE = "values.date"
    """Another date or year."""


class ValueMismatch(NamedTuple):
    """A quantity of the claim that contradicts the evidence, and the nearest one that it has."""

    claim: Quantity
    evidence: Quantity
    kind: Mismatch


def compare(claim: str, evidence: str) -> tuple[ValueMismatch, ...]:
    """The quantities of the claim that no quantity of the evidence equals, though it has others.

    >>> [m.kind.value for m in compare("Take 4 mg.", "Take 4 g.")]
    ['values.unit']
    >>> compare("Take 1000 mg.", "Take 1 g.")
    ()
    """
    return mismatches(quantities(claim), quantities(evidence))


def mismatches(claimed: Sequence[Quantity], known: Sequence[Quantity]) -> tuple[ValueMismatch, ...]:
    """As `compare`, for quantities that have been read."""
    found = (_mismatch(quantity, known) for quantity in claimed)
    return tuple(mismatch for mismatch in found if mismatch)


def is_stated(quantity: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether the amount, or both ends of the range, stand among the known quantities."""
    same = _comparable(quantity, known)
    return all(any(k.low <= end <= k.high for k in same) for end in (quantity.low, quantity.high))


def _mismatch(quantity: Quantity, known: Sequence[Quantity]) -> ValueMismatch | None:
    same = _comparable(quantity, known)
    if not same or is_stated(quantity, known):
        return None
    alike = [k for k in same if k.figure == quantity.figure]
    nearest = min(alike or same, key=lambda k: (abs(k.low - quantity.low), k.start))
    return ValueMismatch(quantity, nearest, _kind(quantity, has_figure=bool(alike)))


def _kind(quantity: Quantity, *, has_figure: bool) -> Mismatch:
    if quantity.measure in ("date", "day of the year", "year"):
        return Mismatch.DATE
    return Mismatch.UNIT if has_figure else Mismatch.NUMBER


def _comparable(quantity: Quantity, known: Sequence[Quantity]) -> list[Quantity]:
    """The known quantities of the measure; an amount a day prefers to meet its like."""
    same = [k for k in known if k.measure == quantity.measure]
    daily = [k for k in same if k.per_day]
    return daily if quantity.per_day and daily else same
