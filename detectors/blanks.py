"""Blanks stretches of a text, so that what is left keeps its place."""

import re
from collections.abc import Iterable, Iterator

from detectors.sentences import Kind, blocks

_INLINE = re.compile(r"`([^`\n]{1,200})`")


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces in place of the spans; line ends stay.

    >>> blanked("Take 5 mg [1].", [(10, 13)])
    'Take 5 mg    .'
    """
    letters = list(text)
    for start, end in spans:
        letters[start:end] = (one if one == "\n" else " " for one in letters[start:end])
    return "".join(letters)


def code_spans(text: str, *, kept: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Lines between fences and words between backticks, without those that are `kept`."""
    for block in blocks(text):
        if block.kind is Kind.CODE:
            yield block.start, block.end
    for found in _INLINE.finditer(text):
        if found[1] not in kept:
            yield found.span()
