"""Turns texts into vectors whose inner product is their cosine similarity.

- The model runs where it is: a folder on this disk is loaded without any network.
- Weights that can run code when opened, and code that a model folder brings along, are refused.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from transformers.utils import logging

from detectors.errors import ModelError
from detectors.models import locate
from detectors.similarity import Vectors


class Embedder:
    """A sentence-transformers model: a folder, a hub id, or `all-MiniLM-L6-v2`."""

    def __init__(self, name: str, *, batch_size: int = 32, device: str = "cpu") -> None:
        source = locate(name)
        if source.folder:
            _refuse_pickles(source.folder)
        self.name = name
        self.sha256 = source.sha256
        self._batch_size = batch_size
        self._model = _load(source.location, device, is_local=source.folder is not None)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text; the same texts give the same vectors.

        Texts of like length share a batch. What is longer than the model reads is cut off.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors: Vectors = self._model.encode(
            # half a surrogate pair, which JSON can hold, is nothing that a tokenizer takes
            [text.encode("utf-8", "replace").decode("utf-8") for text in texts],
            batch_size=self._batch_size,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return vectors.astype(np.float32, copy=False)  # (n, d)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        size = self._model.get_embedding_dimension()
        if size is None:
            raise ModelError(f"model {self.name!r} does not say how long its vectors are")
        return size


def _load(location: str, device: str, *, is_local: bool) -> SentenceTransformer:
    try:
        with _no_progress():
            return SentenceTransformer(
                location,
                device=device,
                trust_remote_code=False,
                local_files_only=is_local,
                model_kwargs={"use_safetensors": True},
            )
    except (OSError, ValueError, KeyError, ImportError) as problem:
        reason = str(problem).strip().splitlines() or [type(problem).__name__]
        raise ModelError(
            f"no embedding model can be loaded from {location!r}: {reason[0]}"
        ) from problem


@contextmanager
def _no_progress() -> Iterator[None]:
    """Silences the bar that transformers draws while it loads weights."""
    was_shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if was_shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _refuse_pickles(folder: Path) -> None:
    for pattern in ("*.bin", "*.pt", "*.pth", "*.pkl"):
        for pickled in sorted(folder.rglob(pattern)):
            if not any(pickled.parent.glob("*.safetensors")):
                raise ModelError(
                    f"{pickled} can run code when it is opened; save the model as safetensors"
                )
