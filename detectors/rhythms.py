"""Reads times that are told without a number: an hour, each year, weekly, quarterly.

They only bear out what a claim says in numbers, 60 minutes or four times a year; since "a day" is
said of so much, they never speak against it.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from detectors.quantities import Quantity

_DAY = 24 * 60
LENGTHS = {
    "second": ("time", Fraction(1, 60)),
    "minute": ("time", Fraction(1)),
    "hour": ("time", Fraction(60)),
    "day": ("time", Fraction(_DAY)),
    "week": ("time", Fraction(7 * _DAY)),
    "fortnight": ("time", Fraction(14 * _DAY)),
    "month": ("months", Fraction(1)),
    "quarter": ("months", Fraction(3)),
    "year": ("months", Fraction(12)),
    "decade": ("months", Fraction(120)),
    "century": ("months", Fraction(1200)),
}
"""Measure and length of each, in the base units of `units`."""
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}
_ALONE = re.compile(
    rf"(?<!quarter of )\b(?!an? second\b)(?:an?|per|each|every|last|next|this)[ -]"
    rf"(?P<noun>{'|'.join(LENGTHS)})\b(?! of an? )"
    rf"(?P<half> and a half\b)?|\b(?P<adverb>{'|'.join(_ADVERBS)})\b",
    re.IGNORECASE,
)


def rhythms(text: str) -> tuple[Quantity, ...]:
    """Every time of the text that has no number, in order.

    >>> [(each.text, int(each.low)) for each in rhythms("an hour and a half, quarterly")]
    [('an hour and a half', 90), ('quarterly', 3)]
    """
    return tuple(_rhythms(text))


def _rhythms(text: str) -> Iterator[Quantity]:
    for found in _ALONE.finditer(text):
        word = found["noun"].lower() if found["noun"] else _ADVERBS[found["adverb"].lower()]
        measure, length = LENGTHS[word]
        length *= Fraction(3, 2) if found["half"] else 1
        yield Quantity(found[0], *found.span(), length, length, f"interval, {measure}", found[0])


def is_same_rhythm(one: Quantity, other: Quantity) -> bool:
    """Whether one says how often a time and the other after what time: 3 a day, every 8 hours."""
    often, after = sorted((one, other), key=lambda each: not each.measure.startswith("times a "))
    kind, measure = after.measure.partition(", ")[::2]
    period = LENGTHS.get(often.measure.removeprefix("times a "))
    if period is None or kind != "interval" or period[0] != measure:
        return False
    return period[1] in (often.low * after.low, often.low * after.high)
