"""Blanks stretches of a text, so that what is left keeps its place."""

import re
from collections.abc import Callable, Iterable, Iterator

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


def code_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines between fences."""
    return ((block.start, block.end) for block in blocks(text) if block.kind is Kind.CODE)


def code_words(text: str, *, kept: Callable[[str], object]) -> Iterator[tuple[int, int]]:
    """Words between backticks, without those that are `kept`."""
    return (found.span() for found in _INLINE.finditer(text) if not kept(found[1]))
