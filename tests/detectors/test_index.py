import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from detectors.corpus import Document, read_corpus
from detectors.embedding import Embedder
from detectors.errors import CorpusError
from detectors.index import CorpusIndex, cached_index, read_meta
from detectors.models import PACKAGED
from detectors.similarity import Vectors

DOCUMENTS = (
    Document("zorvan.md", "# Zorvan\n\nAdults take 5 mg of zorvan for itching.", "Zorvan"),
    Document("tax.txt", "Tax returns are due in January. A late return costs a fee."),
    Document("dogs.txt", "A dog barks at strangers."),
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(PACKAGED)


@pytest.fixture(scope="module")
def index(embedder: Embedder) -> CorpusIndex:
    return CorpusIndex.build(DOCUMENTS, embedder)


class Other:
    """The same embedder under another hash."""

    name = "other"
    sha256 = "0" * 64

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.encode(texts)


class Unused:
    """An embedder that must not be asked."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.sha256 = embedder.name, embedder.sha256

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"asked to embed {len(texts)} texts")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_the_nearest_passages_come_first_with_exact_spans(index: CorpusIndex) -> None:
    texts = {document.id: document.text for document in DOCUMENTS}
    found = index.search(["What is the dose of zorvan?", "taxes", "taxes"], k=2)
    assert [evidence[0].document for evidence in found] == ["zorvan.md", "tax.txt", "tax.txt"]
    assert all(texts[e.document][e.start : e.end] == e.text for every in found for e in every)
    assert found[0][0].score > found[0][1].score


def test_a_search_for_more_than_there_is_gives_all(index: CorpusIndex) -> None:
    assert len(index.search(["dogs"], k=99)[0]) == 3
    assert index.search([], k=5) == []


def test_evidence_leads_back_to_its_passage(index: CorpusIndex) -> None:
    evidence = index.search(["itching"], k=1)[0][0]
    assert index.passage(evidence).title == "Zorvan"


def test_an_index_of_some_documents_finds_those_and_scores_them_alike(index: CorpusIndex) -> None:
    some = index.only({"tax.txt", "dogs.txt"})
    (found,) = some.search(["zorvan for dogs"], k=9)
    whole = {(e.document, e.start): e for e in index.search(["zorvan for dogs"], k=9)[0]}
    assert {evidence.document for evidence in found} == {"tax.txt", "dogs.txt"}
    assert all(whole[evidence.document, evidence.start] == evidence for evidence in found)


def test_a_saved_index_opens_without_embedding_and_finds_the_same(
    index: CorpusIndex, embedder: Embedder, tmp_path: Path
) -> None:
    index.save(tmp_path / "index")
    CorpusIndex.open(tmp_path / "index", Unused(embedder), corpus=DOCUMENTS)
    opened = CorpusIndex.open(tmp_path / "index", embedder)
    assert opened.search(["dogs"]) == index.search(["dogs"])


def test_the_same_corpus_gives_the_same_bytes(embedder: Embedder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        CorpusIndex.build(DOCUMENTS, embedder).save(tmp_path / name)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_another_embedder_is_named(index: CorpusIndex, embedder: Embedder, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(CorpusError, match=r"another embedder \(all-MiniLM-L6-v2, .* is other, "):
        CorpusIndex.open(tmp_path, Other(embedder))


def test_another_corpus_is_named(index: CorpusIndex, embedder: Embedder, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(CorpusError, match="built from another corpus"):
        CorpusIndex.open(tmp_path, embedder, corpus=DOCUMENTS[:2])


@pytest.mark.parametrize("name", ["vectors.faiss", "passages.jsonl"])
def test_an_altered_file_is_named(
    index: CorpusIndex, embedder: Embedder, tmp_path: Path, name: str
) -> None:
    index.save(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-1])
    with pytest.raises(CorpusError, match=f"{name}: is missing or altered"):
        CorpusIndex.open(tmp_path, embedder)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"schema": 2}'])
def test_a_damaged_description_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "meta.json").write_bytes(content)
    with pytest.raises(CorpusError, match=r"meta\.json: is damaged"):
        read_meta(tmp_path)


def test_another_schema_is_refused(index: CorpusIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    fields = json.loads((tmp_path / "meta.json").read_text())
    (tmp_path / "meta.json").write_text(json.dumps({**fields, "schema": 3}))
    with pytest.raises(CorpusError, match="of schema 3; this version reads 2"):
        read_meta(tmp_path)


def test_a_folder_without_index_says_so(embedder: Embedder, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no index"):
        CorpusIndex.open(tmp_path, embedder)


def test_no_documents_make_no_index(embedder: Embedder) -> None:
    with pytest.raises(CorpusError, match="holds no passage"):
        CorpusIndex.build([], embedder)


def test_a_cached_index_is_used_again_until_the_corpus_changes(
    embedder: Embedder, tmp_path: Path
) -> None:
    page, cache = tmp_path / "page.txt", tmp_path / "cache"
    page.write_text("A dog barks.")
    cached_index(read_corpus(page), embedder, cache)
    assert len(cached_index(read_corpus(page), Unused(embedder), cache).passages) == 1
    page.write_text("A cat purrs.")
    assert cached_index(read_corpus(page), embedder, cache).passages[0].text == "A cat purrs."
    assert len(list(cache.iterdir())) == 2


def test_a_damaged_cache_is_made_again(embedder: Embedder, tmp_path: Path) -> None:
    page, cache = tmp_path / "page.txt", tmp_path / "cache"
    page.write_text("A dog barks.")
    cached_index(read_corpus(page), embedder, cache)
    next(cache.glob("*/vectors.faiss")).write_bytes(b"")
    assert (
        cached_index(read_corpus(page), embedder, cache).search(["dog"])[0][0].document
        == "page.txt"
    )
    cached_index(read_corpus(page), Unused(embedder), cache)


def test_progress_is_told_from_nothing_to_all(embedder: Embedder) -> None:
    told: list[tuple[int, int]] = []
    CorpusIndex.build(DOCUMENTS, embedder, embedded=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (3, 3)]


def test_a_place_that_cannot_be_written_is_an_error(index: CorpusIndex, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CorpusError, match="cannot be written"):
        index.save(tmp_path / "file" / "index")


def test_a_rare_name_is_found_by_its_letters_though_the_meaning_is_far(embedder: Embedder) -> None:
    pages = [Document(f"{n}", f"Ointment {n} relieves an irritated skin.") for n in range(60)]
    brand = Document("brand", "Xq-77 is sold by Harrow and Sons in tins.")
    index = CorpusIndex.build([*pages, brand], embedder)
    query = "Which cream treats itching from xq-77?"
    assert index.search([query], k=1)[0][0].document == "brand"


def test_the_score_is_the_cosine_whatever_the_order(index: CorpusIndex, embedder: Embedder) -> None:
    query = "A dog, a tax return and zorvan"
    (vector,) = embedder.encode([query])
    for evidence in index.search([query])[0]:
        (other,) = embedder.encode([index.passage(evidence).text_in_context])
        assert evidence.score == pytest.approx(float(vector @ other), abs=1e-4)


def test_the_same_passages_twice_come_in_the_order_of_document_and_place(
    embedder: Embedder,
) -> None:
    pages = [Document(name, "A dog barks at strangers.") for name in ("b", "c", "a")]
    index = CorpusIndex.build(pages, embedder)
    assert [evidence.document for evidence in index.search(["dog"])[0]] == ["a", "b", "c"]


def test_a_search_leaves_the_threads_of_models_as_they_were(
    index: CorpusIndex, embedder: Embedder
) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        CorpusIndex.build(DOCUMENTS, embedder).search(["tax"])
        index.search(["dogs"])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
