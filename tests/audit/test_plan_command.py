"""`assay plan`: what an audit would ask, cost and need, without asking or loading anything."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from audit.cli import main

SUITE = """\
schema: 1
name: topics
title: Topics
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
currency: EUR
max_cost: 2
subjects:
  - {name: small, kind: slm, model: base, train: train.jsonl, detectors: [attribution]}
  - name: large
    kind: llm
    model: m-1
    base_url: https://user:secret@llm.example/v1
    prompts: {classify: {template: prompt.txt, max_tokens: 10}, answer: {template: prompt.txt}}
    price: {input_per_million: 1000, output_per_million: 10000}
    detectors: [consistency]
consistency: {samples: 3}
gates:
  - {subject: small, metric: accuracy, slice: typo, at_least: 0.9, margin: 0.1}
  - {subject: small, metric: accuracy, no_worse_than: large, margin: 0.2}
  - {subject: large, metric: refusal, at_least: 1}
"""
HEADER = {
    "schema": 1,
    "kind": "llm",
    "subject": "large",
    "recorded": "2026-11-01T00:00:00+00:00",
    "tasks": ["classify", "answer"],
    "components": [],
    "prompts": {},
}


def write_lines(path: Path, lines: list[object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """60 classifications, half of them typos of the others, and 10 questions to decline."""
    rows: list[object] = [
        {
            "id": f"c{at}",
            "task": "classify",
            "text": f"How much {at:02}?",  # 12 characters: 3 tokens
            "label": "dosage",
            "tags": ["typo"] if at >= 30 else [],
            "group": f"c{at % 30}",
        }
        for at in range(60)
    ]
    rows += [
        {"id": f"q{at}", "task": "answer", "text": f"Who owns {at}?", "expect": "decline"}
        for at in range(10)
    ]
    write_lines(tmp_path / "cases.jsonl", rows)
    write_lines(tmp_path / "train.jsonl", [{"text": "How many?", "label": "dosage"}])
    (tmp_path / "prompt.txt").write_text("{{ text }}", encoding="utf-8")
    (tmp_path / "suite.yaml").write_text(SUITE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What `assay plan` prints in a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str | Path) -> str:
        with pytest.raises(SystemExit) as end:
            main(["plan", *(str(argument) for argument in arguments)])
        out, err = capsys.readouterr()
        assert (end.value.code or 0, err) == (0, "")
        return out

    return call


def planned(told: Callable[..., str], folder: Path) -> dict[str, list[dict[str, object]]]:
    value = json.loads(told(folder, "--json"))
    assert value["schema"] == 1
    return cast("dict[str, list[dict[str, object]]]", value["plan"])


@pytest.mark.parametrize(
    ("given", "calls", "seconds"),
    [
        ("epochs: 3", 240, None),  # 210 answers and 30 samples
        ("requests_per_minute: 50", 100, 120.0),
        ("tokens_per_minute: 3010", 100, 120.0),
    ],
)
def test_epochs_and_rate_limits_are_in_the_estimate(
    told: Callable[..., str], folder: Path, given: str, calls: int, seconds: float | None
) -> None:
    file = folder / "suite.yaml"
    file.write_text(file.read_text().replace("model: m-1", f"model: m-1\n    {given}"))
    _, large = planned(told, folder)["subjects"]
    assert (large["calls"], large["seconds"]) == (calls, seconds)


def test_calls_tokens_and_cost_are_estimated_from_prompts_and_prices(
    told: Callable[..., str], folder: Path
) -> None:
    """60 labels of 10 tokens at most; 10 answers and 3 samples of each, of 128 at most."""
    small, large = planned(told, folder)["subjects"]

    assert (small["cases"], small["calls"], small["cost"]) == (60, 0, 0)
    assert (large["cases"], large["calls"]) == (70, 100)
    assert large["prompt_tokens"] == 60 * 3 + 40 * 3
    assert large["completion_tokens_most"] == 60 * 10 + 40 * 128
    assert (large["completion_tokens"], large["cost"], large["seconds"]) == (None, None, None)
    assert large["cost_most"] == pytest.approx((300 * 1000 + 5720 * 10000) / 1e6)


def test_a_recording_says_how_long_answers_are_and_how_long_they_take(
    told: Callable[..., str], folder: Path
) -> None:
    answer = {"text": "", "prompt_tokens": 50, "completion_tokens": 5, "latency_s": 2.0}
    row = {"case": "c0", "text_sha256": "", "answer": answer}
    failed = {"case": "c1", "text_sha256": "", "error": "timed out"}
    write_lines(folder / "recordings" / "large.jsonl", [HEADER, row, failed])

    _, large = planned(told, folder)["subjects"]

    assert (large["prompt_tokens"], large["completion_tokens"]) == (5000, 500)
    assert large["cost"] == pytest.approx((5000 * 1000 + 500 * 10000) / 1e6)
    assert large["seconds"] == pytest.approx(100 * 2.0 / 2)  # two calls in flight
    assert "as recorded on 2026-11-01" in told(folder)


def test_each_gate_is_told_what_it_has_and_needs(told: Callable[..., str], folder: Path) -> None:
    typo, paired, perfect = planned(told, folder)["gates"]

    assert (typo["cases"], typo["groups"], typo["needed"], typo["enough"]) == (30, 30, 35, False)
    assert (paired["cases"], paired["groups"], paired["enough"]) == (60, 30, False)
    assert (perfect["cases"], perfect["needed"], perfect["enough"]) == (10, None, False)
    assert (paired["passes_from"], perfect["passes_from"]) == (None, None)
    assert typo["passes_from"] is None  # with 30 groups Wilson's interval never lies above 0.9


def test_a_person_reads_it_in_80_columns(told: Callable[..., str], folder: Path) -> None:
    out = told(folder)

    assert max(map(len, out.splitlines())) <= 80
    assert "guessed, a token for four characters" in out
    assert "Calls stop once 2 EUR are spent" in out
    assert "secret" not in out


def test_what_identifies_a_subject_is_told(told: Callable[..., str], folder: Path) -> None:
    small, large = planned(told, folder)["subjects"]

    parts = cast("list[dict[str, object]]", [*small["components"], *large["components"]])  # type: ignore[misc]
    assert [part["role"] for part in parts] == [
        "base",
        "training file",
        "model",
        "prompts",
        "prompts",
    ]
    assert all(part["sha256"] for part in parts if part["role"] in ("training file", "prompts"))


def test_the_same_suite_gives_the_same_bytes(told: Callable[..., str], folder: Path) -> None:
    assert told(folder, "--json") == told(folder, "--json")
    assert told(folder) == told(folder)


def test_a_wrong_prompt_is_named_before_anything_is_paid(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "prompt.txt").write_text("{{ txt }}", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["plan", str(folder)])

    assert end.value.code == 2
    assert "nothing called 'txt'" in capsys.readouterr().err


def test_planning_loads_no_model_and_no_client(folder: Path) -> None:
    heavy = ("torch", "transformers", "captum", "sentence_transformers", "faiss", "openai")
    code = (
        f"from pathlib import Path; from audit.plan_command import plan; "
        f"plan(Path({str(folder)!r}), as_json=True); "
        f"import sys; print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
