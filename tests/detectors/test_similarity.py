from collections.abc import Sequence

import numpy as np
import pytest

from detectors.embedding import Embedder
from detectors.models import PACKAGED
from detectors.similarity import Similarity, Vectors


class Counting:
    """An embedder that counts what it embeds."""

    name = "counting"
    sha256 = None

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.eye(3, dtype=np.float32)[[len(text) % 3 for text in texts]]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(PACKAGED)


def test_the_nearest_sentence_of_a_premise_is_found_with_its_span(embedder: Embedder) -> None:
    premise = "Tax returns are due in January. Adults take 5 mg of zorvan. A dog barks at me."
    (near,) = Similarity(embedder).nearness([(premise, "Zorvan is taken as 5 mg by adults.")])
    first = near.sentences[0]
    assert premise[first.start : first.end] == first.text == "Adults take 5 mg of zorvan."
    assert near.best == first.score > near.whole


def test_a_bare_title_is_no_sentence_to_compare_with(embedder: Embedder) -> None:
    (near,) = Similarity(embedder).nearness(
        [("Zorvan. Dose. It is a small white tablet.", "Zorvan")]
    )
    assert [sentence.text for sentence in near.sentences] == ["It is a small white tablet."]


def test_each_text_is_embedded_once() -> None:
    counting = Counting()
    similarity = Similarity(counting)
    for _ in range(2):
        similarity.nearness([("one two three four", "five"), ("one two three four", "six")])
    assert sorted(counting.embedded) == ["five", "one two three four", "six"]


def test_what_was_learned_is_not_embedded() -> None:
    counting = Counting()
    similarity = Similarity(counting)
    similarity.learn({"one": np.array([1, 0, 0], dtype=np.float32)})
    similarity.nearness([("one", "one")])
    assert counting.embedded == []
