"""Places in texts where a word can be put: at the beginning, at the end, and in a gap between.

Every text gives one slot. Which of the three it is takes turns over the texts, so that each gets a
third; the gap is drawn by the text, so the same texts always give the same slots.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import cycle
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.records import Span

ROOM = 8
"""Tokens that a word may take: a text that leaves fewer is cut, so that the model sees both."""

_CLOSING = frozenset(".?!\u3002\uff1f\uff01\u061f\u0964")


class Slot(NamedTuple):
    """A text that a word can be put into."""

    source: int
    """Which of the texts it is."""
    before: str
    after: str

    @property
    def text(self) -> str:
        """Without a word."""
        return self.before + self.after

    def holding(self, word: str) -> str:
        """With the word, spaces beside it where the text goes on.

        >>> Slot(0, "How much", " may I take?").holding("really")
        'How much really may I take?'
        """
        left = " " if self.before and not self.before[-1].isspace() else ""
        goes_on = self.after and not self.after[0].isspace() and self.after[0] not in _CLOSING
        right = " " if goes_on else ""
        return f"{self.before}{left}{word}{right}{self.after}"


def slots(classifier: Classifier, texts: Sequence[str]) -> list[Slot]:
    """One slot in each text that has a word."""
    return list(_slots(read_inputs(classifier, texts), classifier.max_length))


def _slots(read: Sequence[ModelInput], most: int) -> Iterator[Slot]:
    places = cycle((_beginning, _end, _gap))
    for source, one in enumerate(read):
        if not one.words:
            continue
        seen = _seen(one, most)
        text = one.text if len(seen) == len(one.words) else one.text[: seen[-1].end]
        at = next(places)(text, seen)
        yield Slot(source, text[:at], text[at:])


def _seen(one: ModelInput, most: int) -> Sequence[Span]:
    """The words that the model still sees where another is put before them; at least one."""
    if not one.truncated and len(one.ids) + ROOM <= most:
        return one.words
    seen = {word for word in one.word_of[: most - ROOM] if word is not None}
    return one.words[: max(len(seen), 1)]


def _beginning(_text: str, words: Sequence[Span]) -> int:
    return words[0].start


def _end(_text: str, words: Sequence[Span]) -> int:
    """After the last word, before the sign that closes the sentence."""
    closes = len(words) > 1 and words[-1].text in _CLOSING
    return words[-2].end if closes else words[-1].end


def _gap(text: str, words: Sequence[Span]) -> int:
    digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
    return words[int.from_bytes(digest[:8], "big") % len(words)].start
