"""Writes a text with some of its words taken out or replaced."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from detectors.records import Span

Changes: TypeAlias = Mapping[int, str]
"""What stands in the place of the word at a position; "" for nothing."""


def changed(text: str, words: Sequence[Span], changes: Changes) -> str:
    """The text after the changes; a word that is taken out takes the space before it along.

    >>> from detectors.explaining.words import words
    >>> text = "May I take it, with grapefruit?"
    >>> changed(text, words(text), {0: "", 6: "wine"})
    'I take it, with wine?'
    """
    parts: list[str] = []
    end = 0
    for at, word in enumerate(words):
        new = changes.get(at, word.text)
        if new:
            # the gap before the first word that stays belonged to one that went
            gap = text[end : word.start]
            parts.append(gap if parts or at == 0 else "")
            parts.append(new)
        end = word.end
    return "".join(parts) + text[end:]
