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
    text: str
    keys: frozenset[str]
    words: int


class _Cut(NamedTuple):
    sentences: tuple[_Sentence, ...]
    rarity: dict[str, float]
    """Of each word: how few of the sentences have it."""


def excerpt(document: str, claim: str, *, joint: bool = False) -> str:
    """The sentence that shares most with the claim, with its neighbours; or, where `joint`, the
    sentences that share most wherever they stand, in their order."""
    cut = _cut(document)
    if sum(sentence.words for sentence in cut.sentences) <= WHOLE:
        return " ".join(sentence.text for sentence in cut.sentences)
    wanted = _keys(claim)
    shared = [sum(cut.rarity[key] for key in wanted & s.keys) for s in cut.sentences]
    order = sorted(range(len(shared)), key=lambda at: (-shared[at], at))
    chosen = _best(cut, order) if joint else _around(cut, order[0])
    return " ".join(cut.sentences[at].text for at in sorted(chosen))


@lru_cache(maxsize=64)
def _cut(document: str) -> _Cut:
    texts = [document[s.start : s.end] for s in sentences(document)]
    found = tuple(_Sentence(text, _keys(text), len(text.split())) for text in texts)
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
