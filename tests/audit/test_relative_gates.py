"""Gates against another subject and against an earlier run, from the suite file to the report."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from audit.cli import main
from audit.suite_reading import load_suite
from detectors.errors import SuiteError

SUITE = """\
schema: 1
name: topics
title: Topics
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
baseline: ../before
subjects:
  - {name: small, kind: replay, recording: small.jsonl}
  - {name: large, kind: replay, recording: large.jsonl}
gates:
  - {subject: small, metric: accuracy, no_worse_than: large, margin: 0.1}
  - {subject: small, metric: accuracy, no_worse_than: baseline, margin: 0.1}
"""
FIRST = SUITE[: SUITE.index("gates:")].replace("baseline: ../before\n", "")
HEADER = {
    "schema": 1,
    "kind": "llm",
    "subject": "any",
    "recorded": "2026-11-01T00:00:00+00:00",
    "tasks": ["classify"],
    "components": [],
    "prompts": {},
}
CASES = 80


def write_lines(path: Path, lines: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def write_answers(folder: Path, subject: str, wrong: Sequence[int]) -> None:
    rows = [
        {
            "case": f"c{at}",
            "text_sha256": hashlib.sha256(f"How much of {at}?".encode()).hexdigest(),
            "answer": {"text": "", "label": "storage" if at in wrong else "dosage"},
        }
        for at in range(CASES)
    ]
    write_lines(folder / f"{subject}.jsonl", [HEADER, *rows])


@pytest.fixture
def assay(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("ASSAY_CACHE", "cache")

    def call(*arguments: str | Path) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(end.value.code or 0), out + err

    return call


@pytest.fixture
def folder(tmp_path: Path, assay: Callable[..., tuple[int, str]]) -> Path:
    """The suite; its baseline is a run in which both subjects were right on every case."""
    made = tmp_path / "suite"
    made.mkdir()
    rows = [
        {"id": f"c{at}", "task": "classify", "text": f"How much of {at}?", "label": "dosage"}
        for at in range(CASES)
    ]
    write_lines(made / "cases.jsonl", rows)
    for subject in ("small", "large"):
        write_answers(made, subject, [])
    (made / "suite.yaml").write_text(FIRST, encoding="utf-8")
    assay("run", made, "--out", "before", "--format", "json")
    (made / "suite.yaml").write_text(SUITE, encoding="utf-8")
    return made


def test_an_equal_subject_passes_both_gates_and_every_report_says_so(
    folder: Path, assay: Callable[..., tuple[int, str]]
) -> None:
    code, told = assay("run", folder, "--out", "run")

    assert code == 0
    assert ">= large − 10 points" in " ".join(told.split())  # noqa: RUF001
    markdown = Path("run/report.md").read_text(encoding="utf-8")
    assert "| at least the baseline − 10 points | 0.0 points | 80 |" in markdown  # noqa: RUF001
    html = Path("run/report.html").read_text(encoding="utf-8")
    assert "≥ large − 10 points" in html  # noqa: RUF001


def test_a_subject_that_lost_more_than_the_margin_fails_both(
    folder: Path, assay: Callable[..., tuple[int, str]]
) -> None:
    write_answers(folder, "small", range(20))

    assert assay("run", folder, "--out", "run")[0] == 1
    gates = json.loads(Path("run/report.json").read_text(encoding="utf-8"))["summary"]["gates"]
    assert [gate["outcome"] for gate in gates] == ["fail", "fail"]
    assert gates[1]["against"]["difference"] == -0.25


def test_a_report_needs_the_record_alone_and_not_the_baseline(
    folder: Path, assay: Callable[..., tuple[int, str]]
) -> None:
    assay("run", folder, "--out", "run")
    before = Path("run/report.json").read_bytes()
    Path("before/run.jsonl").unlink()

    assert assay("report", "run", "--format", "json")[0] == 0
    assert Path("run/report.json").read_bytes() == before


def test_a_subject_that_is_left_out_takes_the_gates_against_it_along(
    folder: Path, assay: Callable[..., tuple[int, str]]
) -> None:
    code, _ = assay("run", folder, "--subject", "small", "--out", "run")

    assert code == 0
    gates = json.loads(Path("run/report.json").read_text(encoding="utf-8"))["summary"]["gates"]
    assert [gate["gate"]["no_worse_than"] for gate in gates] == ["baseline"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("than: large", "than: huge", "suite.yaml:13, field gates.0.no_worse_than: no subject"),
        ("than: large", "than: small", "a subject is never worse than itself"),
        (
            "baseline: ../before\n",
            "",
            "suite.yaml:13, field gates.1.no_worse_than: the suite names",
        ),
        ("../before", "../after", "suite.yaml:8, field baseline: "),
        ("../before", "cases.jsonl", "suite.yaml:8, field baseline: "),
        ("than: baseline", "than: large", "no gate refers to it with `no_worse_than: baseline`"),
        ("{name: large", "{name: baseline", "no subject called 'large'; known: baseline"),
        ("metric: accuracy", "metric: macro_f1", "macro_f1 is no share of cases"),
        ("metric: accuracy, no_worse_than: base", "metric: unusable, at_most: 0.1, x: b", "Unexp"),
        ("cases: [", "max_cost: 0\ncases: [", "field max_cost: 0 is no cap"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_field(
    folder: Path, old: str, new: str, problem: str
) -> None:
    assert old in SUITE
    (folder / "suite.yaml").write_text(SUITE.replace(old, new), encoding="utf-8")

    with pytest.raises(SuiteError) as caught:
        load_suite(folder)

    assert problem in str(caught.value)


def test_a_subject_called_baseline_would_be_mistaken(folder: Path) -> None:
    suite = SUITE.replace("name: large", "name: baseline").replace("than: large", "than: baseline")
    (folder / "suite.yaml").write_text(suite, encoding="utf-8")

    with pytest.raises(SuiteError, match="may be the subject of that name or an earlier run"):
        load_suite(folder)


def test_a_baseline_without_the_cases_is_refused(folder: Path) -> None:
    cases = (folder / "cases.jsonl").read_text(encoding="utf-8").replace("How much", "How many")
    (folder / "cases.jsonl").write_text(cases, encoding="utf-8")

    with pytest.raises(
        SuiteError, match="judged none of the suite's cases for accuracy of 'small'"
    ):
        load_suite(folder)
