"""Cases that are asked more than once: over real HTTP, recorded, replayed and resumed."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from audit.cli import main

Body: TypeAlias = dict[str, object]
Serve: TypeAlias = Callable[[Callable[[Body], str | int]], tuple[str, list[Body]]]
Assay: TypeAlias = Callable[..., int]

ROOT = Path(__file__).parents[2]
CASES = 20
SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
subjects:
  - name: large
    kind: llm
    model: m-1
    base_url: URL
    retries: 0
    seed: 40
    epochs: 3
    prompts: {classify: {template: prompt.txt}}
gates:
  - {subject: large, metric: accuracy, at_least: 0.4, minimum_n: 5}
"""


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes the suite of an endpoint into the folder where the test then stands."""

    def write(url: str) -> Path:
        rows = [
            {"id": f"c{n}", "task": "classify", "text": f"Question {n}", "label": "dosage"}
            for n in range(CASES)
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
        (tmp_path / "prompt.txt").write_text("{{ text }}", encoding="utf-8")
        (tmp_path / "suite.yaml").write_text(SUITE.replace("URL", url), encoding="utf-8")
        return tmp_path

    monkeypatch.chdir(tmp_path)
    return write


@pytest.fixture
def assay(capsys: pytest.CaptureFixture[str]) -> Assay:
    def run(out: str, *options: str) -> int:
        with pytest.raises(SystemExit) as end:
            main(["run", ".", "--out", out, "--cache", "cache", *options])
        capsys.readouterr()
        return int(end.value.code or 0)

    return run


def fickle(body: Body) -> str:
    """Question 7 is answered otherwise in the second epoch."""
    return "storage" if "Question 7" in str(body) and body["seed"] == 41 else "dosage"


def summary(out: str) -> dict[str, object]:
    report = json.loads(Path(out, "report.json").read_text(encoding="utf-8"))
    subject: dict[str, object] = report["summary"]["subjects"][0]
    return subject


def test_each_epoch_has_a_seed_of_its_own_and_the_first_decides(
    serve: Serve, suite: Callable[[str], Path], assay: Assay
) -> None:
    url, bodies = serve(fickle)
    suite(url)
    assert assay("run") == 0
    assert Counter(body["seed"] for body in bodies) == {40: CASES, 41: CASES, 42: CASES}
    found = summary("run")
    assert (found["asked"], found["right"]) == (CASES, CASES)
    repeats = found["repeats"]
    assert isinstance(repeats, dict)
    assert (repeats["epochs"], repeats["left_out"]) == (3, 0)
    assert (repeats["rewording"]["successes"], repeats["rewording"]["n"]) == (1, CASES)
    accuracy = next(each for each in repeats["metrics"] if each["metric"] == "accuracy")
    assert accuracy["values"] == [1, 0.95, 1]
    told = Path("run/report.md").read_text(encoding="utf-8")
    assert "the answer was not the same in all of them in 1 of 20 cases, 5.0 %" in told
    assert "Asked more than once" in Path("run/report.html").read_text(encoding="utf-8")


def test_a_failed_epoch_fails_no_case_and_is_told(
    serve: Serve, suite: Callable[[str], Path], assay: Assay
) -> None:
    url, _ = serve(
        lambda body: 500 if "Question 3" in str(body) and body["seed"] == 42 else "dosage"
    )
    suite(url)
    assert assay("run") == 0
    found = summary("run")
    repeats = found["repeats"]
    assert isinstance(repeats, dict)
    assert (found["failed"], repeats["left_out"]) == (0, 1)
    assert "1 case (c3) would have been answered again" in Path("run/report.md").read_text()


def test_epochs_are_recorded_and_replayed_byte_for_byte(
    serve: Serve, suite: Callable[[str], Path], assay: Assay
) -> None:
    url, bodies = serve(fickle)
    suite(url)
    assay("run", "--record")
    recorded = Path("recordings/large.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    rows = [json.loads(line) for line in recorded]
    expected = [(f"c{n}", epoch) for n in range(CASES) for epoch in (None, 2, 3)]
    assert [(row["case"], row.get("epoch")) for row in rows] == expected
    for out in ("one", "two"):
        assert assay(out, "--replay") == 0
    assert len(bodies) == 3 * CASES
    assert Path("one/run.jsonl").read_bytes() == Path("two/run.jsonl").read_bytes()
    assert summary("one")["repeats"] == summary("run")["repeats"]


def test_a_run_that_was_killed_asks_no_epoch_twice(
    serve: Serve, suite: Callable[[str], Path], assay: Assay
) -> None:
    running: list[subprocess.Popen[bytes]] = []

    def say(body: Body) -> str:
        if len(bodies) == 32 and running:
            running.pop().send_signal(signal.SIGKILL)
        return fickle(body)

    url, bodies = serve(say)
    suite(url)
    command = [sys.executable, "-m", "audit", "run", ".", "--out", "run", "--cache", "cache"]
    process = subprocess.Popen(command, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)
    running.append(process)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert assay("run", "--resume") == 0
    asked = Counter((str(body["messages"]), body["seed"]) for body in bodies)
    assert len(asked) == 3 * CASES
    assert sum(asked.values()) - 3 * CASES <= 2  # those in flight
    repeats = summary("run")["repeats"]
    assert isinstance(repeats, dict)
    assert repeats["rewording"]["n"] == CASES
