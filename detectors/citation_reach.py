"""Which claims of an answer a citation stands behind.

- A mark stands behind the claims of its sentence that come before it and after the mark before.
- One that is worded as a part of its sentence stands behind all claims of that sentence.
- One on a line of its own stands behind the paragraph above; where the answer has no other, behind
  the whole answer.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from detectors.citation_marks import CitationMark
from detectors.records import Claim
from detectors.sentences import Sentence, sentences

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


class Reach(NamedTuple):
    """What one mark stands behind."""

    claims: tuple[Claim, ...]
    """Those that can be checked."""
    is_wide: bool = False
    """More than a sentence, so that its sources bear it out together."""


def reaches(text: str, marks: Sequence[CitationMark], every: Sequence[Claim]) -> list[Reach]:
    """What each mark stands behind; `text` is the answer without its marks, `every` its claims."""
    reader = _Reader(text, marks, every)
    return [reader.reach(at) for at in range(len(marks))]


class _Reader:
    def __init__(self, text: str, marks: Sequence[CitationMark], every: Sequence[Claim]) -> None:
        self._text, self._marks, self._claims = text, marks, every
        self._sentences = sentences(text)
        self._starts = [sentence.start for sentence in self._sentences]
        self._lines = {text.rfind("\n", 0, mark.start) for mark in marks}
        self._groups = _groups(text, marks)

    def reach(self, at: int) -> Reach:
        """What the mark at that place stands behind."""
        mark = self._marks[at]
        line = self._text.rfind("\n", 0, mark.start) + 1
        end = self._text.find("\n", mark.end)
        alone = not _has_words(self._text[line : end if end >= 0 else None])
        if alone and not mark.is_said:
            return Reach(_checkable(self._above(line)), is_wide=True)
        return Reach(_checkable(self._beside(mark, line, self._groups[at])))

    def _above(self, line: int) -> list[Claim]:
        """The claims of the paragraph above the line, or of all that is above."""
        parted = [gap.end() for gap in _BLANK_LINE.finditer(self._text[:line].rstrip())]
        start = parted[-1] if parted and len(self._lines) > 1 else 0
        return [claim for claim in self._claims if start <= claim.start < line]

    def _beside(self, mark: CitationMark, line: int, group: "_Group") -> list[Claim]:
        sentence = self._sentence(mark, line)
        if sentence is None:
            return []
        first = bisect_left(self._claims, sentence.start, key=_start)
        own = self._claims[first : bisect_left(self._claims, sentence.end, key=_start)]
        if mark.is_said:
            return list(own)
        earlier = [claim for claim in own if claim.start < group.start]
        nearest = [claim for claim in earlier if claim.start >= group.before]
        return nearest or earlier[-1:] or list(own)

    def _sentence(self, mark: CitationMark, line: int) -> Sentence | None:
        """The one that the mark stands in or behind; that after it where it opens its line."""
        at = bisect_right(self._starts, mark.start) - 1
        if at < 0 or self._sentences[at].end <= line:
            at += 1
        return self._sentences[at] if at < len(self._sentences) else None


class _Group(NamedTuple):
    """Marks with no word between them."""

    start: int
    before: int
    """Where the mark before them ends."""


def _groups(text: str, marks: Sequence[CitationMark]) -> list[_Group]:
    """The group of each mark."""
    groups: list[_Group] = []
    before = 0
    for mark in marks:
        joined = groups and not _has_words(text[before : mark.start])
        groups.append(groups[-1] if joined else _Group(mark.start, before))
        before = mark.end
    return groups


def _start(claim: Claim) -> int:
    return claim.start


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _checkable(every: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(claim for claim in every if claim.checkworthy)
