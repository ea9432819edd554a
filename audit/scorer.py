"""Finds the language model that fluency is measured by, as a folder that transformers reads.

A GGUF file is converted once and kept in the cache: transformers takes a minute to read one, most
of it for the vocabulary. The model is known by the digest of the file that the suite names.
"""

import tempfile
from importlib.util import find_spec
from pathlib import Path

from audit.local import GEMMA, find_weights
from audit.progress import Progress
from audit.suite import Suite
from detectors.base import ScorerFiles
from detectors.errors import MissingDependencyError, ModelError
from detectors.models import weights_sha256

_NEEDED = ("gguf", "accelerate")
"""Packages that transformers reads a GGUF file with."""


def opened_scorer(suite: Suite, cache: Path, progress: Progress) -> ScorerFiles | None:
    """The model that the suite names, where a subject's answers want it.

    Raises `ModelError` where it is no model of that kind, and `MissingDependencyError` where what
    reads it is not installed.
    """
    if not any("fluency" in spec.detectors for spec in suite.file.subjects):
        return None
    name = suite.file.fluency.model
    if Path(name).is_dir():
        return ScorerFiles(Path(name).name, Path(name), weights_sha256(Path(name)))
    if name != GEMMA and not Path(name).exists():
        raise ModelError(
            f"no language model {name!r}; give a transformers folder, a GGUF file or {GEMMA!r}"
        )
    return _converted(name, cache, progress)


def _converted(name: str, cache: Path, progress: Progress) -> ScorerFiles:
    for package in _NEEDED:
        if find_spec(package) is None:
            raise MissingDependencyError(package, extra="fluency")
    weights = find_weights(name, cache)
    shown = GEMMA if name == GEMMA else weights.path.name
    folder = cache / f"language-model-{weights.sha256[:16]}"
    if not folder.is_dir():
        from detectors.language_model import convert_gguf

        stage = f"converting {shown}"
        progress(stage, 0, 1)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as parent:
            whole = Path(parent) / "model"
            convert_gguf(weights.path, whole)
            _move(whole, folder)
        progress(stage, 1, 1)
    return ScorerFiles(shown, folder, weights.sha256)


def _move(whole: Path, folder: Path) -> None:
    """Put the folder in place, so that another run never sees half of it."""
    try:
        whole.replace(folder)
    except OSError:
        if not folder.is_dir():  # else another run was faster, with the same weights
            raise
