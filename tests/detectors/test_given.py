"""All medicines here are invented, and so is everything said of them."""

from collections.abc import Sequence

import pytest

from detectors.embedding import Embedder
from detectors.given import Given, GivenBatch, GivenEvidence
from detectors.models import PACKAGED
from detectors.similarity import Similarity, Vectors

DOSE = "Adults take 5 mg of zorvan.\n\nZorvan is kept in a fridge."
RAIN = "\n\n".join(
    f"In week {n} it rained on {n + 3} days, and {n} fields flooded." for n in range(80)
)


class Counted:
    """An embedder that counts how often it is asked."""

    def __init__(self) -> None:
        self._embedder = Embedder(PACKAGED)
        self.name, self.sha256 = self._embedder.name, self._embedder.sha256
        self.calls: list[int] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(len(texts))
        return self._embedder.encode(texts)


@pytest.fixture(scope="module")
def embedder() -> Counted:
    return Counted()


def sources(embedder: Counted, *every: Given) -> tuple[GivenEvidence, ...]:
    return GivenBatch(every, embedder, similarity=Similarity(embedder)).sources


def test_little_evidence_is_read_whole(embedder: Counted) -> None:
    (source,) = sources(embedder, DOSE)
    assert [(p.document, p.text) for p in source.passages] == [("evidence", DOSE)]
    assert source.read == 1


def test_each_of_several_small_documents_bears_on_every_claim(embedder: Counted) -> None:
    (source,) = sources(embedder, [f"Box {n} is red." for n in range(12)])
    found = source.search(["zorvan"], k=50)[0][: source.read]
    assert sorted(e.document for e in found) == sorted(f"evidence[{n}]" for n in range(12))


def test_spans_are_into_the_given_text(embedder: Counted) -> None:
    text = f"\ufeff  # Rain\r\n\r\n{RAIN}\r\n{DOSE}"
    (source,) = sources(embedder, ["", text])
    (found,) = source.search(["How much zorvan do adults take?"], k=5)
    assert found[0].document == "evidence[1]"
    assert "5 mg of zorvan" in found[0].text
    assert all(text[e.start : e.end] == e.text for e in found)
    assert source.passage(found[0]).text == found[0].text


def test_a_batch_is_embedded_in_one_call_and_not_before_it_is_searched() -> None:
    embedder = Counted()
    first, second = sources(embedder, [DOSE, RAIN], "Meldin is blue.")
    assert embedder.calls == []
    first.search(["zorvan"], k=5)
    second.search(["meldin"], k=5)
    passages = len(first.passages) + len(second.passages)
    assert embedder.calls == [passages, 1, 1]


@pytest.mark.parametrize("given", ["", " \n", [], ["", "\t"]])
def test_blank_evidence_bears_on_nothing(embedder: Counted, given: Given) -> None:
    (source,) = sources(embedder, given)
    assert source.search(["zorvan", "meldin"], k=5) == [[], []]


def test_a_document_of_the_largest_size_is_searched(embedder: Counted) -> None:
    text = ("x" * 150_000) + "\n\n" + ("=" * 20_000) + "\n\n" + DOSE
    (source,) = sources(embedder, text)
    (found,) = source.search(["How much zorvan do adults take?"], k=1)
    assert "5 mg of zorvan" in found[0].text
    assert len(source.passages) > 5


def test_nothing_given_is_named_by_a_title(embedder: Counted) -> None:
    (source,) = sources(embedder, "# Zorvan\n\nAdults take 5 mg.")
    assert source.named_in("zorvan") == frozenset()
    assert source.passages[0].heading == "Zorvan"
