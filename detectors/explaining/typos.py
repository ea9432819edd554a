"""Misspells one word of a text by one character, as a slip of the finger would.

Two neighbouring characters inside the word change places. They stay characters of the word, so
this works in any script; the text keeps its length, and its words their spans.
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from detectors.explaining.words import words
from detectors.records import Span


class Misspelt(NamedTuple):
    """A text with one word misspelt."""

    text: str
    word: int
    """Which of its words."""


def misspelt(text: str, known: Sequence[Span], kept: Collection[int]) -> Misspelt | None:
    """The text with one of the `known` words misspelt, none of those at the positions `kept`.

    The same each time for the same text. `None` where no word can be: a word has to have two
    different neighbouring letters behind its first, and its text has to stay one word.
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
    draw = np.random.default_rng(list(digest))
    places = [
        (word, at)
        for word, span in enumerate(known)
        if word not in kept
        for at in range(span.start + 1, span.end - 1)
        if text[at] != text[at + 1] and text[at : at + 2].isalpha()
    ]
    for place in draw.permutation(len(places)).tolist():
        word, at = places[place]
        changed = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if _spans(words(changed)) == _spans(words(text)):
            return Misspelt(changed, word)
    return None


def _spans(found: Sequence[Span]) -> list[tuple[int, int]]:
    return [(word.start, word.end) for word in found]
