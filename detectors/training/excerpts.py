"""The part of a long document that bears on a claim, by the words that they share.

For training only: it needs no model, so the examples do not depend on one.
"""

import math
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from detectors.pair_encoding import word_keys
from detectors.sentences import sentences

WHOLE = 170
"""Words; a document of no more is taken as it is."""
EXCERPT = 110
"""Words of an excerpt."""


class _Sentence(NamedTuple):
    keys: frozenset[str]
    words: int


class _Cut(NamedTuple):
    sentences: tuple[_Sentence, ...]
    rarity: dict[str, float]
    """Of each word: how few of the sentences have it."""


def excerpt(document: str, claim: str, *, joint: bool = False) -> str:
    """The excerpt of a document that is cut into its sentences."""
    said = _said(document)
    return " ".join(said[at] for at in excerpted(said, claim, joint=joint))


def excerpted(said: tuple[str, ...], claim: str, *, joint: bool = False) -> list[int]:
    """Places of the sentence that shares most with the claim and its neighbours; or, where `joint`,
    of the sentences that share most wherever they stand. Ascending."""
    cut = _cut(said)
    if sum(sentence.words for sentence in cut.sentences) <= WHOLE:
        return list(range(len(said)))
    wanted = _keys(claim)
    # exact sums: a set has no order, and a sum rounded in another one would break ties otherwise
    shared = [math.fsum(cut.rarity[key] for key in wanted & s.keys) for s in cut.sentences]
    order = sorted(range(len(shared)), key=lambda at: (-shared[at], at))
    return sorted(_best(cut, order) if joint else _around(cut, order[0]))


@lru_cache(maxsize=64)
def _said(document: str) -> tuple[str, ...]:
    return tuple(document[s.start : s.end] for s in sentences(document))


@lru_cache(maxsize=64)
def _cut(said: tuple[str, ...]) -> _Cut:
    found = tuple(_Sentence(_keys(text), len(text.split())) for text in said)
    count = Counter(key for sentence in found for key in sentence.keys)
    return _Cut(found, {key: math.log(1 + len(found) / n) for key, n in count.items()})


def _keys(text: str) -> frozenset[str]:
    return frozenset(key for *_, key in word_keys(text) if len(key) > 2)


def _best(cut: _Cut, order: list[int]) -> list[int]:
    chosen: list[int] = []
    for at in order:
        if sum(cut.sentences[n].words for n in chosen) + cut.sentences[at].words <= EXCERPT:
            chosen.append(at)
    return chosen


def _around(cut: _Cut, first: int) -> list[int]:
    """The sentence and its neighbours on both sides, until the excerpt is full."""
    low = high = first
    words, grew = cut.sentences[first].words, True
    while grew:
        grew = False
        for at in (low - 1, high + 1):
            fits = 0 <= at < len(cut.sentences) and words + cut.sentences[at].words <= EXCERPT
            if fits:
                words += cut.sentences[at].words
                low, high, grew = min(low, at), max(high, at), True
    return list(range(low, high + 1))
