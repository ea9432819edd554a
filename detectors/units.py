"""The units that stand behind a number, and how each converts to the base unit of its measure.

A table rather than a library of units: only what documents of regulated domains write, with exact
factors, in the ways that they write it.
"""

import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple


class Unit(NamedTuple):
    """A unit found in a text."""

    measure: str
    factor: Fraction
    offset: Fraction
    end: int
    """Where the unit ends in the text."""


class _Row(NamedTuple):
    pattern: str
    measure: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


_MICRO = r"(?:micrograms?|mcg|µg|\u03bcg|ug)"
_MILLI = r"(?:milligrams?|milligrammes?|mg)"
_LITRE = r"(?:l\b|lit(?:re|er)s?)"
_ML = r"(?:ml|millilit(?:re|er)s?)"
_PER = r"(?:\s?/\s?|\sper\s)"
_KG = r"(?:kg|kilograms?|kilos?)"

_UNITS = (
    # longest first where one begins another
    _Row(rf"{_MICRO}{_PER}{_KG}", "mass by body mass", Fraction(1)),
    _Row(rf"{_MILLI}{_PER}{_KG}", "mass by body mass", Fraction(1000)),
    _Row(rf"{_MICRO}{_PER}{_ML}", "mass by volume", Fraction(1)),
    _Row(rf"{_MILLI}{_PER}{_ML}", "mass by volume", Fraction(1000)),
    _Row(rf"{_MILLI}{_PER}d(?:l|ecilit(?:re|er)s?)", "mass by volume", Fraction(10)),
    _Row(rf"{_MICRO}{_PER}{_LITRE}", "mass by volume", Fraction(1, 1000)),
    _Row(rf"{_MILLI}{_PER}{_LITRE}", "mass by volume", Fraction(1)),
    _Row(rf"(?:g|grams?){_PER}{_LITRE}", "mass by volume", Fraction(1000)),
    _Row(rf"(?:mmol|millimoles?){_PER}{_LITRE}", "amount by volume", Fraction(1000)),
    _Row(rf"(?:micromoles?|µmol|\u03bcmol|umol){_PER}{_LITRE}", "amount by volume", Fraction(1)),
    _Row(rf"mmol{_PER}mol", "amount by amount"),
    _Row(rf"{_ML}{_PER}min(?:ute)?", "flow"),
    _Row(r"(?:mm ?hg|millimet(?:re|er)s of mercury)", "pressure"),
    _Row(r"(?:beats|breaths){_PER}min(?:ute)?|bpm".replace("{_PER}", _PER), "rate by minute"),
    _Row(r"(?:nanograms?|ng)", "mass", Fraction(1, 1000)),
    _Row(_MICRO, "mass", Fraction(1)),
    _Row(_MILLI, "mass", Fraction(1000)),
    _Row(_KG, "mass", Fraction(10**9)),
    _Row(r"(?:g|gm|grams?|grammes?)", "mass", Fraction(10**6)),
    _Row(_ML, "volume", Fraction(1)),
    _Row(r"(?:cl|centilit(?:re|er)s?)", "volume", Fraction(10)),
    _Row(r"(?:dl|decilit(?:re|er)s?)", "volume", Fraction(100)),
    _Row(_LITRE, "volume", Fraction(1000)),
    _Row(r"(?:million (?:international )?units|million iu)", "dose units", Fraction(10**6)),
    _Row(r"(?:(?:international )?units|iu)", "dose units"),
    _Row(r"(?:mmol|millimoles?)", "amount"),
    _Row(r"(?:%|per ?cent\b|percentage points?)", "share"),
    _Row(r"(?:°\s?c|degrees? (?:c|celsius)|°)", "temperature"),
    _Row(r"(?:°\s?f|degrees? (?:f|fahrenheit))", "temperature", Fraction(5, 9), Fraction(-160, 9)),
    _Row(r"(?:mm|millimet(?:re|er)s?)", "length", Fraction(1)),
    _Row(r"(?:cm|centimet(?:re|er)s?)", "length", Fraction(10)),
    _Row(r"(?:m|met(?:re|er)s?)", "length", Fraction(1000)),
    _Row(r"(?:km|kilomet(?:re|er)s?)", "length", Fraction(10**6)),
    _Row(r"(?:kcal|calories|kilocalories)", "energy"),
    _Row(r"(?:seconds?|secs?)", "time", Fraction(1, 60)),
    _Row(r"(?:minutes?|mins?)", "time", Fraction(1)),
    _Row(r"(?:hours?|hrs?|h)", "time", Fraction(60)),
    _Row(r"(?:days?)", "time", Fraction(60 * 24)),
    _Row(r"(?:weeks?|wks?)", "time", Fraction(60 * 24 * 7)),
    _Row(r"(?:months?)", "months", Fraction(1)),
    _Row(r"(?:years?|yrs?)", "months", Fraction(12)),
    _Row(r"(?:dollars?|usd)", "dollars"),
    _Row(r"(?:euros?|eur)", "euros"),
    _Row(r"(?:pounds?|gbp)", "pounds"),
)


def unit_of(text: str, position: int) -> Unit | None:
    """The unit that begins at `position`, after at most one space or hyphen."""
    found = _pattern().match(text, position)
    if found is None or found.lastgroup is None:
        return None
    row = _UNITS[int(found.lastgroup[1:])]
    return Unit(row.measure, row.factor, row.offset, found.end())


@cache
def _pattern() -> re.Pattern[str]:
    every = "|".join(f"(?P<u{n}>{row.pattern})" for n, row in enumerate(_UNITS))
    return re.compile(rf"[\s-]?(?:{every})(?![\w]|/(?!\s?(?:d|\d|dose|week)))", re.IGNORECASE)
