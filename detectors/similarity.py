"""What turns texts into vectors that can be compared, and a memory of those that it has made."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]
"""Of length 1."""
Vectors: TypeAlias = NDArray[np.float32]
"""(texts, dimensions), a vector a row."""

MOST_VECTORS = 20_000
"""Kept at once: about 50 MB with their texts."""


class Encoder(Protocol):
    """What turns texts into vectors: an `Embedder`."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str | None: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Similarity:
    """Embeds texts with one embedder, and none twice; inner products are cosine similarities."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vector] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vector of each text, (texts, dimensions); (0, 0) where there is none."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        if len(self._vectors) > MOST_VECTORS:
            self._vectors.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])  # (n, d)
