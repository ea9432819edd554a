"""Finds a value of the claim that stands in another's place, though the evidence has it too.

"A was born in 1970, B in 1980" has both years, so "B in 1970" is false though 1970 is there. It is
seen only where the words right before and right behind are those of the evidence, in a sentence
that shares most of the others: the place is then the same, and what stands there can be compared.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from detectors.alignment import SentenceStems
from detectors.facts import Facts
from detectors.stems import Stem

SHARED = 0.6
"""Share of the claim sentence's words that the other one has."""


class Placed(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=Placed)


class Slot(NamedTuple):
    """Two words on either side of a value; "" beyond a comma or the sentence."""

    before: tuple[str, str]
    after: tuple[str, str]

    def is_same(self, other: "Slot") -> bool:
        """Whether the words next to both agree, and one of those behind them."""
        if self.before[1] != other.before[1] or self.after[0] != other.after[0]:
            return False
        return "" != self.before[0] == other.before[0] or "" != self.after[1] == other.after[1]

    def is_like(self, other: "Slot") -> bool:
        """Whether both words on one side agree."""
        is_before = "" not in self.before and self.before == other.before
        return is_before or ("" not in self.after and self.after == other.after)


def slot(text: str, sentence: SentenceStems, placed: Placed) -> Slot:
    """The words on either side of a value in its sentence."""
    before = [stem for stem in sentence.stems if stem.end <= placed.start][-2:]
    after = [stem for stem in sentence.stems if stem.start >= placed.end][:2]
    if before and _STOP.search(text, before[-1].end, placed.start):
        before = []
    if after and _STOP.search(text, placed.end, after[0].start):
        after = []
    first, second = ["", "", *(stem.word for stem in before)][-2:]
    third, fourth = [*(stem.word for stem in after), "", ""][:2]
    return Slot((first, second), (third, fourth))


_STOP = re.compile(r"[,;:.()]")


def sentence_of(facts: Facts, placed: Placed) -> SentenceStems | None:
    """The sentence that a value stands in."""
    return next((s for s in facts.sentences.sentences if s.start <= placed.start < s.end), None)


class InPlace(NamedTuple, Generic[T]):
    """Values of the evidence that stand where a claimed one does."""

    exactly: list[T]
    nearly: list[T]
    """On one side only."""


def in_place_of(ours: Facts, claimed: Placed, theirs: Facts, known: Sequence[T]) -> InPlace[T]:
    """The values of the evidence that stand where the claimed one does.

    In a list ("Oslo and Bergen") the order says nothing, so nothing has a place there.
    """
    found: InPlace[T] = InPlace([], [])
    sentence = sentence_of(ours, claimed)
    if sentence is None:
        return found
    place = slot(ours.text, sentence, claimed)
    keys = frozenset(stem.key for stem in _others(sentence, claimed) if stem.key)
    if len(keys) < 2 or {place.before[1], place.after[0]} & _LISTS:
        return found
    for each in theirs.sentences.about(keys, least=SHARED):
        for other in known:
            if each.start <= other.start < each.end:
                there = slot(theirs.text, each, other)
                found.exactly.extend([other] if place.is_same(there) else [])
                found.nearly.extend([other] if place.is_like(there) else [])
    return found


_LISTS = frozenset({"and", "or", "nor"})


def _others(sentence: SentenceStems, claimed: Placed) -> Iterator[Stem]:
    return (
        stem for stem in sentence.stems if stem.end <= claimed.start or stem.start >= claimed.end
    )
