"""Whether a time follows from two dates, or a date from another and a time.

Open from 9:00 to 17:00 is open for eight hours; what began in 1990 and took 15 years ended in 2005.
Like any arithmetic of the reader this is nowhere stated, and yet not contradicted.
"""

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from detectors.arithmetic import computed, family
from detectors.dates import Date
from detectors.matching import says_as_much
from detectors.quantities import Quantity

_DAY = 24 * 60
"""In minutes, as a year is 12 in months: the base units of both measures of time."""
_YEAR = 12


def lies_between(claimed: Quantity, known: Sequence[Date]) -> bool:
    """Whether the claimed time is that between two of the dates.

    >>> from detectors.dates import dates
    >>> from detectors.quantities import quantities
    >>> lies_between(quantities("eight hours")[0], dates("9:00 to 17:00"))
    True
    """
    measure = family(claimed.measure)
    if measure not in ("time", "months"):
        return False
    between = _minutes if measure == "time" else _months
    pairs = combinations(known, 2)
    return any(
        says_as_much(computed(value, claimed.measure), claimed)
        for one, other in pairs
        for value in between(one, other)
        if value > 0
    )


def is_shifted(claimed: Date, known: Sequence[Date], times: Sequence[Quantity]) -> bool:
    """Whether the claimed year is that of a date before or after a time that is told in years."""
    if claimed.years is None or claimed.years[0] != claimed.years[1]:
        return False
    years = {date.years[0] for date in known if date.years and date.years[0] == date.years[1]}
    spans = {end for t in times if family(t.measure) == "months" for end in (t.low, t.high)}
    return any(abs(claimed.years[0] - year) * _YEAR in spans for year in years)


def _minutes(one: Date, other: Date) -> Iterator[Fraction]:
    if one.minute is not None and other.minute is not None:
        yield Fraction(abs(one.minute - other.minute))
    first, last = _day(one), _day(other)
    if first and last:
        yield Fraction(abs((last - first).days) * _DAY)


def _months(one: Date, other: Date) -> Iterator[Fraction]:
    if one.years and other.years and one.years[0] == one.years[1]:
        years = abs(other.years[0] - one.years[0])
        yield Fraction(years * _YEAR)
        if one.month and other.month:
            yield Fraction(abs((other.years[0] - one.years[0]) * _YEAR + other.month - one.month))
    elif one.month and other.month:
        yield from (Fraction(abs(other.month - one.month)),)


def _day(date: Date) -> datetime.date | None:
    """The whole date; one without a year is taken in any, since only what lies between counts."""
    if not date.month or not date.day:
        return None
    try:
        return datetime.date(date.years[0] if date.years else 2001, date.month, date.day)
    except ValueError:  # 31 February is written, though there is none
        return None
