"""Reads numbers and letters that tell one kind from another: type II, phase 3, hepatitis B, Q3.

They are no amounts: nothing is converted or rounded, and a missing one is another thing altogether.
Ordinals ("the third quarter", "3rd edition") are read from the second on, since "first" is said of
too much.
"""

import re
from typing import NamedTuple

from detectors.references import roman
from detectors.stems import key


class Designation(NamedTuple):
    """A noun with the number or letter that tells which."""

    text: str
    start: int
    end: int
    noun: str
    which: str
    is_ordinal: bool = False


def designations(text: str) -> tuple[Designation, ...]:
    """Every designation of the text, in order.

    >>> [(d.noun, d.which) for d in designations("type II, Type 2, the third quarter, Q3")]
    [('typ', '2'), ('typ', '2'), ('quarter', '3'), ('quarter', '3')]
    """
    return tuple(_designation(found) for found in _FORMS.finditer(text))


_NOUNS = (
    "type|phase|stage|grade|class|level|category|tier|group|world war|vitamin|hepatitis|influenza"
    "|plan|tranche|series|version|volume|figure|table|step|route|gate|platform|terminal|room|floor"
    "|factor|omega|episode|season|line"
)
_ORDINALS = re.findall(
    r"[\w'-]+",
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
)
_CARDINALS = re.findall(r"\w+", "one two three four five six seven eight nine ten")
_FORMS = re.compile(
    rf"\b(?P<noun>{_NOUNS})[ -](?P<which>\d{{1,3}}(?:\.\d{{1,2}})?(?![\w%]|[.,]\d)"
    rf"|(?:{'|'.join(_CARDINALS)})\b"
    r"|(?-i:[IVX]{1,5}[ab]?)(?![\w.])|(?-i:[A-K]\d{0,2})(?![\w']))"
    r"|\bQ(?P<quarter>[1-4])\b"
    rf"|\b(?P<ordinal>\d{{0,2}}(?:1st|2nd|3rd|[04-9]th|1[123]th)|{'|'.join(_ORDINALS)})"
    r"[ -](?P<ranked>(?!of\b|and\b|or\b|to\b|in\b|century\b|century-|the\b|is\b|was\b)[a-z]{3,})",
    re.IGNORECASE,
)


def _designation(found: re.Match[str]) -> Designation:
    span = found.start(), found.end()
    if found["quarter"]:
        return Designation(found[0], *span, "quarter", found["quarter"], True)
    if found["ordinal"]:
        return Designation(found[0], *span, key(found["ranked"].lower()), _rank(found), True)
    return Designation(found[0], *span, key(found["noun"].lower()), _which(found["which"]))


def _rank(found: re.Match[str]) -> str:
    said = found["ordinal"].lower()
    return str(_ORDINALS.index(said) + 2) if said in _ORDINALS else re.sub(r"\D", "", said)


def _which(said: str) -> str:
    if said.lower() in _CARDINALS:
        return str(_CARDINALS.index(said.lower()) + 1)
    numeral = re.fullmatch(r"([IVX]+)([ab]?)", said)
    return f"{roman(numeral[1])}{numeral[2]}" if numeral else said.lower()
