"""Reads the list of sources of an answer: which number or footnote stands for which name.

Known forms: lines below a heading ("Sources:", "## References"), all on one line with numbers
("Sources: [1] Aspirin, [2] Warfarin"), footnotes ("[^1]: Aspirin"), and lines at the very end that
open with their number ("[1] Aspirin").
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.clauses import has_verb

LONGEST = 300
"""Characters of an entry; a longer line is prose."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HEAD = re.compile(
    r"^[ \t>]*(?:\#{1,6}[ \t]*)?[*_]{0,2}"
    r"(?:sources?|references?|citations?|bibliography|footnotes?|works cited)(?: used| cited)?"
    r"[*_]{0,2}[ \t]*(?P<colon>:?)[*_]{0,2}[ \t]*(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_WHOLE_LINE = re.compile(r"[^\n]+|(?<=\n)(?=\n)")
_LINE = re.compile(
    r"[ \t>]*(?P<mark>(?:[-*+•][ \t]+)?(?:\[\^?(?P<key>[\w-]{1,40})\](?!\():?"
    r"|\(?(?P<number>\d{1,3})[.):](?=\s)|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))?)"
    r"[ \t]*(?P<name>\S[^\n]*?)[ \t]*"
)
_NOTE = re.compile(r"^[ \t]*\[\^?(?P<key>[\w-]{1,40})\]:[ \t]*(?P<name>\S[^\n]*?)[ \t]*$", re.M)
_INLINE = re.compile(
    r"(?:\[(?P<key>\d{1,3})\]|\(?\b(?P<number>\d{1,3})[.)])[ \t]*"
    r"(?P<name>(?:(?!\[\d{1,3}\]|\(?\b\d{1,3}[.)][ \t])[^\n])+)"
)
_TRAILING = re.compile(
    r"(?:\[(?P<key>\d{1,3})\]|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))[ \t]+(?P<name>\S.*)"
)


class Entry(NamedTuple):
    """One source of the list."""

    number: str
    """Its number or footnote; "" where it has none."""
    name: str
    start: int
    end: int
    """`answer[start:end] == name`."""


class SourceList(NamedTuple):
    """All sources that an answer lists."""

    entries: tuple[Entry, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    """Where the lists stand, with their headings."""

    def entry(self, number: str) -> Entry | None:
        """The source of that number."""
        return next((entry for entry in self.entries if entry.number == number), None)


def source_list(text: str) -> SourceList:
    """The sources that the answer lists.

    >>> source_list("Take 5 mg [1].\\n\\nSources:\\n1. Aspirin").entries[0]
    Entry(number='1', name='Aspirin', start=28, end=35)
    """
    for head in reversed(list(_HEAD.finditer(text))):
        if entries := list(_below(text, head)):
            span = head.start(), entries[-1].end
            return SourceList(tuple(entries), (span,))
    notes = [(_entry(found), found.span()) for found in _NOTE.finditer(text)]
    notes = notes or [(entry, (start, entry.end)) for start, entry in _trailing(text)]
    return SourceList(tuple(entry for entry, _ in notes), tuple(span for _, span in notes))


def _below(text: str, head: re.Match[str]) -> Iterator[Entry]:
    """The entries behind the heading on its line, or on the lines below it."""
    if not head["rest"]:
        yield from _lines(text, head.end() + 1)
    elif head["colon"]:
        yield from map(_entry, _INLINE.finditer(text, head.start("rest"), head.end()))


def _lines(text: str, start: int) -> Iterator[Entry]:
    """The entries from there on; a sentence, or a line after a blank one, ends an unmarked list."""
    listed = parted = False
    for line in _WHOLE_LINE.finditer(text, start):
        found = _LINE.fullmatch(text, *line.span())
        if found:
            prose = (listed and parted) or has_verb(found["name"])
            if len(line[0]) > LONGEST or (prose and not found["mark"]):
                return
            listed = True
            yield _entry(found)
        parted = not found


def _trailing(text: str) -> list[tuple[int, Entry]]:
    """The last lines, as long as each opens with a number; none where nothing stands before."""
    every: list[tuple[int, Entry]] = []
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        found = _TRAILING.match(text, start, end)
        if found and end - start <= LONGEST:
            every.insert(0, (start, _entry(found)))
        elif text[start:end].strip():
            return every
        end = start - 1
    return []


def _entry(found: re.Match[str]) -> Entry:
    groups = found.groupdict()
    number = groups.get("key") or groups.get("number") or groups.get("raised") or ""
    name = found["name"].rstrip(" \t,;")
    start = found.start("name")
    return Entry(number.translate(_SUPERSCRIPTS), name, start, start + len(name))
