"""Evidence that was given with an answer, as a source to search like a corpus.

- Documents are called `evidence`, or `evidence[0]`, `evidence[1]`, ... where a list was given;
  spans are into the very text that was given.
- What is little enough to be read whole is not searched: all of it bears on every claim.
- Nothing is embedded before the first search, and then all that was given with a batch of answers
  in one call.
"""

from collections.abc import Iterator, Sequence

import faiss

from detectors.corpus import (
    PASSAGE_WORDS,
    Document,
    Passage,
    count_words,
    document_passages,
)
from detectors.index import READ, CorpusIndex
from detectors.packing import WINDOW
from detectors.records import Evidence
from detectors.similarity import Encoder, Similarity

Given = str | Sequence[str]
"""One document or several."""


class GivenEvidence:
    """The documents given with one answer."""

    gate = -1.0
    """Whoever gave a passage says that it bears on the answer, however unlike it looks."""

    def __init__(self, given: Given, batch: "GivenBatch") -> None:
        documents = _documents(given)
        self.is_small = sum(count_words(document.text) for document in documents) <= WINDOW
        """Whether all of it is read beside every claim."""
        self.passages = tuple(p for document in documents for p in _cut(document))
        self._batch = batch
        self._index: CorpusIndex | None = None

    @property
    def read(self) -> int:
        """How many passages are read beside a claim."""
        return len(self.passages) if self.is_small else READ

    def search(self, texts: Sequence[str], *, k: int) -> list[list[Evidence]]:
        """For each text the `k` passages that rank best, best first."""
        if not self.passages:
            return [[] for _ in texts]
        self._index = self._index or self._batch.index(self.passages)
        return self._index.search(texts, k=k)

    def passage(self, evidence: Evidence) -> Passage:
        """The passage that the evidence was made from."""
        return next(
            passage
            for passage in self.passages
            if (passage.document, passage.start) == (evidence.document, evidence.start)
        )

    def named_in(self, text: str) -> frozenset[str]:  # noqa: ARG002
        """None: evidence has no titles, and all of it was given for this answer."""
        return frozenset()


class GivenBatch:
    """The evidence given with several answers, embedded together."""

    def __init__(
        self, every: Sequence[Given], embedder: Encoder, *, similarity: Similarity
    ) -> None:
        self.sources = tuple(GivenEvidence(given, self) for given in every)
        """One for each that was given, in order."""
        self._embedder = embedder
        self._similarity = similarity
        self._is_embedded = False

    def index(self, cut: Sequence[Passage]) -> CorpusIndex:
        """An index over passages of this batch."""
        if not self._is_embedded:
            self._similarity.vectors(
                [p.text_in_context for source in self.sources for p in source.passages]
            )
            self._is_embedded = True
        vectors = self._similarity.vectors([passage.text_in_context for passage in cut])
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return CorpusIndex(cut, index, self._embedder, corpus="", similarity=self._similarity)


def _cut(document: Document) -> Iterator[Passage]:
    """The passages of one document, whatever others were given with it."""
    words = WINDOW if count_words(document.text) <= WINDOW else PASSAGE_WORDS
    return document_passages(document, words=words)


def _documents(given: Given) -> list[Document]:
    """Those that are not blank."""
    if isinstance(given, str):
        documents = [Document("evidence", given)]
    else:
        documents = [Document(f"evidence[{at}]", text) for at, text in enumerate(given)]
    return [document for document in documents if document.text.strip()]
