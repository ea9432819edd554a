"""Opens the index of a reference corpus, wherever a path is all that is given."""

from functools import partial
from pathlib import Path

from audit.progress import Progress, silent
from detectors.corpus import read_corpus
from detectors.embedding import Embedder
from detectors.index import CorpusIndex, cached_index, is_index, read_meta
from detectors.models import PACKAGED


def index_at(
    path: Path, cache: Path, *, embedder: str | None = None, progress: Progress = silent
) -> CorpusIndex:
    """The saved index at `path`, or that of the documents there.

    Raises `CorpusError` where there is neither, or the index was made by another embedder.
    """
    if is_index(path):
        return CorpusIndex.open(path, Embedder(embedder or read_meta(path).embedder))
    embedded = partial(progress, "indexing the corpus")
    return cached_index(read_corpus(path), Embedder(embedder or PACKAGED), cache, embedded=embedded)
