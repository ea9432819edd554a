import shutil
from pathlib import Path

import numpy as np
import pytest

from detectors.embedding import Embedder
from detectors.errors import ModelError
from detectors.models import PACKAGED, PACKAGED_SHA256, locate


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(PACKAGED)


def test_vectors_have_length_one_and_meaning(embedder: Embedder) -> None:
    vectors = embedder.encode(["a dog barks", "a puppy is barking", "the tax office"])
    assert vectors.shape == (3, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose((vectors**2).sum(axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_the_same_texts_give_the_same_vectors(embedder: Embedder) -> None:
    texts = [f"text {'long ' * n}" for n in range(20)]
    assert (embedder.encode(texts) == embedder.encode(texts)).all()


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_the_embedder_knows_its_weights(embedder: Embedder) -> None:
    assert (embedder.name, embedder.sha256) == (PACKAGED, PACKAGED_SHA256)


def test_nothing_is_written_while_loading_and_encoding(capfd: pytest.CaptureFixture[str]) -> None:
    Embedder(PACKAGED).encode(["text"])
    assert capfd.readouterr() == ("", "")


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match="save the model as safetensors"):
        Embedder(str(tmp_path))


def test_a_pickle_beside_safe_weights_of_another_part_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(locate(PACKAGED).location, tmp_path / "model")
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match="2_Dense"):
        Embedder(str(folder))


def test_a_folder_of_something_else_is_no_embedding_model(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    with pytest.raises(ModelError, match="no embedding model can be loaded"):
        Embedder(str(tmp_path))


def test_half_a_surrogate_pair_is_no_obstacle(embedder: Embedder) -> None:
    assert embedder.encode(["\ud800 text", ""]).shape == (2, embedder.dimension)
