"""Reads the citations of an answer, with exact spans.

- By number or footnote: `[1]`, `[1, 3]`, `[1-3]`, `[Source 1]`, `[^1]`, `¹`, `<sup>1</sup>`; `(1)`
  where the answer has a list of sources with that number.
- By name: `[doc-id]`, `[Title]`, `(Title)`, `(Source: Title)`, a line `Source: Title`,
  `according to Title`, `[text](document)` and the bare path of a document.
- In doubt it is no citation. An unknown name counts only where a citation stands, behind a
  sentence, or where it says that it is a source. `[sic]`, `[x]`, `(2019)`, `[0, 1]`, `a[1]` and
  `m²` are none.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detectors.blanks import blanked, code_lines, code_words
from detectors.catalogue import Catalogue
from detectors.source_lists import SourceList

WIDEST = 20
"""Numbers that one mark may stand for; `[1-400]` is a range of values."""


class CitationMark(NamedTuple):
    """A place where an answer cites one source or several."""

    start: int
    end: int
    names: tuple[str, ...]
    """The numbers or names that it cites."""
    by_number: bool
    blanks: tuple[tuple[int, int], ...]
    """What of it is no part of the sentence."""

    @property
    def is_said(self) -> bool:
        """Whether it is worded as a part of its sentence: "According to Aspirin, ..."."""
        return self.blanks != ((self.start, self.end),)


def citation_marks(text: str, catalogue: Catalogue, listed: SourceList) -> list[CitationMark]:
    """Every citation of the answer, in order; those of its list of sources are not repeated."""
    words = code_words(text, kept=catalogue.find)
    hidden = [*listed.spans, *code_lines(text), *words]
    reading = _Reading(blanked(text, hidden), catalogue, listed)
    marks: list[CitationMark] = []
    for reader in _READERS:
        found = list(reader(reading))
        marks += found
        rest = blanked(reading.text, [(mark.start, mark.end) for mark in found])
        reading = reading._replace(text=rest)
    return sorted(marks)


class _Reading(NamedTuple):
    text: str
    """Without what is read already."""
    catalogue: Catalogue
    listed: SourceList


_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\[\]\n]{1,200})\]\((?P<target>[^()\s]{1,400})(?:\s+\"[^\"\n]*\")?\)"
)
_NO_DOCUMENT = re.compile(r"\#|(?:mailto|tel|javascript):", re.IGNORECASE)
_SOURCE_LINE = re.compile(
    r"^[ \t>*_-]*(?:sources?|references?):[*_]*[ \t]*(?P<body>[^\n]*[^\W\d_][^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_FOOTNOTE = re.compile(r"\[\^(?P<key>[\w-]{1,40})\](?!:)")
_BRACKET = re.compile(r"\[(?P<body>[^\[\]\n]{1,200})\](?![(\w])")
_ROUND = re.compile(r"(?<!\w)\((?P<body>[^()\n]{1,200})\)")
_SUP = re.compile(r"<sup>\[?(?P<body>[\d,;\s-]{1,20})\]?</sup>", re.IGNORECASE)
_RAISED = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?)\]\"”\u2019*]))"
    r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}(?:[,˒][¹²³⁴⁵⁶⁷⁸⁹]{1,2})*"
)
"""Behind a word or a full stop, so no power: `m²`, `10³`."""
_SAID = re.compile(
    r"\b(?:according to|as (?:stated|described|noted|explained|set out) (?:in|by)|source:|see)\s+"
    r"(?:(?:the|our)\s+)?[\"“'*_`\[]*",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w./-])\w[\w./-]*\w")
_NUMBERS = re.compile(
    r"(?:(?:sources?|doc(?:ument)?s?|passages?|refs?\.?|references?|context)\s?\#?)?"
    r"(?P<numbers>\d{1,3}(?:\s*[,;\u2013\u2014-]\s*\d{1,3}){0,19})",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(r"(?:sources?|refs?\.?|references?|cited from|from):\s*", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OF_VALUES = re.compile(r"(?:\b(?:in|interval|range|between|CI|from|of)|[∈=(])[ \t:]*$")
_INDEXED = re.compile(r"(?<!\w)(?:\w|\w*_\w*)$")
_CODE_FOLLOWS = re.compile(r"[ \t]*(?:=|\+=|\.\w)")
_SENTENCE_ENDS = re.compile(r"[*_\"”\u2019)]*[ \t]*(?:[.!?](?=\s|$)|\n|$)")
_CLAUSE_ENDS = re.compile(r"[*_\"”\u2019)]*[ \t]*(?:[.,;:!?](?=\s|$)|\n|$|\()")
_SENTENCE_BEFORE = re.compile(r"[.!?][*_\"”\u2019)]*[ \t]*$")
_ORDINARY = re.compile(
    r"(?:sic|todo|note|name|date|redacted|inaudible|laughter|applause|pause|image|table|figure"
    r"|optional|required|your|insert|emphasis|citation needed|translat|editor|end of|continued).*",
    re.IGNORECASE | re.DOTALL,
)
_LIKE_A_TITLE = re.compile(
    r"[A-Z][\w'\u2019-]{2,}(?:[ ,.:]+(?:[A-Z][\w'\u2019-]*|[a-z]{1,3}|\d[\w.-]*))*"
)
_LIKE_AN_ID = re.compile(r"(?=.*[a-zA-Z]{2})(?=.*(?:[/_]|\.[a-z]{2,4}$|-\d|\d-))[\w./-]+")


def _links(reading: _Reading) -> Iterator[CitationMark]:
    for found in _LINK.finditer(reading.text):
        said, target = found["text"], found["target"]
        if _NO_DOCUMENT.match(target):
            continue
        name = target if not reading.catalogue.find(said) else found[0]
        if said.isdigit() or reading.catalogue.find(said):
            yield _mark(found, (name,))
        else:
            around = (found.start(), found.start("text")), (found.end("text"), found.end())
            yield CitationMark(*found.span(), (name,), False, around)


def _source_lines(reading: _Reading) -> Iterator[CitationMark]:
    for found in _SOURCE_LINE.finditer(reading.text):
        start = found.start() + len(found[0]) - len(found[0].lstrip(" \t>*_-"))
        names = _names(found["body"].strip(), reading.catalogue)
        yield CitationMark(start, found.end(), names, False, ((start, found.end()),))


def _footnotes(reading: _Reading) -> Iterator[CitationMark]:
    for found in _FOOTNOTE.finditer(reading.text):
        yield _mark(found, (found["key"],), by_number=True)


def _brackets(reading: _Reading) -> Iterator[CitationMark]:
    for found in _BRACKET.finditer(reading.text):
        body = found["body"].strip(" *_`\"'“”")
        if names := _numbered(reading.text, found, body):
            yield _mark(found, names, by_number=True)
        elif _names_a_source(reading, found, body):
            yield _mark(found, _names(_EXPLICIT.sub("", body, 1), reading.catalogue))


def _raised(reading: _Reading) -> Iterator[CitationMark]:
    for found in _SUP.finditer(reading.text):
        if names := _numbers(found["body"].strip()):
            yield _mark(found, names, by_number=True)
    for found in _RAISED.finditer(reading.text):
        plain = found[0].translate(_SUPERSCRIPTS).replace("˒", ",")
        names = tuple(n for part in plain.split(",") for n in _apart(part, reading.listed))
        yield _mark(found, names, by_number=True)


def _round(reading: _Reading) -> Iterator[CitationMark]:
    for found in _ROUND.finditer(reading.text):
        body = found["body"].strip(" *_`\"'“”")
        names = _numbers(body)
        if names and _is_listed(names, reading) and _behind_clause(reading.text, found):
            yield _mark(found, names, by_number=True)
        elif not names and _is_source_in_round(reading, found, body):
            yield _mark(found, _names(_EXPLICIT.sub("", body, 1), reading.catalogue))


def _said(reading: _Reading) -> Iterator[CitationMark]:
    for found in _SAID.finditer(reading.text):
        end = reading.catalogue.name_at(reading.text, found.end())
        if end > found.end():
            yield CitationMark(found.end(), end, (reading.text[found.end() : end],), False, ())


def _bare(reading: _Reading) -> Iterator[CitationMark]:
    """Ids that could be no ordinary words."""
    for found in _BARE.finditer(reading.text):
        if found[0] in reading.catalogue.ids and re.search("[./_]", found[0]):
            yield CitationMark(*found.span(), (found[0],), False, ())


_READERS: tuple[Callable[[_Reading], Iterator[CitationMark]], ...] = (
    _source_lines,
    _links,
    _footnotes,
    _brackets,
    _raised,
    _round,
    _said,
    _bare,
)


def _mark(found: re.Match[str], names: tuple[str, ...], *, by_number: bool = False) -> CitationMark:
    return CitationMark(*found.span(), names, by_number, (found.span(),))


def _numbered(text: str, found: re.Match[str], body: str) -> tuple[str, ...]:
    """The numbers in a bracket, unless they are an index or an interval."""
    before = text[max(0, found.start() - 30) : found.start()]
    if _INDEXED.search(before) or _CODE_FOLLOWS.match(text, found.end()):
        return ()
    names = _numbers(body)
    return () if len(names) > 1 and _OF_VALUES.search(before) else names


def _numbers(body: str) -> tuple[str, ...]:
    """`1, 3-5` one by one; nothing where there is a 0, or a range that is none.

    >>> _numbers("1, 3-5"), _numbers("0, 1")
    (('1', '3', '4', '5'), ())
    """
    found = _NUMBERS.fullmatch(body)
    every: list[int] = []
    for part in re.split(r"\s*[,;]\s*", found["numbers"]) if found else ():
        first, *last = (int(number) for number in re.findall(r"\d+", part))
        end = last[-1] if last else first
        if not 0 < first <= end < first + WIDEST:
            return ()
        every += range(first, end + 1)
    return tuple(map(str, dict.fromkeys(every)))


def _apart(digits: str, listed: SourceList) -> tuple[str, ...]:
    """`12` is one source, or 1 and 2 where only those are listed."""
    if listed.entry(digits) or not all(map(listed.entry, digits)):
        return (digits,)
    return tuple(digits)


def _is_listed(numbers: tuple[str, ...], reading: _Reading) -> bool:
    return all(map(reading.listed.entry, numbers))


def _names(body: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The names of a mark: parted by semicolons, or by commas where every part is known."""
    parts = re.split(r",\s*|\s+and\s+", body)
    if len(parts) > 1 and all(map(catalogue.find, parts)):
        return tuple(parts)
    return tuple(filter(None, (name.strip() for name in body.split(";"))))


def _names_a_source(reading: _Reading, found: re.Match[str], body: str) -> bool:
    if _EXPLICIT.match(body) or reading.catalogue.find(body):
        return True
    likely = _LIKE_A_TITLE.fullmatch(body) or _LIKE_AN_ID.fullmatch(body)
    return bool(likely and not _ORDINARY.fullmatch(body) and _behind_sentence(reading.text, found))


def _is_source_in_round(reading: _Reading, found: re.Match[str], body: str) -> bool:
    """A title in round brackets may be no more than another word: "paracetamol (Panadol)"."""
    if _EXPLICIT.match(body) or (body in reading.catalogue.ids and re.search("[./_]", body)):
        return True
    spelt = all(reading.catalogue.spells(part.strip()) for part in body.split(";"))
    return spelt and _behind_sentence(reading.text, found)


def _behind_sentence(text: str, found: re.Match[str]) -> bool:
    return bool(_SENTENCE_ENDS.match(text, found.end()) or _sentence_before(text, found))


def _behind_clause(text: str, found: re.Match[str]) -> bool:
    return bool(_CLAUSE_ENDS.match(text, found.end()) or _sentence_before(text, found))


def _sentence_before(text: str, found: re.Match[str]) -> re.Match[str] | None:
    return _SENTENCE_BEFORE.search(text[max(0, found.start() - 10) : found.start()])
