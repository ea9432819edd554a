"""What `assay index` does: documents to passages, to vectors, to a saved index."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from audit.progress import shown
from detectors.corpus import Corpus, Document, read_corpus
from detectors.embedding import Embedder
from detectors.errors import CorpusError
from detectors.index import CorpusIndex


def build_index(docs: Sequence[Path], *, out: Path, embedder: str, text_field: str) -> None:
    """Save the index of the documents in `out`, and tell what was left out."""
    console = Console(stderr=True)
    corpora = [read_corpus(path, text_field=text_field) for path in docs]
    documents = _joined(corpora)
    with shown(console) as progress:
        index = CorpusIndex.build(
            documents, Embedder(embedder), embedded=partial(progress, "indexing the corpus")
        )
    index.save(out)
    for corpus in corpora:
        for file in corpus.ignored:
            console.print(f"left out {file.path}: {file.reason}", markup=False)
    console.print(f"{len(documents)} documents, {len(index.passages)} passages", highlight=False)
    Console().print(f"Index: {out}", soft_wrap=True, markup=False)


def _joined(corpora: Sequence[Corpus]) -> list[Document]:
    documents = [document for corpus in corpora for document in corpus.documents]
    name, count = Counter(document.id for document in documents).most_common(1)[0]
    if count > 1:
        raise CorpusError(f"two documents have the id {name!r}; make ids unique")
    return documents
