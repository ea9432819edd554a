"""How near texts are to each other in meaning, each text embedded once.

A passage that states a claim says other things too, so its sentences are compared as well as the
whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.sentences import sentences

Vector: TypeAlias = NDArray[np.float32]
"""Of length 1."""
Vectors: TypeAlias = NDArray[np.float32]
"""(texts, dimensions), a vector a row."""

MOST_VECTORS = 50_000
"""Kept at once: about 75 MB for vectors of 384 numbers."""
SHORTEST_SENTENCE = 4
"""Words; a bare heading or title is near to every claim about its subject and states nothing."""


class Encoder(Protocol):
    """What turns texts into vectors: an `Embedder`."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str | None: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...


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
        self._vectors: dict[str, Vector] = {}

    def nearness(self, pairs: Sequence[tuple[str, str]]) -> list[Nearness]:
        """For each (premise, hypothesis), how near they are; all texts are embedded in one call."""
        cut = {premise: _sentences(premise) for premise, _ in pairs}
        if len(self._vectors) > MOST_VECTORS:
            self._vectors.clear()
        texts = [text for pair in pairs for text in pair]
        self._embed([*texts, *(text for found in cut.values() for text, _, _ in found)])
        return [self._nearness(premise, cut[premise], hypothesis) for premise, hypothesis in pairs]

    def learn(self, vectors: Mapping[str, Vector]) -> None:
        """Remember texts that have been embedded elsewhere."""
        self._vectors.update(vectors)

    def _embed(self, texts: Iterable[str]) -> None:
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
