"""Finds the sentences of the evidence that are about what a claim says, by the words they share.

Plain overlap of stems, no model: it only decides which sentences a denial, a quantifier or a modal
verb of the claim may be compared with, and there a missed sentence is better than a wrong one.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from detectors.sentences import sentences
from detectors.stems import Stem, stems


class SentenceStems(NamedTuple):
    """A sentence of a text, with its words."""

    start: int
    end: int
    stems: tuple[Stem, ...]
    keys: frozenset[str]


class SentenceIndex:
    """The sentences of a text, to be found by their words."""

    def __init__(self, text: str) -> None:
        self.sentences = read_sentences(text)
        self._where: dict[str, list[int]] = {}
        for number, sentence in enumerate(self.sentences):
            for key in sorted(sentence.keys):
                self._where.setdefault(key, []).append(number)

    def about(self, keys: Collection[str], *, least: float) -> list[SentenceStems]:
        """The sentences that have at least this share of the keys, the nearest first."""
        shared = self._shared(keys)
        enough = max(1, least * len(keys))
        numbers = sorted(shared, key=lambda number: (-shared[number], number))
        return [self.sentences[number] for number in numbers if shared[number] >= enough]

    def nearest(self, keys: Collection[str]) -> list[SentenceStems]:
        """Every sentence that has one of the keys, the nearest first."""
        return self.about(keys, least=0.0)

    def has(self, key: str) -> bool:
        """Whether the key stands anywhere in the text."""
        return key in self._where

    def _shared(self, keys: Iterable[str]) -> Counter[int]:
        found: Counter[int] = Counter()
        for key in set(keys):
            found.update(self._where.get(key, ()))
        return found


def read_sentences(text: str) -> tuple[SentenceStems, ...]:
    """The sentences of the text with their words, in order."""
    words, at, found = stems(text), 0, []
    for sentence in sentences(text):
        while at < len(words) and words[at].start < sentence.start:
            at += 1
        first = at
        while at < len(words) and words[at].start < sentence.end:
            at += 1
        inside = tuple(words[first:at])
        keys = frozenset(stem.key for stem in inside if stem.key)
        found.append(SentenceStems(sentence.start, sentence.end, inside, keys))
    return tuple(found)


NEAR = 4
"""Content words on either side that say what a word is said of."""


def around(sentence: SentenceStems, position: int) -> frozenset[str]:
    """Keys of the content words near the stem at this position, without its own."""
    own = sentence.stems[position].key
    before = [stem.key for stem in sentence.stems[:position] if stem.key][-NEAR:]
    after = [stem.key for stem in sentence.stems[position + 1 :] if stem.key][:NEAR]
    return frozenset({*before, *after} - {own})
