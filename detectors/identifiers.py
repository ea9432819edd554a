"""Reads what names one thing exactly: addresses, codes, model numbers.

Compared without case, hyphens and spaces, so "Covid 19" states COVID-19 and "GPT4" states GPT-4.
"""

import re
from typing import NamedTuple


class Identifier(NamedTuple):
    """A code or address."""

    text: str
    start: int
    end: int
    plain: str
    """Letters and digits only, in lower case."""


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Every identifier of the text, in order.

    >>> [i.text for i in identifiers("Mail a.b@example.org about the A380-800 or B12, not 5mg.")]
    ['a.b@example.org', 'A380-800', 'B12']
    """
    return tuple(
        Identifier(found[0], *found.span(), plain(found[0]))
        for found in _FORMS.finditer(text)
        if not _UNITLIKE.fullmatch(found[0])
    )


def plain(text: str) -> str:
    """Letters and digits only, in lower case.

    >>> plain("COVID-19")
    'covid19'
    """
    return _REST.sub("", text.lower())


_REST = re.compile(r"[\W_]+")
_FORMS = re.compile(
    r"(?<![\w.@-])(?:[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?:https?://|www\.)[^\s<>\"')\]]{1,200}[\w/]"
    r"|(?-i:[A-Z][A-Za-z]{0,9}-?\d{1,6}(?:-\d{1,6})?[A-Za-z]{0,2}|[A-Z]{2,6} \d{3,5}(?:-\d{1,4})?"
    r"|\d{1,4}[A-Z]{1,3}\d{1,4}[A-Z]?))(?![\w@]|-\w)"
)
_UNITLIKE = re.compile(
    r"(?:Q[1-4]|FY ?\d+|(?:US|USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK"
    r"|IN|TO|OF|BY|AND|CFR|ISO|IEC|EN|IFRS|IAS|ASC"
    r"|RFC) ?\d.*|[A-Z][a-z]{2,} \d+|[A-Z]{2,6} (?:19|20)\d\d"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)-?\d.*"
    r"|(?:AD|BC) \d+|[A-Z][a-z]+-\d{4})"
)
