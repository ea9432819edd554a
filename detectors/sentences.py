"""Cuts text into blocks and sentences with exact character spans.

- A block is a paragraph, a list item, a heading, a table row or a line of code marks; sentences
  never run across blocks. List and quote markers belong to no block.
- A line break within a paragraph is a break between sentences only after a short line, since text
  wrapped at a fixed width breaks anywhere.
- A full stop ends a sentence unless it stands in an abbreviation, an initial or a number, or the
  next word begins in lower case. Nothing is guessed beyond that: "vitamin C. Take" is two
  sentences, "U.S. Food" is none.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

SHORT_LINE = 60
"""Characters; text wrapped at 72 to 100 columns rarely has shorter lines within a paragraph."""


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"


class Block(NamedTuple):
    """A stretch of text that sentences do not cross, without its marker."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    """Depth of a heading, from 1."""


class Sentence(NamedTuple):
    """One sentence, or a whole heading."""

    start: int
    end: int
    kind: Kind


def blocks(text: str) -> Iterator[Block]:
    """The blocks of the text, in order; none is empty."""
    gathered: Block | None = None
    for line in re.finditer(r"[^\r\n]*(?:\r?\n|\r|$)", text):
        block = _line_block(text, line.start(), line.end())
        if gathered and block and _continues(text, gathered, block):
            gathered = gathered._replace(end=block.end)
            continue
        if gathered:
            yield gathered
        gathered = block
    if gathered:
        yield gathered


def sentences(text: str) -> tuple[Sentence, ...]:
    """Every sentence of the text.

    >>> [(s.start, s.end) for s in sentences("Take 2.5 mg, i.e. half. Then rest.")]
    [(0, 23), (24, 34)]
    """
    return tuple(sentence for block in blocks(text) for sentence in block_sentences(text, block))


def block_sentences(text: str, block: Block) -> Iterator[Sentence]:
    """The sentences of one block; a heading is a single one."""
    start = block.start
    ends = () if block.kind is Kind.HEADING else _TERMINATOR.finditer(text, block.start, block.end)
    for mark in ends:
        if _ends_sentence(text, start, mark):
            end = mark.start() if mark["mark"] is None else mark.end("mark")
            yield Sentence(start, end, block.kind)
            start = mark.end()
    if start < block.end:
        yield Sentence(start, block.end, block.kind)


_MARKER = re.compile(
    r"""[ \t>]*
    (?:(?P<heading>\#{1,6})[ \t]+
      |(?P<item>[-*+•‣\u2013][ \t]+|\(?(?:\d{1,2}[.)]|[a-zA-Z]\))[ \t]+(?=\S)))?""",
    re.VERBOSE,
)
_RULE = re.compile(r"[\s\-=_*|:`~#]*")
_TERMINATOR = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]+[\"'”\u2019)\]*_]*)(?P<gap>\s+)"
    r"|(?<![ \t])(?P<break>[ \t]*\r?\n\s*)"
)
_WORD_BEFORE = re.compile(r"[\w.'\u2019-]*$")
_ABBREVIATION = re.compile(
    r"""dr|mrs?|ms|prof|st|jr|sr|e\.?g|i\.?e|cf|viz|vs|approx|ca|figs?|eq|refs?|vol|pp|eds?|al
    |dept|est|incl|excl|max|min|tabs?|caps?|inj|soln?|susp|wt|ht|temp|resp""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_DIGIT = re.compile(
    r"nos?|p|sec|ch|art|par|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec", re.IGNORECASE
)
_LETTERED = re.compile(r"vitamins?|hepatitis|type|group|class|category|grade|factor", re.IGNORECASE)


def _line_block(text: str, start: int, end: int) -> Block | None:
    end = start + len(text[start:end].rstrip())
    if _RULE.fullmatch(text, start, end):
        return None
    marker = _MARKER.match(text, start, end)
    assert marker is not None  # every part of the pattern is optional
    if hashes := marker["heading"]:
        return Block(Kind.HEADING, marker.end(), end, len(hashes))
    is_row = text[start:end].lstrip().startswith("|")
    kind = Kind.ITEM if marker["item"] or is_row else Kind.TEXT
    return Block(kind, marker.end(), end)


def _continues(text: str, block: Block, line: Block) -> bool:
    """Whether the line goes on with the block before it; a gap of two line ends parts them."""
    gap = text[block.end : line.start]
    return line.kind is Kind.TEXT and block.kind is not Kind.HEADING and gap.count("\n") < 2


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    following = text[mark.end() : mark.end() + 1]
    if mark["break"] is not None:
        line = text.rfind("\n", 0, mark.start()) + 1
        return mark.start() - line < SHORT_LINE and not following.islower()
    if following.islower():
        return False
    return mark["mark"][0] != "." or not _is_abbreviation(text, start, mark.start(), following)


def _is_abbreviation(text: str, start: int, dot: int, following: str) -> bool:
    found = _WORD_BEFORE.search(text, max(start, dot - 40), dot)
    word = found[0] if found else ""
    if not word.strip("."):
        return False
    if _ABBREVIATION.fullmatch(word) or (_BEFORE_DIGIT.fullmatch(word) and following.isdigit()):
        return True
    if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word):  # U.S. Food
        return True
    is_list_number = word.isdigit() and not text[start : dot - len(word)].strip()
    return is_list_number or (
        bool(re.fullmatch("[A-Z]", word)) and _is_initial(text, start, dot - 1)
    )


def _is_initial(text: str, start: int, letter: int) -> bool:
    """Whether the capital may belong to a name: "J. Smith"; not "vitamin C"."""
    words = text[max(start, letter - 40) : letter].split()
    return not words or not _LETTERED.fullmatch(words[-1])
