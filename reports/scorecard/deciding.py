"""Gives every tested row its standing, corrected for how many were tested."""

from collections.abc import Sequence
from dataclasses import replace

from reports.holm import ALPHA, holm
from reports.numbers import p_value, points, points_interval
from reports.pairs import MINIMUM_PAIRS
from reports.power import paired_cases_needed
from reports.scorecard.records import Difference, Row, Standing

MATTERS = 0.10
"""A difference from which on it matters: no difference is shown where the whole interval is less.
Else too few cases were asked to say so."""


def decided(rows: Sequence[Row], names: tuple[str, str]) -> tuple[Row, ...]:
    """The rows of these two subjects with their standing.

    A subject is ahead where the swap test, corrected by Holm over all tested rows of the card, and
    the interval of the paired difference both show it.
    """
    tested = [row.difference.test for row in rows if row.difference is not None]
    adjusted = iter(holm(tested))
    return tuple(
        row if row.difference is None else _decided(row, row.difference, next(adjusted), names)
        for row in rows
    )


def _decided(row: Row, difference: Difference, p: float | None, names: tuple[str, str]) -> Row:
    standing = _standing(difference, p)
    return replace(row, standing=standing, why=_why(difference, p, standing, names), adjusted_p=p)


def _standing(difference: Difference, p: float | None) -> Standing:
    interval = difference.interval
    if difference.n < MINIMUM_PAIRS:
        return Standing.UNDERPOWERED
    if p is not None and p < ALPHA and interval.low > 0:
        return Standing.FIRST
    if p is not None and p < ALPHA and interval.high < 0:
        return Standing.SECOND
    is_close = interval.low > -MATTERS and interval.high < MATTERS
    return Standing.NOT_SHOWN if is_close else Standing.UNDERPOWERED


def _why(
    difference: Difference, p: float | None, standing: Standing, names: tuple[str, str]
) -> str:
    if difference.n < MINIMUM_PAIRS:
        return f"{difference.n} shared cases, {MINIMUM_PAIRS} needed to say anything."
    said = "no result could have been significant" if p is None else f"corrected {p_value(p)}"
    found = (
        f"{names[0]} less {names[1]}: {points(difference.value)} points over {difference.n} "
        f"shared cases ({points_interval(difference.interval)}; {said})."
    )
    match standing:
        case Standing.NOT_SHOWN:
            return f"{found} A difference of {100 * MATTERS:g} points would have been seen."
        case Standing.UNDERPOWERED:
            return f"{found} {_needed(difference)}".strip()
        case _:
            return found


def _needed(difference: Difference) -> str:
    """How many cases would likely show a difference as large as the one seen, or one of 10."""
    size = max(abs(difference.value), MATTERS)
    needed = paired_cases_needed(size)
    if needed is None or needed <= difference.n:
        return ""
    return f"To show a true difference of {100 * size:.0f} points takes some {needed} cases."
