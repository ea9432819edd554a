"""Gives every tested row its standing, corrected for how many were tested."""

from collections.abc import Sequence
from dataclasses import replace

from reports.holm import ALPHA, holm
from reports.numbers import p_value, points, points_interval
from reports.pairs import MINIMUM_PAIRS
from reports.power import paired_cases_needed
from reports.scorecard.records import Difference, Row, Standing


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
    if difference.n < MINIMUM_PAIRS:
        return Standing.UNDERPOWERED
    if p is not None and p < ALPHA and difference.interval.low > 0:
        return Standing.FIRST
    if p is not None and p < ALPHA and difference.interval.high < 0:
        return Standing.SECOND
    return Standing.NOT_SHOWN


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
    if standing is not Standing.NOT_SHOWN:
        return found
    return f"{found} {_needed(difference)}".strip()


def _needed(difference: Difference) -> str:
    """How many cases would likely show a difference as large as the one seen."""
    needed = paired_cases_needed(abs(difference.value))
    if needed is None or needed <= difference.n:
        return ""
    return f"If that is the true difference, some {needed} cases would show it."
