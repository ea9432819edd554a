from collections.abc import Sequence

import numpy as np

from detectors.similarity import MOST_VECTORS, Similarity, Vectors


class Counting:
    """An embedder that counts what it embeds."""

    name = "counting"
    sha256 = None

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.eye(3, dtype=np.float32)[[len(text) % 3 for text in texts]]


def test_each_text_is_embedded_once() -> None:
    counting = Counting()
    similarity = Similarity(counting)
    for _ in range(2):
        assert similarity.vectors(["one", "five", "one"]).shape == (3, 3)
    assert sorted(counting.embedded) == ["five", "one"]


def test_vectors_come_in_the_order_of_their_texts() -> None:
    vectors = Similarity(Counting()).vectors(["four", "one", "four"])
    assert vectors.argmax(axis=1).tolist() == [1, 0, 1]


def test_no_text_has_no_vector() -> None:
    assert Similarity(Counting()).vectors([]).shape == (0, 0)


def test_what_is_remembered_has_a_bound() -> None:
    counting = Counting()
    similarity = Similarity(counting)
    similarity.vectors([str(number) for number in range(MOST_VECTORS + 1)])
    assert similarity.vectors(["0", "1"]).shape == (2, 3)
    assert len(counting.embedded) == MOST_VECTORS + 3
