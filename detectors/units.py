"""The units that stand behind a number, and how each converts to the base unit of its measure.

A table rather than a library of units. Pint and quantulum3 were considered: Pint converts what it
is given but finds nothing in running text, knows no tablets, ages, mmHg of a pair or doses by body
mass as documents write them, and computes in floats unless told otherwise; quantulum3 needs a
trained classifier to tell units apart. Here every factor is an exact fraction, and only what
documents of regulated domains write is read, in the ways that they write it.

- Currencies are measures of their own and never converted.
- An inch or a pound (the mass) is exact too, but texts round what they convert, so it is `rough`.
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
    rough: bool = False
    """Not metric: texts that convert it round."""


class _Row(NamedTuple):
    pattern: str
    measure: str
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    rough: bool = False


_MICRO = r"(?:micrograms?|microgrammes?|mcg|µg|\u03bcg|ug)"
_MILLI = r"(?:milligrams?|milligrammes?|mg)"
_LITRE = r"(?:l\b|lit(?:re|er)s?)"
_ML = r"(?:ml|millilit(?:re|er)s?|cc)"
_PER = r"(?:\s?/\s?|\sper\s|\san?\s)"
_KG = r"(?:kg|kilograms?|kilogrammes?|kilos?)"
_HOUR = r"(?:h|hr|hour)"
_AREA = r"(?:m2|m²|sqm|(?:square|sq\.?) ?met(?:re|er))"
_SQUARE = r"(?:square|sq\.?)[ -]"


def _rough(pattern: str, measure: str, factor: Fraction) -> _Row:
    return _Row(pattern, measure, factor, rough=True)


_UNITS = (
    # longest first where one begins another
    _Row(rf"{_MICRO}{_PER}{_KG}", "mass by body mass", Fraction(1)),
    _Row(rf"{_MILLI}{_PER}{_KG}", "mass by body mass", Fraction(1000)),
    _Row(rf"{_MICRO}{_PER}{_ML}", "mass by volume", Fraction(1)),
    _Row(rf"{_MILLI}{_PER}{_ML}", "mass by volume", Fraction(1000)),
    _Row(rf"{_MILLI}{_PER}d(?:l|ecilit(?:re|er)s?)", "mass by volume", Fraction(10)),
    _Row(rf"(?:g|grams?){_PER}d(?:l|ecilit(?:re|er)s?)", "mass by volume", Fraction(10_000)),
    _Row(rf"{_MICRO}{_PER}{_LITRE}", "mass by volume", Fraction(1, 1000)),
    _Row(rf"{_MILLI}{_PER}{_LITRE}", "mass by volume", Fraction(1)),
    _Row(rf"(?:g|grams?){_PER}{_LITRE}", "mass by volume", Fraction(1000)),
    _Row(rf"{_MILLI}{_PER}{_AREA}", "mass by area", Fraction(1000)),
    _Row(rf"(?:g|grams?){_PER}{_AREA}|gsm\b", "mass by area", Fraction(10**6)),
    _Row(rf"{_KG}{_PER}{_AREA}", "mass by area", Fraction(10**9)),
    _Row(rf"(?:mmol|millimoles?){_PER}{_LITRE}", "amount by volume", Fraction(1000)),
    _Row(rf"(?:micromoles?|µmol|\u03bcmol|umol){_PER}{_LITRE}", "amount by volume", Fraction(1)),
    _Row(rf"mmol{_PER}mol", "amount by amount"),
    _Row(rf"{_ML}{_PER}min(?:ute)?", "flow"),
    _Row(r"(?:mm ?hg|millimet(?:re|er)s of mercury)", "pressure"),
    _Row(rf"(?:beats|breaths){_PER}min(?:ute)?|bpm", "rate by minute"),
    _Row(rf"(?:km{_PER}?{_HOUR}|kmh|kph|kilomet(?:re|er)s{_PER}{_HOUR})", "speed"),
    _rough(rf"(?:mph|miles{_PER}{_HOUR})", "speed", Fraction(1_609_344, 1_000_000)),
    _Row(rf"(?:m|met(?:re|er)s?){_PER}s(?:ec(?:ond)?)?", "speed", Fraction(36, 10)),
    _Row(rf"(?:cm|centimet(?:re|er)s?){_PER}s(?:ec(?:ond)?)?", "speed", Fraction(36, 1000)),
    _Row(rf"(?:cm|centimet(?:re|er)s?){_PER}{_HOUR}", "speed", Fraction(1, 100_000)),
    _Row(r"(?:nanograms?|ng)", "mass", Fraction(1, 1000)),
    _Row(_MICRO, "mass", Fraction(1)),
    _Row(_MILLI, "mass", Fraction(1000)),
    _Row(_KG, "mass", Fraction(10**9)),
    _Row(r"(?:g|gm|gms|grams?|grammes?)", "mass", Fraction(10**6)),
    _Row(r"(?:metric tons?|tonnes?)", "mass", Fraction(10**12)),
    _rough(r"tons?", "mass", Fraction(907_184_740_000)),
    _rough(r"stones?", "mass", Fraction(6_350_293_180)),
    _rough(r"(?:ounces?|oz)", "mass", Fraction(45_359_237, 16) * 10),
    _rough(r"(?:lbs?\.?|pounds? (?=of (?:body|meat|weight|fat)))", "mass", Fraction(453_592_370)),
    _Row(_ML, "volume", Fraction(1)),
    _Row(r"(?:cl|centilit(?:re|er)s?)", "volume", Fraction(10)),
    _Row(r"(?:cubic[ -]cent(?:imet(?:re|er)s?)|cm3|cm³)", "volume", Fraction(1)),
    _Row(r"(?:cubic[ -]met(?:re|er)s?|m3|m³)", "volume", Fraction(10**6)),
    _Row(r"(?:dl|decilit(?:re|er)s?)", "volume", Fraction(100)),
    _rough(r"(?:fluid ounces?|fl\.? ?oz)", "volume", Fraction(295_735, 10_000)),
    _rough(r"pints?", "volume", Fraction(568)),
    _rough(r"quarts?", "volume", Fraction(946)),
    _rough(r"gallons?", "volume", Fraction(4546)),
    _Row(_LITRE, "volume", Fraction(1000)),
    _Row(r"(?:million (?:international )?units|million iu)", "dose units", Fraction(10**6)),
    _Row(r"(?:international units|units?|iu)", "dose units"),
    _Row(r"(?:mmol|millimoles?)", "amount"),
    _Row(r"(?:percentage|per ?cent)[ -]points?|pp\b|ppts?\b", "percentage points"),
    _Row(r"(?:basis points?|bps?\b)", "percentage points", Fraction(1, 100)),
    _Row(r"(?:%|per ?cent\b|pct\b)", "share"),
    _Row(r"(?:°\s?c|℃|degrees? (?:c|celsius|centigrade)|°(?!\s?f))", "temperature"),
    _Row(
        r"(?:°\s?f|℉|degrees? (?:f|fahrenheit))", "temperature", Fraction(5, 9), Fraction(-160, 9)
    ),
    _Row(rf"(?:km2|km²|{_SQUARE}(?:km|kilomet(?:re|er)s?))", "area", Fraction(10**6)),
    _Row(rf"(?:m2|m²|{_SQUARE}(?:m|met(?:re|er)s?))", "area"),
    _Row(r"(?:hectares?|ha)", "area", Fraction(10**4)),
    _rough(rf"{_SQUARE}miles?", "area", Fraction(1_609_344**2, 10**6)),
    _rough(rf"{_SQUARE}(?:feet|foot|ft)", "area", Fraction(3048**2, 10**8)),
    _rough(r"acres?", "area", Fraction(40_468_564_224, 10**7)),
    _Row(r"(?:nm|nanomet(?:re|er)s?)", "length", Fraction(1, 10**6)),
    _Row(r"(?:mm|millimet(?:re|er)s?)", "length", Fraction(1)),
    _Row(r"(?:cm|centimet(?:re|er)s?)", "length", Fraction(10)),
    _Row(r"(?:km|kilomet(?:re|er)s?)", "length", Fraction(10**6)),
    _Row(r"(?:m|met(?:re|er)s?)", "length", Fraction(1000)),
    _rough(r"(?:inch(?:es)?)", "length", Fraction(254, 10)),
    _rough(r"(?:feet|foot|ft)", "length", Fraction(3048, 10)),
    _rough(r"(?:yards?|yds?)", "length", Fraction(9144, 10)),
    _rough(r"(?:miles?|mi)", "length", Fraction(1_609_344)),
    _Row(r"(?:kcal|calories|kilocalories)", "energy"),
    _Row(r"(?:kwh|kilowatt[- ]hours?)", "electric energy"),
    _Row(r"(?:mwh|megawatt[- ]hours?)", "electric energy", Fraction(1000)),
    _Row(r"(?:mv|millivolts?)", "voltage", Fraction(1, 1000)),
    _Row(r"(?:volts?|v)", "voltage"),
    _Row(r"(?:kv|kilovolts?)", "voltage", Fraction(1000)),
    _Row(r"(?:ma|milliamps?|milliamperes?)", "current", Fraction(1, 1000)),
    _Row(r"(?:amps?|amperes?)", "current"),
    _Row(rf"(?:kbps|k(?:ilo)?bits?{_PER}s(?:ec(?:ond)?)?)", "data rate", Fraction(1)),
    _Row(rf"(?:mbps|m(?:ega)?bits?{_PER}s(?:ec(?:ond)?)?)", "data rate", Fraction(1000)),
    _Row(rf"(?:gbps|g(?:iga)?bits?{_PER}s(?:ec(?:ond)?)?)", "data rate", Fraction(10**6)),
    _Row(r"(?:watts?|w)", "power", Fraction(1)),
    _Row(r"(?:kw|kilowatts?)", "power", Fraction(1000)),
    _Row(r"(?:mw|megawatts?)", "power", Fraction(10**6)),
    _Row(r"(?:gw|gigawatts?)", "power", Fraction(10**9)),
    _Row(r"(?:hz|hertz)", "frequency", Fraction(1)),
    _Row(r"(?:khz|kilohertz)", "frequency", Fraction(10**3)),
    _Row(r"(?:mhz|megahertz)", "frequency", Fraction(10**6)),
    _Row(r"(?:ghz|gigahertz)", "frequency", Fraction(10**9)),
    _Row(r"(?:kb|kilobytes?)", "data", Fraction(1)),
    _Row(r"(?:mb|megabytes?)", "data", Fraction(10**3)),
    _Row(r"(?:gb|gigabytes?)", "data", Fraction(10**6)),
    _Row(r"(?:tb|terabytes?)", "data", Fraction(10**9)),
    _Row(r"(?:milliseconds?|ms)", "time", Fraction(1, 60_000)),
    _Row(r"(?:seconds?|secs?)", "time", Fraction(1, 60)),
    _Row(r"(?:minutes?|mins?)", "time", Fraction(1)),
    _Row(r"(?:hours?|hrs?|h)", "time", Fraction(60)),
    _Row(r"(?:days?)", "time", Fraction(60 * 24)),
    _Row(r"(?:fortnights?)", "time", Fraction(60 * 24 * 14)),
    _Row(r"(?:weeks?|wks?)", "time", Fraction(60 * 24 * 7)),
    _Row(r"(?:months?)", "months", Fraction(1)),
    _Row(r"(?:years?|yrs?)", "months", Fraction(12)),
    _Row(r"(?:decades?)", "months", Fraction(120)),
    _Row(r"(?:centur(?:y|ies))", "months", Fraction(1200)),
    _Row(
        r"(?:us ?dollars?|u\.s\. dollars|american dollars|dollars?|usd|us\$|bucks)", "money in USD"
    ),
    _Row(r"(?:australian dollars|aud)", "money in AUD"),
    _Row(r"(?:canadian dollars|cad)", "money in CAD"),
    _Row(r"(?:swedish (?:kronor|crowns)|sek)", "money in SEK"),
    _Row(r"(?:norwegian (?:kroner|crowns)|nok)", "money in NOK"),
    _Row(r"(?:danish (?:kroner|crowns)|dkk)", "money in DKK"),
    _Row(r"(?:polish zlot(?:y|ys)|zlot(?:y|ys)|pln)", "money in PLN"),
    _Row(r"(?:czech crowns|czk)", "money in CZK"),
    _Row(r"(?:pence|penn(?:y|ies))", "money in GBP", Fraction(1, 100)),
    _Row(r"(?:cents?)", "money in cents"),
    _Row(r"(?:euros?|eur|€)", "money in EUR"),
    _Row(r"(?:pounds?(?: sterling)?|gbp|£|quid)", "money in GBP"),
    _Row(r"(?:yen|jpy)", "money in JPY"),
    _Row(r"(?:swiss francs|chf)", "money in CHF"),
    _Row(r"(?:rupees|inr)", "money in INR"),
    _Row(r"(?:yuan|cny|rmb|renminbi)", "money in CNY"),
    _Row(r"(?:rubles|roubles)", "money in RUB"),
    # of several countries, so told apart by the name alone
    _Row(r"francs?", "money in francs"),
    _Row(r"(?:kroner?|kronor|crowns?)", "money in crowns"),
    _Row(r"pesos?", "money in pesos"),
    _Row(r"lir[ae]s?", "money in lira"),
)

CURRENCY = (
    r"(?:us\$|u\.s\.\$|a\$|au\$|c\$|ca\$|\$|€|£|¥|₹|(?:usd|eur|gbp|chf|jpy|cny|inr|aud"
    r"|cad|sek|nok|dkk|pln|czk)\b)"
)
"""Pattern of a currency that stands before its number."""
_CURRENCIES = {
    "$": "USD",
    "us$": "USD",
    "u.s.$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
}


def currency(text: str) -> str:
    """The measure of the currency that is written so.

    >>> currency("£"), currency("gbp")
    ('money in GBP', 'money in GBP')
    """
    said = text.strip().lower()
    return f"money in {_CURRENCIES.get(said, said.upper())}"


def unit_of(text: str, position: int) -> Unit | None:
    """The unit that begins at `position`, after at most one space or hyphen."""
    found = _pattern().match(text, position)
    if found is None or found.lastgroup is None:
        return None
    row = _UNITS[int(found.lastgroup[1:])]
    return Unit(row.measure, row.factor, row.offset, found.end(), row.rough)


@cache
def _pattern() -> re.Pattern[str]:
    every = "|".join(f"(?P<u{n}>{row.pattern})" for n, row in enumerate(_UNITS))
    return re.compile(rf"[\s-]?(?:{every})(?![\w]|/(?!\s?(?:d|\d|dose|week)))", re.IGNORECASE)
