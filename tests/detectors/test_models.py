import re
from pathlib import Path

import pytest

from detectors.errors import ModelError
from detectors.models import (
    PACKAGED,
    PACKAGED_SHA256,
    ModelSource,
    folder_sha256,
    locate,
    sha256_file,
    verified,
    weights_sha256,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"weights")
    return model


def test_the_packaged_model_is_found_and_its_hash_verified() -> None:
    source = locate(PACKAGED)
    assert source.sha256 == PACKAGED_SHA256
    assert (Path(source.location) / "config.json").is_file()


def test_a_folder_comes_with_the_hash_of_its_weights(folder: Path) -> None:
    source = locate(str(folder))
    assert source == ModelSource(str(folder), sha256_file(folder / "model.safetensors"))
    assert source.folder == folder


def test_a_hub_id_is_returned_as_it_is() -> None:
    assert locate("some-owner/some-model.v2") == ModelSource("some-owner/some-model.v2", None)
    assert locate("some-owner/some-model.v2").folder is None


@pytest.mark.parametrize("name", ["./absent", "../absent", "/absent/model", "a/b/c", "absent/"])
def test_a_path_that_is_not_there_is_no_hub_id(name: str) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        locate(name)


def test_a_folder_without_weights_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape("no *.safetensors")):
        locate(str(tmp_path))


def test_a_file_is_no_model_folder(folder: Path) -> None:
    with pytest.raises(ModelError, match="is a file"):
        locate(str(folder / "model.safetensors"))


def test_altered_weights_name_both_hashes(folder: Path) -> None:
    found = weights_sha256(folder)
    with pytest.raises(ModelError, match=f"expected sha256 {'0' * 64}, found {found}"):
        verified(folder, "0" * 64)


def test_pickled_weights_are_hashed_only_where_there_are_no_others(folder: Path) -> None:
    safe = weights_sha256(folder)
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    assert weights_sha256(folder) == safe
    (folder / "model.safetensors").unlink()
    assert weights_sha256(folder) == sha256_file(folder / "pytorch_model.bin")


def test_several_weight_files_are_hashed_together(folder: Path) -> None:
    one = weights_sha256(folder)
    (folder / "model-2.safetensors").write_bytes(b"more")
    assert weights_sha256(folder) not in (one, sha256_file(folder / "model-2.safetensors"))


def test_the_hash_of_a_folder_knows_names_and_contents_but_no_hidden_files(folder: Path) -> None:
    before = folder_sha256(folder)
    (folder / ".cache").write_text("x")
    assert folder_sha256(folder) == before
    (folder / "model.safetensors").rename(folder / "renamed.safetensors")
    assert folder_sha256(folder) != before
