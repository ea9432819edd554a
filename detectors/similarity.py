"""How near texts are to each other in meaning, each text embedded once.

A passage that states a claim says other things too, so its sentences are compared as well as the
whole.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.index import Encoder
from detectors.sentences import sentences

SHORTEST_SENTENCE = 4
"""Words; a bare heading or title is near to every claim about its subject and states nothing."""


class NearSentence(NamedTuple):
    """A sentence of a premise and its cosine similarity to the hypothesis."""

    text: str
    start: int
    end: int
    score: float


class Nearness(NamedTuple):
    """How near a premise is to a hypothesis."""

    whole: float
    """Cosine similarity of the whole premise."""
    sentences: tuple[NearSentence, ...]
    """Nearest first."""

    @property
    def best(self) -> float:
        """The higher of the whole and its nearest sentence."""
        return max([self.whole, *(sentence.score for sentence in self.sentences[:1])])


class Similarity:
    """Compares texts with one embedder and remembers the vectors of what it has seen."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def nearness(self, pairs: Sequence[tuple[str, str]]) -> list[Nearness]:
        """For each (premise, hypothesis), how near they are; all texts are embedded in one call."""
        cut = {premise: _sentences(premise) for premise, _ in pairs}
        self._learn(text for pair in pairs for text in pair)
        self._learn(sentence[0] for found in cut.values() for sentence in found)
        return [self._nearness(premise, cut[premise], hypothesis) for premise, hypothesis in pairs]

    def forget(self) -> None:
        """Free the vectors."""
        self._vectors.clear()

    def _learn(self, texts: Iterable[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new), strict=True))

    def _nearness(
        self, premise: str, cut: Sequence[tuple[str, int, int]], hypothesis: str
    ) -> Nearness:
        near = (NearSentence(*each, self._score(each[0], hypothesis)) for each in cut)
        ordered = sorted(near, key=lambda sentence: (-sentence.score, sentence.start))
        return Nearness(self._score(premise, hypothesis), tuple(ordered))

    def _score(self, one: str, other: str) -> float:
        # the last digits depend on which texts shared a batch
        return round(float(self._vectors[one] @ self._vectors[other]), 5)


def _sentences(text: str) -> list[tuple[str, int, int]]:
    return [
        (text[s.start : s.end], s.start, s.end)
        for s in sentences(text)
        if len(text[s.start : s.end].split()) >= SHORTEST_SENTENCE
    ]
