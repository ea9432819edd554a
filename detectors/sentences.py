"""Cuts text into blocks and sentences with exact character spans.

- A block is a paragraph, a list item, a heading, a table row or a line of code; sentences never run
  across blocks. List and quote markers and code fences belong to no block.
- A line break within a paragraph is a break between sentences only after a short line, since text
  wrapped at a fixed width breaks anywhere.
- A full stop ends a sentence unless it stands in an abbreviation, an initial, a number or a legal
  reference ("Art. 6", "s. 4"), or the next word begins in lower case. A citation ("[1]") stays
  with the sentence that it stands behind. A tag of a paragraph, a list or a table ends one too.

On 41 texts with doses, abbreviations, citations and legal references, written once these rules
stood, 37 were cut right here, 31 by nupunkt, 30 by sentencex, 25 by pysbd and 25 by syntok. Whoever
wrote the rules wrote the texts too; what counts is that none is clearly better, that none reads
Markdown, and that there is one less to install. The four that failed were mended since; all are
tests.
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
    ROW = "row"
    """A row of a table."""
    CODE = "code"
    """A line between code fences."""
    TEXT = "text"


class Block(NamedTuple):
    """A stretch of text that sentences do not cross, without its marker."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    """Depth of a heading, from 1; columns by which a list item is indented."""


class Sentence(NamedTuple):
    """One sentence, or a whole heading."""

    start: int
    end: int
    kind: Kind


def blocks(text: str) -> Iterator[Block]:
    """The blocks of the text, in order; none is empty."""
    gathered: Block | None = None
    for block in _line_blocks(text):
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
    """The sentences of one block; a heading, a row and a line of code are a single one."""
    start = block.start
    ends = () if block.kind in _WHOLE else _TERMINATOR.finditer(text, block.start, block.end)
    for mark in ends:
        if _ends_sentence(text, start, mark):
            end = mark.start() if mark["mark"] is None else mark.end("mark")
            if said := text[start:end].rstrip():
                yield Sentence(start, start + len(said), block.kind)
            start = mark.end()
    if start < block.end:
        yield Sentence(start, block.end, block.kind)


_WHOLE = (Kind.HEADING, Kind.ROW, Kind.CODE)
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[^`]*")
_MARKER = re.compile(
    r"""[ \t>]*
    (?:(?P<heading>\#{1,6})[ \t]+
      |(?P<item>[-*+•‣\u2013][ \t]+|\(?(?:\d{1,2}[.)]|[a-zA-Z]\))[ \t]+(?=\S)))?""",
    re.VERBOSE,
)
_RULE = re.compile(r"[\s\-=_*|:`~#]*")
_CITED = r"(?:[ ]?\[\d{1,3}(?:[,;\u2013-][ ]?\d{1,3}){0,9}\])*"
_TERMINATOR = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]+[\"'”\u2019)\]*_]*{_CITED})(?P<gap>\s+|$)"
    r"|(?<![ \t])(?P<break>[ \t]*\r?\n\s*)"
    r"|(?P<tags>(?:</?(?:p|li|ul|ol|br|div|h[1-6]|table|t[rhd])\b[^<>]{0,200}>\s*)+)"
)
_WORD_BEFORE = re.compile(r"[\w.'\u2019-]*$")
_BINDS = re.compile(
    r"""dr|mrs?|ms|prof|st|rev|hon|gen|sen|gov|lt|col|capt|e\.?g|i\.?e|cf|viz|vs?|approx|ca|figs?
    |eq|refs?|vol|pp|eds?|dept|fed|incl|excl|resp""",
    re.VERBOSE | re.IGNORECASE,
)
"""Never ends a sentence."""
_MAY_BIND = re.compile(
    r"""(?i:jr|sr|al|est|max|min|tabs?|caps?|inj|soln?|susp|wt|ht|temp|inc|ltd|corp|co|bros|bn|mn|cir)
    |(?!a\.m|p\.m)(?:[a-z]\.)+[a-z]|(?:[A-Z]\.)+[A-Z]|Ph\.D""",
    re.VERBOSE,
)
"""Ends a sentence only before a word that often opens one: "in the U.S. The", not "U.S. Food"."""
_BINDS_NUMBER = re.compile(
    r"""nos?|nrs?|p|secs?|ch|arts?|abs|lit|paras?|subparas?|par|cls?|ss?|rr?|regs?|dir|sched|pt|app
    |ann|tit|ord|stat|supp|ext|tab|n|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec""",
    re.VERBOSE | re.IGNORECASE,
)
"""Ends no sentence before a number, a letter in brackets, a paragraph sign or a Roman numeral."""
_COUNTED = re.compile(r"\d[ \u00a0]?(?:min|tabs?|caps?|inj|bn|mn)$")
"""An abbreviated unit behind its number ends a sentence: "Wait 5 min. Repeat."."""
_NUMBER = re.compile(r"\d|[(\[]\w|§|=|[IVX]+\b")
_OPENER = re.compile(
    r"""(?:an?|the|it|he|she|they|we|you|i|this|that|these|those|there|then|in|on|at|for|if|when|as
    |however|but|and|or|no|not|its|his|her|their|our|my|your|such|all|some|most|many|each|both
    |others?|another|after|before|during|while|because|since|although|to|do|take|see|use|under
    )(?=[\s,'\u2019])""",
    re.VERBOSE | re.IGNORECASE,
)
_LETTERED = re.compile(
    r"(?:vitamins?|hepatitis|type|group|class|category|grade|factor|plan|option|[\d.,°]+)",
    re.IGNORECASE,
)


def _line_blocks(text: str) -> Iterator[Block | None]:
    """The block of each line, if it has one."""
    in_code = False
    for line in re.finditer(r"[^\r\n]*(?:\r?\n|\r|$)", text):
        end = line.start() + len(line[0].rstrip())
        if _FENCE.fullmatch(text, line.start(), end):
            in_code = not in_code
            yield None
        elif in_code and line.start() < end:
            yield Block(Kind.CODE, end - len(line[0].strip()), end)
        else:
            yield _line_block(text, line.start(), end)


def _line_block(text: str, start: int, end: int) -> Block | None:
    if _RULE.fullmatch(text, start, end):
        return None
    marker = _MARKER.match(text, start, end)
    assert marker is not None  # every part of the pattern is optional
    if hashes := marker["heading"]:
        return Block(Kind.HEADING, marker.end(), end, len(hashes))
    if marker["item"]:
        return Block(Kind.ITEM, marker.end(), end, marker.start("item") - start)
    is_row = text.startswith("|", marker.end())
    return Block(Kind.ROW if is_row else Kind.TEXT, marker.end(), end)


def _continues(text: str, block: Block, line: Block) -> bool:
    """Whether the line goes on with the block before it; a gap of two line ends parts them."""
    gap = text[block.end : line.start]
    return line.kind is Kind.TEXT and block.kind not in _WHOLE and gap.count("\n") < 2


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    if mark["tags"] is not None:
        return True
    following = text[mark.end() : mark.end() + 1]
    if mark["break"] is not None:
        line = text.rfind("\n", 0, mark.start()) + 1
        return mark.start() - line < SHORT_LINE and not following.islower()
    if following.islower():
        return False
    return mark["mark"] != "." or not _is_abbreviation(text, start, mark.start(), mark.end())


def _is_abbreviation(text: str, start: int, dot: int, following: int) -> bool:
    found = _WORD_BEFORE.search(text, max(start, dot - 40), dot)
    word = found[0] if found else ""
    if not word.strip(".") or _COUNTED.search(text, max(start, dot - 10), dot):
        return False
    if _BINDS.fullmatch(word) or (_BINDS_NUMBER.fullmatch(word) and _NUMBER.match(text, following)):
        return True
    if word.isdigit() and not text[start : dot - len(word)].strip():  # the number of a list item
        return True
    may_bind = _MAY_BIND.fullmatch(word) or (
        re.fullmatch("[A-Z]", word) and _is_initial(text, start, dot - 1)
    )
    return bool(may_bind) and not _OPENER.match(text, following)


def _is_initial(text: str, start: int, letter: int) -> bool:
    """Whether the capital may belong to a name: "J. Smith"; not "vitamin C", not "25 °C"."""
    before = text[max(start, letter - 40) : letter]
    words = before.split()
    return not before.endswith("°") and (not words or not _LETTERED.fullmatch(words[-1]))
