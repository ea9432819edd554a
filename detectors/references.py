"""Reads references to law and compares them however they are written.

`Art. 6(1)(f)` and "Article 6 paragraph 1 letter f" are the same place; "Article 6" is stated by
either, since it asks for less. A number that stands for an act ("Regulation (EU) 2016/679") is
compared by itself, in whatever words the act is called.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Reference(NamedTuple):
    """A place in a law, or an act."""

    text: str
    start: int
    end: int
    kind: str
    """`article`, `section`, `annex`, `act`, ..."""
    path: tuple[str, ...]
    """From the whole to the part: ("6", "1", "f")."""


def references(text: str) -> tuple[Reference, ...]:
    """Every reference of the text, in order.

    >>> [(r.kind, r.path) for r in references("Art. 6(1)(f) and Article 6 paragraph 1 letter f")]
    [('article', ('6', '1', 'f')), ('article', ('6', '1', 'f'))]
    """
    return tuple(_reference(found) for found in _FORMS.finditer(text))


_KINDS = {
    "article": r"(?:articles?|arts?\.?)",
    "section": r"(?:sections?|secs?\.?|ss?\.|§§?)",
    "paragraph": r"(?:paragraphs?|paras?\.?)",
    "clause": r"(?:clauses?|cl\.)",
    "annex": r"(?:annex(?:es)?|appendix|schedules?)",
    "chapter": r"(?:chapters?|ch\.|titles?|parts?)",
    "recital": r"(?:recitals?)",
    "rule": r"(?:rules?|reg\.)",
}
_NUMBER = r"(?:\d{1,4}(?:\.\d{1,4}){0,3}(?-i:[A-Za-z]{1,2})?(?![\w/%])|(?-i:[IVXL]{1,6})(?!\w))"
_PART = (
    r"(?:\s?\((?:\d{1,3}|[a-z]{1,3})\)"
    r"|,?\s(?:sub-?)?(?:paragraph|paras?\.?|sub-?section|letter|lit\.?|point|sentence|indent|no\.)"
    r"\s?\(?(?:\d{1,3}|(?-i:[a-z]))\b\)?)"
)
_ACT = (
    r"(?:(?:regulation|directive|decision)s?(?:\s?\((?:eu|ec|eec|euratom)\))?(?:\sno\.?)?"
    r"\s(?P<eu>\d{2,4}/\d{1,4})(?:/(?:eu|ec|eec))?"
    r"|(?P<title>\d{1,2})\s(?P<code>cfr|u\.?s\.?c\.?)\s(?:(?:§§?|part|section)\s?)?"
    r"(?P<place>\d{1,5}(?:\.\d{1,4})?[a-z]?)"
    r"|(?:public law|pub\.\s?l\.)(?:\sno\.)?\s(?P<law>\d{2,3}-\d{1,4})"
    r"|(?-i:(?P<body>ISO|IEC|EN|BS|ISO/IEC|IFRS|IAS|ASC|FAS|SFAS|RFC))\s(?P<standard>\d{1,6}(?:-\d{1,4}){0,2}))"
)
_FORMS = re.compile(
    rf"(?<![\w§])(?:(?:{'|'.join(f'(?P<{kind}>{said})' for kind, said in _KINDS.items())})"
    rf"\s?(?P<number>{_NUMBER})|{_ACT})(?P<parts>{_PART}{{0,5}})",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def _reference(found: re.Match[str]) -> Reference:
    parts = re.findall(r"\(?\b(\d{1,3}|[a-z]{1,3})\b\)?(?=$|[\s,(])", found["parts"].lower())
    plain = tuple(part for part in parts if part not in _WORDS)
    kind = next((name for name in _KINDS if found[name]), "act")
    return Reference(found[0], *found.span(), kind, (*_head(found), *plain))


_WORDS = frozenset(
    re.findall(
        r"[\w'-]+",
        "paragraph para paras section subsection letter lit point sentence no",
    )
)


def _head(found: re.Match[str]) -> tuple[str, ...]:
    if found["number"]:
        return (_plain_number(found["number"]),)
    if found["eu"]:
        return (found["eu"],)
    if found["code"]:
        return (found["title"], found["code"].lower().replace(".", ""), found["place"])
    if found["law"]:
        return (found["law"],)
    return (found["body"].lower(), found["standard"])


def _plain_number(said: str) -> str:
    if not re.fullmatch(r"[IVXL]+", said):
        return said.lower()
    return str(roman(said))


def roman(said: str) -> int:
    """The value of a Roman numeral up to 89.

    >>> roman("XIV")
    14
    """
    values = [_ROMAN[letter] for letter in said.lower()]
    later = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, later, strict=True))


def is_stated(claimed: Reference, known: Sequence[Reference]) -> bool:
    """Whether one of the references is the claimed place, or a part of it."""
    size = len(claimed.path)
    return any(other.kind == claimed.kind and other.path[:size] == claimed.path for other in known)
