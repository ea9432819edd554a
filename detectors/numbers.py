"""Reads one number from its digits or words: 67 million, 1.234,50, two thirds, half a dozen.

- Values are fractions, never floats. `step` is the worth of the last digit that was meant, so that
  1.2 billion is known to be a rounding of 1,187 million.
- A decimal comma is read where nothing else can be meant: after thousands with full stops, or
  before a unit of measure. "1.234" alone has three decimals.
- "67m" is millions only with money or before something that is counted; else it is metres.
"""

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple


class Number(NamedTuple):
    """The value of a number, and how exactly it was written."""

    value: Fraction
    step: Fraction
    """Worth of the last significant digit: 1,200 has 100, 2.50 has 1/100."""


_ONES = re.findall(
    r"[\w'-]+",
    "one two three four five six seven eight nine",
)
_TEENS = re.findall(
    r"[\w'-]+",
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(
    r"[\w'-]+",
    "twenty thirty forty fifty sixty seventy eighty ninety",
)
_WORTH = {
    "zero": 0,
    "a": 1,
    "an": 1,
    **{word: n for n, word in enumerate([*_ONES, *_TEENS], start=1)},
    **{word: 10 * n for n, word in enumerate(_TENS, start=2)},
}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_SIGNS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}
_PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}

_BELOW_10, _BELOW_20 = "|".join(_ONES), "|".join([*_TEENS, *_ONES])
_TO_99 = rf"(?:(?:{'|'.join(_TENS)})(?:(?: ?- ?| )(?:{_BELOW_10})\b)?|{_BELOW_20})"
_TO_999 = rf"(?:(?:{_TO_99}|an?)[- ]hundred(?:(?: and|-and)?[- ]{_TO_99}\b)?|{_TO_99})"
_LARGE_WORDS = "thousand|million|billion|trillion"
_LARGE = rf"(?:{_LARGE_WORDS})"
_WORDS = (
    rf"(?:half an? (?:dozen|hundred|thousand|million|billion)|an? (?:dozen|{_LARGE}|hundred)"
    rf"|(?:{_TO_999}|an?)[- ](?:dozen|{_LARGE}(?:,? (?:and )?{_TO_999}(?:[- ]{_LARGE})?){{0,3}})"
    rf"|half an?|{_TO_99} and (?:a half|a quarter|three quarters)|{_TO_999}|zero)\b"
)
_MEASURED = r"\s?(?:%|€|eur\b|mg|mcg|µg|kg|g\b|ml|l\b|km|cm|mm|m\b|per ?cent|°)"
_DIGITS = (
    r"(?:\d{1,3}(?:\.\d{3}){1,5},\d{1,2}(?!\d)|\d{1,3}(?:\.\d{3}){2,5}(?![\d,])"
    r"|\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}){1,5}(?:\.\d{1,9})?(?!\d)"
    rf"|\d{{1,6}},\d{{1,2}}(?={_MEASURED})|\d{{1,3}}[ -][1-9]/(?:[2-9]|10)(?![\d/])"
    r"|[1-9]/(?:[2-9]|10)(?![\d/])|\d{1,15}(?!\d)(?:\.\d{1,9}(?!\d))?[½¼¾⅓⅔]?|[½¼¾⅓⅔])"
)
_COUNTED = (
    r"(?= (?:people|users|customers|jobs|homes|children|households|patients|workers|voters|tonnes"
    r"|tons|pounds|dollars|euros|barrels|shares|copies|units|families|adults|visitors|views)\b)"
)
_SCALE = (
    rf"(?:[\s-]?(?:hundred|{_LARGE_WORDS}|dozen|mn|mln|bn|tn)\b"
    rf"|(?-i:[MBK]|k)\b|(?-i:m)\b{_COUNTED})"
)
NUMBER = rf"(?:{_DIGITS}{_SCALE}?|{_WORDS})"
"""Pattern of a number, to be compiled with IGNORECASE behind something that is no letter."""
MONEY_NUMBER = rf"(?:{_DIGITS}(?:\s?(?:m|b|k|bn|mn|tn)\b|{_SCALE})?|{_WORDS})"
"""Pattern of a number beside a currency, where "m" is a million."""
FRACTION = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine)[- ](?:half|halves|thirds?|quarters?"
    r"|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
    r"|\ba (?:half|third|quarter|fifth|sixth|eighth|tenth)(?= of\b)"
    r"|(?<!first )(?<!second )(?<!other )(?<!latter )(?<!-)\bhalf\b"
    r"(?= (?:of|the|its|their|his|her|our|your|all|those|these|are|were|have|had)\b))"
)
"""Pattern of a fraction in words."""


@lru_cache(maxsize=20_000)
def number(text: str) -> Number:
    """The number that a match of one of the patterns stands for.

    >>> [int(number(text).value) for text in ("67 million", "1.2bn", "half a dozen", "1.234,00")]
    [67000000, 1200000000, 6, 1234]
    """
    plain = re.sub(r"[ \t\r\n]+", " ", text.strip().lower())
    if plain[0].isdigit() or plain[0] in _SIGNS:
        return _of_digits(plain)
    return _of_words(plain)


def fraction(text: str) -> Number:
    """The share that a match of `FRACTION` stands for: two thirds."""
    *count, part = re.split(r"[- ]", text.lower())
    value = Fraction(_WORTH[count[-1]] if count else 1, _PARTS[part.removesuffix("s")])
    return Number(value, value / 5)


def _of_digits(plain: str) -> Number:
    found = re.match(r"[\d.,/½¼¾⅓⅔\u00a0\u2009\u202f]+(?:[ -]\d/\d+)?", plain)
    digits, rest = (found[0], plain[found.end() :]) if found else (plain, "")
    scale = _SCALES.get(rest.strip(" -"), 1)
    value = _plain(digits)
    return Number(value * scale, _step(digits, value) * scale)


def _plain(digits: str) -> Fraction:
    if digits[-1] in _SIGNS:
        return (_plain(digits[:-1]) if digits[:-1] else Fraction(0)) + _SIGNS[digits[-1]]
    if "/" in digits:
        *whole, part = re.split(r"[ -]", digits)
        return Fraction(part) + (int(whole[0]) if whole else 0)
    return Fraction(_point(digits))


def _point(digits: str) -> str:
    """The digits with a full stop for the decimal sign, and no other."""
    digits = re.sub(r"[\u00a0\u2009\u202f]", "", digits).strip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,6},\d{1,2}", digits):
        return digits.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return digits.replace(".", "")
    return digits.replace(",", "")


def _step(digits: str, value: Fraction) -> Fraction:
    if value.denominator != 1 or not digits.isascii():
        decimals = len(_point(digits).partition(".")[2]) if digits.isascii() else 0
        return Fraction(1, 10**decimals) if decimals else value / 5
    if "." in _point(digits):
        return Fraction(1, 10 ** len(_point(digits).partition(".")[2]))
    return _of_whole(int(value))


def _of_whole(value: int) -> Fraction:
    if not value:
        return Fraction(1)
    shown = str(value)
    return Fraction(10 ** (len(shown) - len(shown.rstrip("0"))))


_MIXED_WORTH = {
    "a half": Fraction(1, 2),
    "a quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4),
}
_MIXED = re.compile(rf" and ({'|'.join(_MIXED_WORTH)})$")


def _of_words(plain: str) -> Number:
    total, current = Fraction(0), Fraction(0)
    if found := _MIXED.search(plain):
        plain, total = plain[: found.start()], _MIXED_WORTH[found[1]]
    if plain.startswith("half a"):
        current, plain = Fraction(1, 2), plain[6:].removeprefix("n")
    for word in re.findall(r"[a-z]+", plain):
        if word == "hundred" or word == "dozen":
            current = (current or Fraction(1)) * _SCALES[word]
        elif word in _SCALES:
            total, current = total + (current or Fraction(1)) * _SCALES[word], Fraction(0)
        else:
            current += _WORTH.get(word, 0)
    value = total + current
    step = _of_whole(int(value)) if value.denominator == 1 else value / 5
    return Number(value, step)
