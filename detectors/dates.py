"""Reads dates and times of day, as much of them as is written.

- A date with slashes is read only where its day and month cannot be confused; else its year is all
  that is known. With full stops it is day, month, year.
- Four digits are a year from 1000 on after a word such as "in" or in a date, and by themselves from
  1500 on; not where a unit, a currency or a counted noun says otherwise.
- "May" and "March" are months only where a day, a year or a word such as "in" stands beside.
"""

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple


class Date(NamedTuple):
    """A date, a part of one, or a time of day."""

    text: str
    start: int
    end: int
    years: tuple[int, int] | None = None
    """First and last: equal for a year, ten apart for a decade."""
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 is Monday; of a whole date, its own."""
    minute: int | None = None
    """Of the day, for a time of day."""
    half_unknown: bool = False
    """A time of day that may be before or after noon."""

    @property
    def shape(self) -> tuple[bool, ...]:
        """Which parts are known."""
        return tuple(part is not None for part in self[3:8])


def dates(text: str) -> tuple[Date, ...]:
    """Every date of the text, in order.

    >>> [(d.years, d.month, d.day) for d in dates("May 3rd, 2024 and the 1990s")]
    [((2024, 2024), 5, 3), ((1990, 1999), None, None)]
    """
    return tuple(_dates(text))


_MONTHS = "january february march april may june july august september october november december"
_MONTH_OF = {name: n for n, name in enumerate(_MONTHS.split(), start=1)}
_MONTH_OF |= {name[:3]: n for name, n in _MONTH_OF.items()} | {"sept": 9}
_MONTH = (
    r"(?:jan(?:uary|\.|\b)|feb(?:ruary|\.|\b)|mar(?:ch|\.|\b)|apr(?:il|\.|\b)|may|june?|jul(?:y|\.|\b)"
    r"|aug(?:ust|\.|\b)|sept?(?:ember|\.|\b)|oct(?:ober|\.|\b)|nov(?:ember|\.|\b)|dec(?:ember|\.|\b))"
)
_YEAR = r"(?:1\d{3}|20\d\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_ORDINALS = re.findall(
    r"\w+",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
)
_DAY_OF = {word: day for day, word in enumerate(_ORDINALS, start=1)} | {"thirtieth": 30}
_DAY_OF |= {f"twenty-{word}": 20 + day for day, word in enumerate(_ORDINALS[:9], start=1)}
_DAY_OF |= {"thirty-first": 31}
_DAY_WORDS = rf"(?:{'|'.join(sorted(_DAY_OF, key=len, reverse=True))})"
_WEEKDAYS = re.findall(
    r"[\w'-]+",
    "monday tuesday wednesday thursday friday saturday sunday",
)
_CENTURIES = re.findall(
    r"[\w'-]+",
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(
    r"[\w'-]+",
    "twenties thirties forties fifties sixties seventies eighties nineties",
)
_FORMS = re.compile(
    rf"(?<![\w.,/-])(?P<iso>{_YEAR}[-/](?:0?[1-9]|1[0-2])[-/]{_DAY})(?![\d/-])"
    rf"|(?<![\w/.])(?P<slashes>\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d(?=\b)))(?![\d/])"
    rf"|(?<![\w.,])(?P<day_first>{_DAY}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}"
    rf"(?:(?:,| of|-)? ?{_YEAR})?)(?![\w])"
    rf"|\b(?P<day_word>{_DAY_WORDS} of {_MONTH}(?:,? {_YEAR})?)(?!\w)"
    rf"|(?<![\w/.])(?P<month_year>(?:0?[1-9]|1[0-2])/{_YEAR})(?![\d/])"
    rf"|(?<!\w)(?P<month_first>{_MONTH} (?:the )?{_DAY}(?:st|nd|rd|th)?(?![\d:%]|\.\d)"
    rf"(?:,? {_YEAR})?)(?![\w%])"
    rf"|(?<!\w)(?P<month>{_MONTH}(?:,? (?:of )?{_YEAR})?)(?!\w)"
    r"|(?<![\w.,])(?:the )?(?:(?:early|mid|late)[ -])?"
    r"(?P<decade>(?:1[5-9]|20)\d0s|['\u2019]?[2-9]0s)\b"
    rf"|\b(?:(?:early|mid|late)[ -])?(?P<decade_word>{'|'.join(_TENS)})\b"
    rf"|(?<!\w)(?P<century>(?:1?\dth|2[01]st|(?:{'|'.join(_CENTURIES)})th|twentieth|twenty-first)"
    r"[ -]century)\b"
    rf"|\b(?P<weekday>{'|'.join(_WEEKDAYS)})s?\b"
    r"|(?<![\w:.,])(?P<clock>(?:[01]?\d|2[0-4])(?:(?::|\.)[0-5]\d)?\s?(?:[ap]\.m\b\.?|[ap]m\b)"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?![:\d])|(?:1[0-2]|[1-9]) o['\u2019]clock|(?-i:noon|midnight)\b)"
    rf"|(?<![\w.,$£€#/-])(?P<span>{_YEAR}[-\u2013/]\d\d)(?![\d/-]|\.\d)"
    rf"|(?<![\w.,$£€#/\u2013-])(?P<years>{_YEAR}[-\u2013]{_YEAR})(?![\w/%-]|[.,]\d)"
    rf"|(?P<led>(?<=\bin )|(?<=\bsince )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\bof )"
    rf"|(?<=\bduring )|(?<=\bafter )|(?<=\bbefore )|(?<=\()|(?<=\byear )|(?<=\blate )"
    rf"|(?<=\bearly ))(?P<year>{_YEAR})(?![\w/%°]|[.,]\d)"
    r"|(?<![\w.,$£€#/-])(?P<bare_year>1[5-9]\d\d|20\d\d)(?![\w/%°]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    r" (?:mg|mcg|g|kg|ml|l|m|km|metres|meters|people|persons|patients|participants|calories|units"
    r"|iu|dollars|euros|pounds|miles|feet|hours|days|words|employees|members|students|workers|copies"
    r"|users|customers|times|cases|deaths|million|billion|thousand|or more|kcal|steps|troops"
    r"|soldiers|homes|households|jobs|votes|points|seats|acres|tonnes|tons|years|women|men|children)\b",
    re.IGNORECASE,
)
_BESIDE_MONTH = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|last|next|early|late|mid|this|between|during|from|to|through"
    r"|before|after|and|each|every|on)|mid-|early-|late-)\s?$",
    re.IGNORECASE,
)


def _dates(text: str) -> Iterator[Date]:
    for found in _FORMS.finditer(text):
        read = _READERS[str(found.lastgroup)]
        yield from read(text, found)


def _date(found: re.Match[str], *, group: str = "") -> Date:
    start, end = found.span(group) if group else found.span()
    return Date(found.string[start:end], start, end)


def _whole(date: Date, year: int | None, month: int, day: int | None) -> Date:
    weekday = None
    if year and day:
        try:
            weekday = datetime.date(year, month, day).weekday()
        except ValueError:  # 31 February is written, though there is none
            weekday = None
    years = (year, year) if year else None
    return date._replace(years=years, month=month, day=day, weekday=weekday)


def _iso(_: str, found: re.Match[str]) -> Iterator[Date]:
    year, month, day = (int(part) for part in re.split(r"[-/]", found["iso"]))
    yield _whole(_date(found), year, month, day)


def _slashes(_: str, found: re.Match[str]) -> Iterator[Date]:
    first, second, year = (int(part) for part in re.split(r"[/.]", found["slashes"]))
    if "." in found["slashes"] and year < 100:
        return  # a version or a section
    year += 2000 if year < 50 else 1900 if year < 100 else 0
    day_first = "." in found["slashes"] or first > 12 or first == second
    day, month = (first, second) if day_first else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    if day_first or second > 12:
        yield _whole(_date(found), year, month, day)
    else:
        yield _date(found)._replace(years=(year, year))


def _month_year(_: str, found: re.Match[str]) -> Iterator[Date]:
    month, year = (int(part) for part in found["month_year"].split("/"))
    yield _whole(_date(found), year, month, None)


def _day_word(_: str, found: re.Match[str]) -> Iterator[Date]:
    """A day by its name: the first of May."""
    day, _of, month, *year = re.findall(r"[\w-]+", found[0].lower())
    yield _whole(_date(found), int(year[0]) if year else None, _MONTH_OF[month[:3]], _DAY_OF[day])


def _named(text: str, found: re.Match[str]) -> Iterator[Date]:
    """A month by its name, with a day, a year or both."""
    said = found[0].lower()
    month_word = next(w for w in re.findall(r"[a-z]+", said) if w[:3] in _MONTH_OF)
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    year = next((n for n in numbers if n > 31), None)
    day = next((n for n in numbers if n <= 31), None)
    if not numbers and not _is_month(text, found, month_word):
        return
    if month_word == "may" and not year and re.search(r"\d may\b", found[0]):
        return  # "nobody under 12 may drive"
    yield _whole(_date(found), year, _MONTH_OF[month_word[:3]], day)


def _is_month(text: str, found: re.Match[str], word: str) -> bool:
    """Whether a month that stands by itself is one: "may" is mostly a verb."""
    if found[0][0].islower():
        return False
    if len(word) > 3 and word != "march":
        return True
    return _BESIDE_MONTH.search(text[max(0, found.start() - 12) : found.start()]) is not None


def _decade(_: str, found: re.Match[str]) -> Iterator[Date]:
    first = int(re.sub(r"\D", "", found["decade"]))
    first += 1900 if first < 100 else 0
    yield _date(found, group="decade")._replace(years=(first, first + 9))


def _decade_word(_: str, found: re.Match[str]) -> Iterator[Date]:
    first = 1920 + 10 * _TENS.index(found["decade_word"].lower())
    yield _date(found, group="decade_word")._replace(years=(first, first + 9))


def _century(_: str, found: re.Match[str]) -> Iterator[Date]:
    word = re.split(r"[ -]century", found["century"].lower())[0]
    named = {"twentieth": 20, "twenty-first": 21}
    named |= {f"{name}th": n for n, name in enumerate(_CENTURIES, start=13)}
    number = named.get(word) or int(re.sub(r"\D", "", word))
    yield _date(found)._replace(years=(100 * number - 100, 100 * number - 1))


def _weekday(_: str, found: re.Match[str]) -> Iterator[Date]:
    yield _date(found)._replace(weekday=_WEEKDAYS.index(found["weekday"].lower()))


def _clock(_: str, found: re.Match[str]) -> Iterator[Date]:
    said = found["clock"].lower()
    if said in ("noon", "midnight"):
        yield _date(found)._replace(minute=720 if said == "noon" else 0)
        return
    hour, *minutes = (int(part) for part in re.findall(r"\d+", said))
    half = re.search(r"[ap](?=\.?m)", said)
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    minute = hour * 60 + (minutes[0] if minutes else 0)
    yield _date(found)._replace(
        minute=minute % 1440, half_unknown=half is None and 1 <= hour <= 12 and said[0] != "0"
    )


def _years(_: str, found: re.Match[str]) -> Iterator[Date]:
    """Both ends of "2015-2019" and "2015/16"."""
    written = found["years"] or found["span"]
    first, start = int(written[:4]), found.start()
    last = int(written[:2] + written[5:]) if len(written) == 7 else int(written[5:])
    if last < first:
        return
    yield Date(written[:4], start, start + 4, (first, first))
    yield Date(written[5:], start + 5, found.end(), (last, last))


def _year(text: str, found: re.Match[str]) -> Iterator[Date]:
    group = "year" if found["year"] else "bare_year"
    if not _NO_YEAR.match(text, found.end()):
        year = int(found[group])
        yield _date(found, group=group)._replace(years=(year, year))


_READERS = {
    "iso": _iso,
    "slashes": _slashes,
    "day_first": _named,
    "month_first": _named,
    "day_word": _day_word,
    "month_year": _month_year,
    "month": _named,
    "decade": _decade,
    "decade_word": _decade_word,
    "century": _century,
    "weekday": _weekday,
    "clock": _clock,
    "span": _years,
    "years": _years,
    "year": _year,
    "bare_year": _year,
}


def order(one: Date, other: Date) -> int | None:
    """1 where the first is later, -1 where it is earlier, 0 where neither; `None` if unknown."""
    if one.minute is not None and other.minute is not None:
        return (one.minute > other.minute) - (one.minute < other.minute)
    if (one.years is None) != (other.years is None):
        return None
    if one.years is None and (one.month is None or other.month is None):
        return None
    parts = [(one.years or (0, 0))[0]], [(other.years or (0, 0))[0]]
    for mine, its in ((one.month, other.month), (one.day, other.day)):
        if mine is None or its is None:
            break
        parts[0].append(mine)
        parts[1].append(its)
    return (parts[0] > parts[1]) - (parts[0] < parts[1])


def agrees(claimed: Date, known: Date) -> bool:
    """Whether the known date says all that the claimed one does, or leaves no part against it."""
    if claimed.minute is not None or known.minute is not None:
        return _same_time(claimed, known)
    if claimed.years and known.years and not _within(known.years, claimed.years):
        return False
    if claimed.month is None and claimed.years is None:
        return claimed.weekday == known.weekday
    return (
        (claimed.years is None or known.years is not None or claimed.month is not None)
        and (claimed.month is None or claimed.month == known.month)
        and (claimed.day is None or claimed.day == known.day)
    )


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _same_time(claimed: Date, known: Date) -> bool:
    if claimed.minute is None or known.minute is None:
        return False
    if claimed.half_unknown or known.half_unknown:
        return claimed.minute % 720 == known.minute % 720
    return claimed.minute == known.minute


def is_stated(claimed: Date, known: tuple[Date, ...]) -> bool:
    """Whether one of the dates is the claimed one; its year may stand apart from its day."""
    alike = [date for date in known if agrees(claimed, date)]
    if not claimed.years or claimed.month is None or any(date.years for date in alike):
        return bool(alike)
    return bool(alike) and any(date.years == claimed.years for date in known)
