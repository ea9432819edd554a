"""Reads quantities from text: a number or a range, what it measures, and how it is bounded.

- A time of life, an interval between doses, a duration and a period ("in 24 hours") are four
  measures, and a mass from 1 kg, which is a body, is not that of a dose.
- Numbers are fractions, never floats, so conversion is exact. Months and years are not converted
  to days, nor moles to grams, nor one currency to another.
- A number word without a unit counts something only from two on: "one" is a pronoun too.
- Fractions in words and "one in four" are shares in per cent.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from detectors.comparators import Bound, bound
from detectors.dates import Date, dates
from detectors.numbers import FRACTION, MONEY_NUMBER, NUMBER, Number, fraction, number
from detectors.stems import FUNCTION_WORDS
from detectors.units import CURRENCY, Unit, currency, unit_of


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
    bound: Bound = Bound.EXACT
    step: Fraction = Fraction(0)
    """Worth of the last significant digit, in the base unit; 0 where nothing is rounded."""
    rough: bool = False
    """In a unit that is not metric, so that texts round what they convert."""


class Masked(NamedTuple):
    """A stretch of text whose numbers are no quantities: a date, a reference, a code."""

    start: int
    end: int


DATE_MEASURES = ("date", "day of the year", "year")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text, whole dates and years too, in order.

    >>> [(q.text, q.measure, int(q.low)) for q in quantities("1 g every 4 to 6 hours")]
    [('1 g', 'mass', 1000000), ('4 to 6 hours', 'interval, time', 240)]
    """
    said = dates(text)
    of_dates = (quantity for date in said if (quantity := _of_date(date)))
    amounts_there = amounts(text, masked=[Masked(date.start, date.end) for date in said])
    return tuple(sorted((*of_dates, *amounts_there), key=lambda quantity: quantity.start))


def amounts(text: str, *, masked: Sequence[Masked]) -> tuple[Quantity, ...]:
    """Every quantity outside of the masked stretches, in order."""
    return tuple(_amounts(text, sorted(masked)))


def _of_date(date: Date) -> Quantity | None:
    year, month, day = (date.years or (0, 0))[0], date.month, date.day
    if date.years and date.years[0] != date.years[1]:
        return None
    if not (year or (month and day)):
        return None
    whole = Fraction(year * 10_000 + (month or 0) * 100 + (day or 0))
    if not day:
        return _read(date.text, date, _Ends(Fraction(year)), "year", str(year)).quantity
    measure = "date" if year else "day of the year"
    return _read(date.text, date, _Ends(whole), measure, date.text.lower()).quantity


_OPEN = r"(?<![\w.,\u2013])(?<!\d/)(?<![A-Za-z]-)"
_RANGE = re.compile(
    rf"{_OPEN}(?P<between>(?:between|from) )?(?P<low>{NUMBER})"
    r"(?:\s?(?P<unit>[a-zµ\u03bc°%]{1,12})?\s?(?P<to>-|\u2013|\u2014|to|and|or|through)\s?"
    rf"(?P<high>{NUMBER}))?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    rf"(?<![\w])(?P<currency>{CURRENCY})\s?(?P<low>{MONEY_NUMBER})"
    rf"(?:\s?(?P<to>-|\u2013|to|and)\s?(?:{CURRENCY})?\s?(?P<high>{MONEY_NUMBER})(?!\s?%))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"{_OPEN}(?P<part>{NUMBER}) (?P<of>in|out of)(?: every)? (?P<whole>{NUMBER})"
    r"(?= (?!years|months|days|hours|weeks)[a-z]|[.,;)]|$)"
    rf"|(?<!\w)(?P<fraction>{FRACTION})",
    re.IGNORECASE,
)
_BLOOD_PRESSURE = re.compile(
    r"\b(?P<high>\d{2,3})\s?(?:/|over)\s?(?P<low>\d{2,3})(?:\s?mm ?hg)?\b", re.IGNORECASE
)
_FREQUENCY = re.compile(
    r"\b(?:(?P<adverb>once|twice|thrice)|(?P<number>" + NUMBER + r")(?:\s?(?:-|\u2013|to|or)\s?"
    r"(?P<high>" + NUMBER + r"))? times)(?P<per> (?:an?|per|each|every|in an?)"
    r" (?:second|minute|hour|day|week|month|quarter|year)"
    r"| daily| weekly| monthly| yearly| annually)\b",
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
_PEOPLE = (
    r"(?:any|every|some)(?:one|body)|no ?(?:one|body)|those|persons?|people|child(?:ren)?|babies"
    r"|infants|adults?|patients?|visitors?|guests?|workers?|employees|customers?|members|pupils?"
    r"|students?|drivers?|girls?|boys?|women|men"
)
_YEARS_BEFORE = re.compile(
    rf"(?:\b(?:aged|ages?|age of)(?: (?:from|over|under|above|below|up to|at least|at most"
    r"|no (?:more|less) than))?"
    rf"|\b(?:{_PEOPLE})(?: (?:who are|must be))?"
    r" (?:over|under|above|below|at least|at most|older than|younger than))"
    r" ?$",
    re.IGNORECASE,
)
_YEARS_AFTER = re.compile(
    r" (?:(?:or|and) (?:older|younger)|years? (?:of age|old))\b", re.IGNORECASE
)
_OLDEST = 110
_PERIOD_BEFORE = re.compile(r"\b(?:in|any|per|each|a|one|over|within) ?$", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each)(?: \w+ly)? $", re.IGNORECASE)
_AND_A_HALF = re.compile(r" and a half\b", re.IGNORECASE)
_NOUN = re.compile(r"[ -](?P<noun>[a-z]{3,})")
_NO_NOUN = re.compile(
    r"(?:and|or|but|to|the|for|than|with|from|then|times?|more|less|other|of|are|were|was|is|on|at|by"
    r"|into|per|that|which|who|new|different|main|major|additional|key|separate|further|large|small)"
)
_ADVERBS = {"once": 1, "twice": 2, "thrice": 3}
_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_KILOGRAM = 10**9
"""In micrograms, the base unit of mass."""


class _Read(NamedTuple):
    quantity: Quantity | None
    end: int


class _Ends:
    """Both ends of a range, and how exactly they were written."""

    def __init__(
        self, low: Fraction, high: Fraction | None = None, step: Fraction = Fraction(0)
    ) -> None:
        self.low, self.high, self.step = low, low if high is None else high, step


class _Where(NamedTuple):
    start: int
    end: int


def _amounts(text: str, masked: Sequence[Masked]) -> Iterator[Quantity]:
    """Reads on from number to number; where two forms begin together the special one goes first."""
    forms = (
        (_MONEY, _money),
        (_SHARE, _share),
        (_BLOOD_PRESSURE, _blood_pressure),
        (_FREQUENCY, _frequency),
        (_RANGE, _measured),
    )
    starts = [mask.start for mask in masked]
    ahead = [pattern.search(text) for pattern, _ in forms]
    while any(ahead):
        at, form = min((match.start(), n) for n, match in enumerate(ahead) if match)
        match = ahead[form]
        if match is None:
            break
        end = _masked_until(match, starts, masked)
        if not end:
            found = forms[form][1](text, match)
            end = max(found.end, at + 1)
            if found.quantity:
                yield found.quantity
        ahead = [
            pattern.search(text, end) if other and other.start() < end else other
            for other, (pattern, _) in zip(ahead, forms, strict=True)
        ]


def _masked_until(match: re.Match[str], starts: Sequence[int], masked: Sequence[Masked]) -> int:
    """Where the mask ends that the first number of the match stands in; 0 where none does."""
    start, end = match.span("low") if "low" in match.re.groupindex else match.span()
    if start < 0:
        start, end = match.span()
    at = bisect_right(starts, max(start, end - 1)) - 1
    return masked[at].end if at >= 0 and masked[at].end > start else 0


def _money(text: str, match: re.Match[str]) -> _Read:
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else low
    end = match.end() if match["to"] != "and" and high.value >= low.value else match.end("low")
    if end != match.end():
        high = low
    ends = _Ends(low.value, high.value, low.step)
    measure, figure = currency(match["currency"]), match["low"].lower()
    return _read(text, _Where(match.start(), end), ends, measure, figure)


def _share(text: str, match: re.Match[str]) -> _Read:
    where = _Where(match.start(), match.end())
    if match["fraction"]:
        read = fraction(match["fraction"])
        unit = _unit_divided(text, match.end())
        if unit:
            ends = _Ends(read.value * unit.factor, step=read.step * unit.factor)
            measure = _role(text, match.start(), unit, ends)
            where = _Where(match.start(), unit.end)
            return _read(text, where, ends, measure, match["fraction"].lower())
        ends = _Ends(100 * read.value, step=100 * read.step)
        return _read(text, where, ends, "share", match["fraction"].lower())
    part, whole = number(match["part"]).value, number(match["whole"]).value
    if not whole or part >= whole:
        return _plain(text, match)
    return _read(text, where, _Ends(100 * part / whole), "share", match["part"].lower())


_DIVIDES = re.compile(r" of an?(?= )")


def _unit_divided(text: str, end: int) -> Unit | None:
    """The unit that is divided, as in "a quarter of an hour"."""
    found = _DIVIDES.match(text, end)
    return unit_of(text, found.end()) if found else None


def _plain(text: str, match: re.Match[str]) -> _Read:
    """What stands there after all is a mere number."""
    found = _RANGE.match(text, match.start())
    return _measured(text, found) if found else _Read(None, match.end())


def _blood_pressure(text: str, match: re.Match[str]) -> _Read:
    high, low = int(match["high"]), int(match["low"])
    if not (60 <= high <= 260 and 30 <= low <= 160 and low < high):
        return _ratio(text, match, high, low) if low and "/" in match[0] else _plain(text, match)
    figure, where = f"{high}/{low}", _Where(match.start(), match.end())
    return _read(text, where, _Ends(Fraction(high * 1000 + low)), "blood pressure", figure)


def _ratio(text: str, match: re.Match[str], part: int, whole: int) -> _Read:
    where = _Where(match.start(), match.end())
    return _read(text, where, _Ends(Fraction(part, whole)), "ratio", match[0])


def _frequency(text: str, match: re.Match[str]) -> _Read:
    said = (match["adverb"] or match["number"]).lower()
    low = Fraction(_ADVERBS[said]) if said in _ADVERBS else number(said).value
    high = number(match["high"]).value if match["high"] else low
    period = match["per"].lower().split()[-1]
    period = _PERIODS.get(period, "year" if period == "annually" else period)
    where = _Where(match.start(), match.end())
    return _read(text, where, _Ends(low, high), f"times a {period}", said)


def _measured(text: str, match: re.Match[str]) -> _Read:
    """A number or range with the unit after it, a counted noun, or a bare number."""
    low = number(match["low"])
    if match["high"] is None or not _is_range(text, match, low):
        return _one_or_both(text, match, _Ends(low.value, step=low.step), match.end("low"))
    high = number(match["high"])
    first = unit_of(text, match.end("low")) if match["unit"] else None
    if first is None and high.step > low.value and _is_scaled(match["high"]):
        low = Number(low.value * high.step, high.step)  # "4 to 6 million"
    ends = _Ends(low.value, high.value, min(low.step, high.step))
    return _one_or_both(text, match, ends, match.end(), first=first)


def _is_scaled(said: str) -> bool:
    return re.search(r"illion|thousand|bn|mn", said, re.IGNORECASE) is not None


def _is_range(text: str, match: re.Match[str], low: Number) -> bool:
    high, unit = number(match["high"]), unit_of(text, match.end())
    first = unit_of(text, match.end("low")) if match["unit"] else None
    is_range = high.value >= low.value or bool(first)
    if match["unit"]:
        is_range = bool(first and unit and first.measure == unit.measure)
    joins = match["to"].lower()
    if joins == "and" or (match["unit"] and joins == "or"):
        return is_range and (match["between"] or "").lower().startswith("between")
    return is_range


def _one_or_both(
    text: str, match: re.Match[str], ends: _Ends, end: int, *, first: Unit | None = None
) -> _Read:
    start = match.start("low")
    figure = text[start:end].lower()
    unit = unit_of(text, end)
    if unit is None:
        return _bare(text, start, end, ends)
    low, high = _convert(ends.low, first or unit), _convert(ends.high, unit)
    if half := _AND_A_HALF.match(text, unit.end):
        unit = unit._replace(end=half.end())
        low, high = low + unit.factor / 2, high + unit.factor / 2
    amount = _Ends(low, high, ends.step * unit.factor)
    measure = _role(text, start, unit, amount)
    per_day = bool(_PER_DAY.match(text, unit.end)) or _before(_DAILY_BEFORE, text, start)
    where = _Where(start, unit.end)
    found = _read(text, where, amount, measure, figure)
    if found.quantity is None:
        return found
    return found._replace(quantity=found.quantity._replace(per_day=per_day, rough=unit.rough))


def _role(text: str, start: int, unit: Unit, amount: _Ends) -> str:
    """What is measured: a time is an age, an interval between events, a period or a duration."""
    if unit.measure == "mass":
        return "mass" if amount.high < _KILOGRAM else "mass of a body"
    if unit.measure not in ("time", "months"):
        return unit.measure
    return f"{_role_of_time(text, start, unit.end, amount)}, {unit.measure}"


def _role_of_time(text: str, start: int, end: int, amount: _Ends) -> str:
    if _AGE_AFTER.match(text, end) or _before(_AGE_BEFORE, text, start):
        return "age"
    if _before(_EVERY, text, start):
        return "interval"
    is_day = amount.low == amount.high == 24 * 60
    return "period" if is_day and _before(_PERIOD_BEFORE, text, start) else "duration"


def _bare(text: str, start: int, end: int, ends: _Ends) -> _Read:
    """A count of the noun that follows, or a mere number."""
    word = text[start:end].lower()
    is_word = not word[0].isnumeric()
    noun = _NOUN.match(text, end)
    if is_word and ends.high <= 1 and not (word.startswith("half a") and noun):
        return _Read(None, end)
    where = _Where(start, end)
    if ends.high <= _OLDEST and _is_age(text, start, end):
        years = _Ends(12 * ends.low, 12 * ends.high, 12 * ends.step)
        return _read(text, where, years, "age, months", word)
    if noun and not _is_no_noun(noun["noun"].lower()):
        measure = f"count of {_singular(noun['noun'])}"
        return _read(text, _Where(start, noun.end()), ends, measure, word, number_end=end)
    return _read(text, where, ends, "number", word)


def _is_age(text: str, start: int, end: int) -> bool:
    """Whether a number without a unit is somebody's age in years."""
    return _YEARS_AFTER.match(text, end) is not None or _before(_YEARS_BEFORE, text, start)


def _is_no_noun(word: str) -> bool:
    return word in FUNCTION_WORDS or _NO_NOUN.fullmatch(word) is not None


def _read(
    text: str,
    where: _Where | Date,
    ends: _Ends,
    measure: str,
    figure: str,
    *,
    number_end: int | None = None,
) -> _Read:
    if isinstance(where, Date):
        start, end, bounded, said = where.start, where.end, Bound.EXACT, where.text
    else:
        start, end = where.start, where.end
        is_time = measure.startswith(("duration", "period", "interval"))
        bounded = bound(text, start, number_end or end, is_time=is_time)
        said = text[start:end]
    return _Read(
        Quantity(
            said, start, end, ends.low, ends.high, measure, figure, bound=bounded, step=ends.step
        ),
        end,
    )


def _before(pattern: re.Pattern[str], text: str, end: int) -> bool:
    """Whether the pattern, which is shorter than a line, ends where the quantity begins."""
    return pattern.search(text[max(0, end - 80) : end]) is not None


def _convert(amount: Fraction, unit: Unit) -> Fraction:
    return amount * unit.factor + unit.offset


def _singular(noun: str) -> str:
    noun = noun.lower()
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
