"""Reads quantities from text: a number or a range, and what it measures.

- A time of life, an interval between doses, a duration and a period ("in 24 hours") are four
  measures, and a mass from 1 kg, which is a body, is not that of a dose.
- Numbers are fractions, never floats, so conversion is exact. Months and years are not converted
  to days, nor moles to grams.
- A number word without a unit counts something only from two on: "one" is a pronoun too.
- Not read: decimal commas, fractions in words, Roman numerals, times of day, dates with slashes.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from detectors.units import Unit, unit_of


class Quantity(NamedTuple):
    """An amount, or a range of amounts, of one measure."""

    text: str
    start: int
    end: int
    low: Fraction
    high: Fraction
    """Equal to `low` unless a range; both in the base unit of the measure."""
    measure: str
    """`mass`, `age`, `count of tablet`, `number`, ..."""
    figure: str
    """The number as written, without its unit."""
    per_day: bool = False
    """The amount is that of a day, as in "4 g a day"."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text, in order.

    >>> [(q.text, q.measure, int(q.low)) for q in quantities("1 g every 4 to 6 hours")]
    [('1 g', 'mass', 1000000), ('4 to 6 hours', 'interval, time', 240)]
    """
    return tuple(_quantities(text))


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: n for n, word in enumerate(re.findall(r"\w+", _SMALL))},
    **{word: 10 * n for n, word in enumerate(re.findall(r"\w+", _TENS), start=2)},
}
_ODD = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "half a": Fraction(1, 2),
}
_DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|[123]/[234](?!\d)"
    r"|\d{1,15}(?!\d)(?:\.\d{1,9}(?!\d))?|[½¼¾]"
)
_WORD = (
    rf"(?:{_TENS.replace(' ', '|')})[- ](?:one|two|three|four|five|six|seven|eight|nine)\b"
    rf"|(?:{'|'.join(_WORDS)})\b|half an?\b"
)
_NUMBER = rf"(?:{_DIGITS}|(?:{_WORD})(?: hundred\b| thousand\b)?)"
_RANGE = re.compile(
    rf"(?<![\w.,\u2013])(?<!\d/)(?<![a-z]-)(?P<between>between )?(?P<low>{_NUMBER})"
    rf"(?:\s?(?P<unit>[a-zµ\u03bc°%]+)?\s?(?P<to>-|\u2013|\u2014|to|and|or)\s?(?P<high>{_NUMBER}))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTHS})\b(?:,? (?P<year>(?:19|20)\d\d))?"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b|\b\d{1,2}:\d\d\b", re.IGNORECASE)
_BLOOD_PRESSURE = re.compile(
    r"\b(?P<high>\d{2,3})\s?(?:/|over)\s?(?P<low>\d{2,3})(?:\s?mm ?hg)?\b", re.IGNORECASE
)
_FREQUENCY = re.compile(
    r"\b(?:(?P<adverb>once|twice|thrice)|(?P<number>" + _NUMBER + r")(?:\s?(?:-|\u2013|to|or)\s?"
    r"(?P<high>" + _NUMBER + r"))? times)(?P<per> (?:a|per|each|every|in a) (?:day|week|month|year)"
    r"| daily| weekly)\b",
    re.IGNORECASE,
)
_PER_DAY = re.compile(
    r"\s*(?:/\s?(?:day|d\b|24 ?h)|(?:a|per|each|every|in a|in one) day\b|daily\b"
    r"|(?:in|over|within|per|every|each)(?: any| a| one| each)? 24(?: |-)?h(?:ours?|r)?\b)",
    re.IGNORECASE,
)
_DAILY_BEFORE = re.compile(
    r"(?:daily (?:\w+ ){0,3}(?:is|of|:)|(?:in|per) (?:any |a )?(?:24 hours|day),? (?:is|of|:))"
    r"(?: (?:about|up to|at most|usually))? ?$",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|age of|older than|younger than|(?:over|under) the age of|turns?"
    r"|(?:children|child|people|babies|infants|adults?)(?: (?:over|under|from|of|below|above))?)"
    r"(?: (?:between|about|under|over|from))? ?$",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(r"[- ]?(?:olds?\b|of age\b|or (?:older|over|younger|under|above)\b)", re.I)
_PERIOD_BEFORE = re.compile(r"\b(?:in|any|per|each|a|one|over|within) ?$", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each)(?: \w+ly)? $", re.IGNORECASE)
_NOUN = re.compile(r"[ -](?P<noun>[a-z]{3,})")
_NO_NOUN = re.compile(r"(?:and|or|but|to|the|for|than|with|from|then|times?|more|less|other|of)")
_ADVERBS = {"once": Fraction(1), "twice": Fraction(2), "thrice": Fraction(3)}
_KILOGRAM = 10**9
"""In micrograms, the base unit of mass."""


class _Read(NamedTuple):
    quantity: Quantity | None
    end: int


class _Ends(NamedTuple):
    low: Fraction
    high: Fraction


def _quantities(text: str) -> Iterator[Quantity]:
    """Reads on from number to number; where two forms begin together the special one goes first."""
    forms = (
        (_DATE, _date),
        (_CLOCK, _clock),
        (_BLOOD_PRESSURE, _blood_pressure),
        (_FREQUENCY, _frequency),
        (_RANGE, _measured),
    )
    ahead = [(pattern.search(text), pattern, read) for pattern, read in forms]
    while any(match for match, _, _ in ahead):
        first = min((m.start(), n) for n, (m, _, _) in enumerate(ahead) if m)[1]
        match, _, read = ahead[first]
        assert match is not None  # it is the first of those that are there
        found = read(text, match)
        if found.quantity:
            yield found.quantity
        ahead = [
            (p.search(text, found.end) if m and m.start() < found.end else m, p, r)
            for m, p, r in ahead
        ]


def _date(text: str, match: re.Match[str]) -> _Read:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
    else:
        year, day = int(match["year"] or 0), int(match["day"])
        month = _MONTHS.split("|").index(match["month"].lower()) + 1
    amount = Fraction(year * 10_000 + month * 100 + day)
    measure = "date" if year else "day of the year"
    return _read(text, match.span(), _Ends(amount, amount), measure, match[0].lower())


def _clock(text: str, match: re.Match[str]) -> _Read:
    del text  # times of day are passed over
    return _Read(None, match.end())


def _blood_pressure(text: str, match: re.Match[str]) -> _Read:
    amount = Fraction(int(match["high"]) * 1000 + int(match["low"]))
    figure = f"{match['high']}/{match['low']}"
    return _read(text, match.span(), _Ends(amount, amount), "blood pressure", figure)


def _frequency(text: str, match: re.Match[str]) -> _Read:
    said = (match["adverb"] or match["number"]).lower()
    low = _ADVERBS.get(said) or _number(said)
    high = _number(match["high"]) if match["high"] else low
    period = match["per"].lower().split()[-1]
    period = {"daily": "day", "weekly": "week"}.get(period, period)
    return _read(text, match.span(), _Ends(low, high), f"times a {period}", said)


def _measured(text: str, match: re.Match[str]) -> _Read:
    """A number or range with the unit after it, a counted noun, or a bare number."""
    low = _number(match["low"])
    if match["high"] is None:
        return _one_or_both(text, match, _Ends(low, low), match.end("low"))
    high, unit = _number(match["high"]), unit_of(text, match.end())
    first = unit_of(text, match.end("low")) if match["unit"] else None
    is_range = high >= low or bool(first)
    if match["unit"]:
        is_range = bool(first and unit and first.measure == unit.measure)
    if match["to"].lower() == "and" or (match["unit"] and match["to"].lower() == "or"):
        is_range = is_range and bool(match["between"])
    if not is_range:
        return _one_or_both(text, match, _Ends(low, low), match.end("low"))
    return _one_or_both(text, match, _Ends(low, high), match.end(), first=first)


def _one_or_both(
    text: str, match: re.Match[str], ends: _Ends, end: int, *, first: Unit | None = None
) -> _Read:
    start = match.start("low")
    figure = text[start:end].lower()
    unit = unit_of(text, end)
    if unit is None:
        return _bare(text, start, end, ends)
    amounts = _Ends(_convert(ends.low, first or unit), _convert(ends.high, unit))
    measure = _role(text, start, unit, amounts)
    per_day = bool(_PER_DAY.match(text, unit.end)) or _before(_DAILY_BEFORE, text, start)
    return _read(text, (start, unit.end), amounts, measure, figure, per_day=per_day)


def _role(text: str, start: int, unit: Unit, amounts: _Ends) -> str:
    """What is measured: a time is an age, an interval between events, a period or a duration."""
    if unit.measure == "mass":
        return "mass" if amounts.high < _KILOGRAM else "mass of a body"
    if unit.measure not in ("time", "months"):
        return unit.measure
    return f"{_role_of_time(text, start, unit.end, amounts)}, {unit.measure}"


def _role_of_time(text: str, start: int, end: int, amounts: _Ends) -> str:
    if _AGE_AFTER.match(text, end) or _before(_AGE_BEFORE, text, start):
        return "age"
    if _before(_EVERY, text, start):
        return "interval"
    is_day = amounts.low == amounts.high == 24 * 60
    return "period" if is_day and _before(_PERIOD_BEFORE, text, start) else "duration"


def _bare(text: str, start: int, end: int, ends: _Ends) -> _Read:
    """A count of the noun that follows, a year, or a mere number."""
    word = text[start:end].lower()
    if _YEAR.fullmatch(word):
        return _read(text, (start, end), ends, "year", word)
    is_word = not word[0].isnumeric()
    noun = _NOUN.match(text, end)
    if noun and not _NO_NOUN.fullmatch(noun["noun"]):
        if is_word and ends.high <= 1 and not word.startswith("half"):
            return _Read(None, end)
        return _read(text, (start, noun.end()), ends, f"count of {_singular(noun['noun'])}", word)
    return _Read(None, end) if is_word else _read(text, (start, end), ends, "number", word)


def _read(
    text: str,
    span: tuple[int, int],
    ends: _Ends,
    measure: str,
    figure: str,
    *,
    per_day: bool = False,
) -> _Read:
    start, end = span
    return _Read(Quantity(text[start:end], start, end, *ends, measure, figure, per_day), end)


def _before(pattern: re.Pattern[str], text: str, end: int) -> bool:
    """Whether the pattern, which is shorter than a line, ends where the quantity begins."""
    return pattern.search(text[max(0, end - 80) : end]) is not None


def _convert(number: Fraction, unit: Unit) -> Fraction:
    return number * unit.factor + unit.offset


def _number(text: str) -> Fraction:
    plain = text.lower().replace(",", "").replace("half an", "half a")
    if plain[0].isdigit():
        return Fraction(plain)
    if plain in _ODD:
        return _ODD[plain]
    words = plain.replace("-", " ").split()
    scale = {"hundred": 100, "thousand": 1000}.get(words[-1], 1)
    return Fraction(scale * sum(_WORDS.get(word, 0) for word in words))


def _singular(noun: str) -> str:
    noun = noun.lower()
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
