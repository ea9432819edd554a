"""Opens the models and corpora that tests name by their path, each once a process.

A path whose files changed since is opened again: a test may train the model that it looks at.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from audit.cache_folder import cache_folder

if TYPE_CHECKING:  # both load torch
    from detectors.classifier import Classifier
    from detectors.index import CorpusIndex

Model: TypeAlias = "str | Path | Classifier"
"""A fine-tuned classifier: its folder, its hub id, or the classifier itself."""


def opened_model(model: Model) -> "Classifier":
    """The classifier; raises `ModelError` where there is none."""
    if isinstance(model, str | Path):
        return _classifier(str(model), _stamp(Path(model)))
    return model


def opened_index(path: Path) -> "CorpusIndex":
    """The index of a corpus; raises `CorpusError` where there is none."""
    return _index(path, _stamp(path))


@lru_cache(maxsize=4)
def _classifier(name: str, _stamp: int) -> "Classifier":
    from detectors.classifier import Classifier

    return Classifier.load(name)


@lru_cache(maxsize=4)
def _index(path: Path, _stamp: int) -> "CorpusIndex":
    from audit.corpus_index import index_at

    return index_at(path, cache_folder())


def _stamp(path: Path) -> int:
    """When the newest of its files was written; 0 where there is none."""
    files = path.rglob("*") if path.is_dir() else [path]
    return max((file.stat().st_mtime_ns for file in files if file.is_file()), default=0)
