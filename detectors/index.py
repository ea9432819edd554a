"""A reference corpus that can be searched: passages, a FAISS index and the words that they hold.

- A search joins two exact rankings over all passages, by meaning (inner product) and by words
  (BM25), so the same corpus, embedder and query give the same evidence.
- A saved index carries the fingerprints of its corpus and embedder and the hashes of its files; it
  opens with exactly those or not at all.
- FAISS runs on one thread: its OpenMP pool does not survive a fork, and a flat search gains little.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from detectors.corpus import Corpus, Document, Passage, fingerprint, passages
from detectors.errors import CorpusError
from detectors.fusion import fused
from detectors.lexical import Lexical
from detectors.records import Evidence
from detectors.similarity import Encoder, Similarity, Vector, Vectors
from detectors.titles import Titles

SCHEMA = 2
"""Version of the saved index, and of the way passages are cut; a reader refuses any other."""

PORTION = 512
"""Passages embedded between two reports of progress: some seconds' work on a CPU."""

DEPTH = 200
"""Places of each ranking that are joined; what stands lower in both is never evidence."""

READ = 5
"""Passages read beside a claim."""

EVIDENCE_GATE = 0.35
"""A passage less like question and claim than this does not bear on the claim (see `verdicts`)."""

_META, _PASSAGES, _VECTORS = "meta.json", "passages.jsonl", "vectors.faiss"


class Meta(NamedTuple):
    """What a saved index was built from."""

    schema: int
    corpus: str
    """Fingerprint of the documents."""
    embedder: str
    embedder_sha256: str | None
    documents: int
    passages: int
    files: Mapping[str, str]
    """Hash of each file beside this one."""


Embedded: TypeAlias = Callable[[int, int], None]
"""Told how many passages are embedded, of how many."""


def _unwatched(done: int, total: int) -> None: ...


@contextmanager
def _one_thread() -> Iterator[None]:
    """FAISS alone on one thread: the setting is OpenMP's, which torch runs on too, and would slow
    every model of the process were it left so."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


class CorpusIndex:
    """The passages of a corpus, searchable by meaning and by words."""

    gate = EVIDENCE_GATE
    read = READ

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: faiss.Index,
        embedder: Encoder,
        *,
        corpus: str,
        similarity: Similarity | None = None,
    ) -> None:
        self.passages = tuple(passages)
        self.embedder = embedder
        self.fingerprint = corpus
        self.similarity = similarity or Similarity(embedder)
        """Shared by all that compares texts in one run, so that each text is embedded once."""
        self._vectors = vectors
        self._rows = {(p.document, p.start): row for row, p in enumerate(self.passages)}

    @classmethod
    def build(
        cls, documents: Sequence[Document], embedder: Encoder, *, embedded: Embedded = _unwatched
    ) -> "CorpusIndex":
        """An index over the passages of the documents; no document is a `CorpusError`.

        `embedded` is told how many passages are done, of how many.
        """
        cut = passages(documents)
        if not cut:
            raise CorpusError("the corpus holds no passage; give documents with text")
        vectors = _encoded([passage.text_in_context for passage in cut], embedder, embedded)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(cut, index, embedder, corpus=fingerprint(documents))

    @classmethod
    def open(
        cls, folder: Path, embedder: Encoder, *, corpus: Sequence[Document] | None = None
    ) -> "CorpusIndex":
        """The index saved in `folder`, without embedding anything.

        Raises `CorpusError` where it was built with another embedder, from another corpus (checked
        where one is given), or has been altered since.
        """
        meta = read_meta(folder)
        _check_embedder(meta, embedder, folder)
        if corpus is not None and (found := fingerprint(corpus)) != meta.corpus:
            raise CorpusError(
                f"{folder}: the index was built from another corpus (fingerprint "
                f"{meta.corpus[:12]}, this one has {found[:12]}); build it again"
            )
        _check_files(meta, folder)
        cut = tuple(
            Passage(**json.loads(line))
            for line in (folder / _PASSAGES).read_text(encoding="utf-8").split("\n")
            if line
        )
        return cls(cut, faiss.read_index(str(folder / _VECTORS)), embedder, corpus=meta.corpus)

    def save(self, folder: Path) -> None:
        """Write the index; the same index always gives the same bytes.

        A crash leaves the index that was there before, or none.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".index-", dir=folder.parent) as work:
                self._write(Path(work))
                (folder / _META).unlink(missing_ok=True)  # without it there is no index
                for name in (_VECTORS, _PASSAGES, _META):
                    (Path(work) / name).replace(folder / name)
        except OSError as problem:
            raise CorpusError(f"{folder}: cannot be written: {problem.strerror}") from None

    def search(self, texts: Sequence[str], *, k: int = 5) -> list[list[Evidence]]:
        """For each text the `k` passages that rank best, best first; fewer where there are fewer.

        The order is that of both rankings together, the score the cosine alone.
        """
        if not texts:
            return []
        unique = list(dict.fromkeys(texts))
        vectors = self.similarity.vectors(unique)  # (u, d)
        depth = min(max(k, DEPTH), len(self.passages))
        with _one_thread():
            scores, rows = self._vectors.search(vectors, depth)  # (u, depth) each
        found = {}
        for at, text in enumerate(unique):
            near = dict(zip(rows[at].tolist(), scores[at].tolist(), strict=True))
            found[text] = self._best(text, vectors[at], near, k)
        return [found[text] for text in texts]

    def passage(self, evidence: Evidence) -> Passage:
        """The passage that the evidence was made from."""
        return self.passages[self._rows[evidence.document, evidence.start]]

    def only(self, documents: Set[str]) -> "CorpusIndex":
        """The same index with the passages of these documents and no others; one at least."""
        rows = [row for row, p in enumerate(self.passages) if p.document in documents]
        vectors = np.stack([self._vectors.reconstruct(row) for row in rows])  # (n, d)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        cut = [self.passages[row] for row in rows]
        return CorpusIndex(
            cut, index, self.embedder, corpus=self.fingerprint, similarity=self.similarity
        )

    def named_in(self, text: str) -> frozenset[str]:
        """Ids of the documents whose whole title stands in the text."""
        return self._titles.named_in(text)

    @cached_property
    def _titles(self) -> Titles:
        return Titles(self.passages)

    @cached_property
    def _lexical(self) -> Lexical:
        """Counted at the first search, in a second for some ten thousand passages."""
        return Lexical([passage.text_in_context for passage in self.passages])

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """Where each passage stands when all are sorted by document and start."""
        rows = sorted(range(len(self.passages)), key=self._place)
        return np.argsort(rows)

    def _best(self, text: str, vector: Vector, near: dict[int, float], k: int) -> list[Evidence]:
        """The first `k` of the ranking by cosine, `near`, joined with that by words."""
        by_meaning = sorted(near, key=lambda row: (-_rounded(near[row]), *self._place(row)))
        scores = self._lexical.scores(text)
        sharing = np.flatnonzero(scores)
        order = np.lexsort((self._order[sharing], -scores[sharing]))
        by_words = sharing[order][:DEPTH].tolist()
        return [
            _as_evidence(self.passages[row], near.get(row) or self._cosine(row, vector))
            for row in fused([by_meaning, by_words])[:k]
        ]

    def _place(self, row: int) -> tuple[str, int]:
        return self.passages[row].document, self.passages[row].start

    def _cosine(self, row: int, vector: Vector) -> float:
        return float(self._vectors.reconstruct(row) @ vector)

    def _write(self, folder: Path) -> None:
        faiss.write_index(self._vectors, str(folder / _VECTORS))
        lines = (json.dumps(p._asdict()) + "\n" for p in self.passages)
        (folder / _PASSAGES).write_text("".join(lines), encoding="utf-8", newline="\n")
        meta = Meta(
            SCHEMA,
            self.fingerprint,
            self.embedder.name,
            self.embedder.sha256,
            len({p.document for p in self.passages}),
            len(self.passages),
            {name: _sha256(folder / name) for name in (_PASSAGES, _VECTORS)},
        )
        text = json.dumps(meta._asdict(), indent=2)
        (folder / _META).write_text(text + "\n", encoding="utf-8", newline="\n")


def is_index(folder: Path) -> bool:
    """Whether an index is saved there, whole or not."""
    return (folder / _META).is_file()


def read_meta(folder: Path) -> Meta:
    """What the index in `folder` was built from."""
    path = folder / _META
    try:
        fields = TypeAdapter(dict[str, object]).validate_json(path.read_bytes())
    except FileNotFoundError:
        raise CorpusError(f"{folder}: holds no index ({_META} is missing); build one") from None
    except (OSError, ValidationError):
        raise CorpusError(f"{path}: is damaged; build the index again") from None
    if fields.get("schema") != SCHEMA:
        raise CorpusError(
            f"{path}: the index is of schema {fields.get('schema')!r}; "
            f"this version reads {SCHEMA}; build it again"
        )
    try:
        return TypeAdapter(Meta).validate_python(fields)
    except ValidationError:
        raise CorpusError(f"{path}: is damaged; build the index again") from None


def cached_index(
    corpus: Corpus, embedder: Encoder, cache: Path, *, embedded: Embedded = _unwatched
) -> CorpusIndex:
    """The index of the corpus: the one kept below `cache`, or a new one that is kept there."""
    key = json.dumps([SCHEMA, fingerprint(corpus.documents), _identity(embedder)])
    folder = cache / hashlib.sha256(key.encode()).hexdigest()[:16]
    try:
        return CorpusIndex.open(folder, embedder, corpus=corpus.documents)
    except CorpusError:  # absent, cut short or altered: a cache may always be made again
        index = CorpusIndex.build(corpus.documents, embedder, embedded=embedded)
        index.save(folder)
        return index


def _encoded(texts: Sequence[str], embedder: Encoder, embedded: Embedded) -> Vectors:
    """(n, d), in portions between which progress is told."""
    portions = []
    for start in range(0, len(texts), PORTION):
        embedded(start, len(texts))
        portions.append(embedder.encode(texts[start : start + PORTION]))
    embedded(len(texts), len(texts))
    return np.concatenate(portions)


def _as_evidence(passage: Passage, score: float) -> Evidence:
    return Evidence(
        document=passage.document,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=_rounded(score),
    )


def _rounded(cosine: float) -> float:
    """Within its bounds, and without the last digits, which depend on what shared a batch."""
    return round(min(1.0, max(-1.0, cosine)), 5)


def _identity(embedder: Encoder) -> str:
    return embedder.sha256 or embedder.name


def _check_embedder(meta: Meta, embedder: Encoder, folder: Path) -> None:
    if (meta.embedder_sha256 or meta.embedder) != _identity(embedder):
        raise CorpusError(
            f"{folder}: the index was built with another embedder ({meta.embedder}, "
            f"sha256 {_short(meta.embedder_sha256)}; this one is {embedder.name}, "
            f"sha256 {_short(embedder.sha256)}); build it again"
        )


def _check_files(meta: Meta, folder: Path) -> None:
    for name in (_PASSAGES, _VECTORS):
        path = folder / name
        if not path.is_file() or _sha256(path) != meta.files.get(name):
            raise CorpusError(f"{path}: is missing or altered; build the index again")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _short(sha256: str | None) -> str:
    return sha256[:12] if sha256 else "unknown"
