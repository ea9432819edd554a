import math
from pathlib import Path

import pytest

from audit.progress import silent
from audit.scorer import opened_scorer
from audit.suite_reading import load_suite
from detectors.base import ScorerFiles
from detectors.errors import MissingDependencyError, ModelError
from detectors.language_model import LanguageModel
from detectors.models import sha256_file, weights_sha256
from tests.audit.conftest import SUITE, Written
from tests.causal import make_causal, make_gguf


def opened(write_suite: Written, model: str, detector: str = "fluency") -> ScorerFiles | None:
    folder = write_suite(
        suite=SUITE.replace("[grounding]", f"[grounding, {detector}]")
        + f"fluency: {{model: {model}}}\n"
    )
    return opened_scorer(load_suite(folder), folder / "cache", silent)


def test_a_folder_beside_the_suite_is_taken_as_it_is(write_suite: Written, tmp_path: Path) -> None:
    folder = make_causal(tmp_path / "tiny")
    assert opened(write_suite, "tiny") == ScorerFiles("tiny", folder, weights_sha256(folder))


def test_a_gguf_file_is_converted_once_and_known_by_its_own_digest(
    write_suite: Written, tmp_path: Path
) -> None:
    file = make_gguf(tmp_path / "tiny.gguf")
    first = opened(write_suite, "tiny.gguf")
    assert first is not None
    assert first == ScorerFiles("tiny.gguf", first.path, sha256_file(file))
    (logprobs,) = LanguageModel.load(first.path).logprobs(["abc"])
    assert len(logprobs) == 2  # `ab` is one token
    assert all(map(math.isfinite, logprobs))
    weights = first.path / "model.safetensors"
    written = weights.stat().st_mtime_ns
    suite = load_suite(tmp_path)
    assert opened_scorer(suite, tmp_path / "cache", silent) == first
    assert weights.stat().st_mtime_ns == written


def test_a_suite_that_measures_no_fluency_opens_nothing(write_suite: Written) -> None:
    assert opened(write_suite, "missing", detector="privacy") is None


def test_a_model_that_is_not_there_is_named(write_suite: Written) -> None:
    with pytest.raises(ModelError, match="no language model 'missing'; give a transformers folder"):
        opened(write_suite, "missing")


def test_a_gguf_file_of_no_known_model_is_named(write_suite: Written, tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(60))
    with pytest.raises(ModelError, match=r"broken\.gguf cannot be read as a transformers model"):
        opened(write_suite, "broken.gguf")


def test_what_reads_gguf_is_named_where_it_is_not_installed(
    write_suite: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_gguf(tmp_path / "tiny.gguf")
    monkeypatch.setattr("audit.scorer.find_spec", lambda _: None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'assaykit\[fluency\]'"):
        opened(write_suite, "tiny.gguf")
