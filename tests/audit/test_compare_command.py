"""`assay compare` as a person meets it: two replayed runs of a suite of 40 questions."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from audit.cli import main

Called = Callable[..., tuple[int, str, str]]

SUITE = """\
schema: 1
name: {name}
title: Topics
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
subjects:
  - {{name: {subject}, kind: replay, recording: recording.jsonl}}
gates:
  - {{subject: {subject}, metric: accuracy, at_least: 0.5}}
"""
HEADER = {
    "schema": 1,
    "kind": "llm",
    "subject": "large",
    "recorded": "2026-11-01T00:00:00+00:00",
    "tasks": ["classify"],
    "components": [],
    "prompts": {},
}


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Called:
    """Calls `assay` in a terminal of 80 columns; gives exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("ASSAY_CACHE", "cache")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(end.value.code or 0), out, err

    return run


@pytest.fixture
def audited(tmp_path: Path, call: Called) -> Callable[..., Path]:
    """Audits 40 questions, those at the given places answered wrong; gives the run's folder."""

    def run(
        name: str,
        wrong: Sequence[int],
        *,
        subject: str = "large",
        suite: str = "topics",
        prefix: str = "c",
        cases: int = 40,
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        rows = [
            {
                "id": f"{prefix}{at:02}",
                "task": "classify",
                "text": f"How much of {at}?",
                "label": "dosage",
                "tags": ["in-domain"],
            }
            for at in range(cases)
        ]
        recorded = [
            {
                "case": row["id"],
                "text_sha256": hashlib.sha256(str(row["text"]).encode()).hexdigest(),
                "answer": {"text": "", "label": "storage" if at in wrong else "dosage"},
            }
            for at, row in enumerate(rows)
        ]
        for file, lines in (("cases", rows), ("recording", [HEADER, *recorded])):
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (folder / f"{file}.jsonl").write_text(text, encoding="utf-8")
        text = SUITE.format(name=suite, subject=subject)
        (folder / "suite.yaml").write_text(text, encoding="utf-8")
        call("run", folder, "--out", folder / "run", "--format", "json")
        return folder / "run"

    return run


def test_a_regression_exits_1_and_names_the_cases(
    call: Called, audited: Callable[..., Path]
) -> None:
    base, run = audited("a", [0]), audited("b", range(1, 20))

    code, out, _ = call("compare", base, run)

    assert code == 1
    assert "Something regressed" in out
    assert "Newly failing: 19 (c01, c02" in out
    assert "Newly passing: 1 (c00)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_same_answers_exit_3_where_too_few_cases_can_show_anything(
    call: Called, audited: Callable[..., Path]
) -> None:
    code, out, _ = call("compare", audited("a", [0]), audited("b", [0]))

    assert code == 3
    assert "Nothing could be decided" in out


def test_a_wider_margin_lets_few_cases_hold(call: Called, audited: Callable[..., Path]) -> None:
    base, run = audited("a", [0]), audited("b", [0])

    code, out, _ = call("compare", base, run, "--margin", "0.2")

    assert code == 0
    assert "Nothing regressed" in out
    assert call("compare", base, run, "--margin", "0.2", "--minimum-n", "41")[0] == 3


def test_files_are_written_and_always_the_same(
    call: Called, audited: Callable[..., Path], tmp_path: Path
) -> None:
    base, run = audited("a", [0]), audited("b", range(1, 20))
    written = []
    for name in ("one", "two"):
        files = [tmp_path / name / f"compare.{suffix}" for suffix in ("md", "json")]
        call("compare", base, run, "--out", files[0], "--out", files[1])
        written.append([file.read_bytes() for file in files])

    assert written[0] == written[1]
    value = json.loads(written[0][1])
    assert value["comparison"]["subjects"][0]["newly_passing"] == ["c00"]
    assert "| accuracy | in-domain | 97.5 % | 52.5 % |" in written[0][0].decode()


def test_another_suite_with_some_of_the_cases_is_compared_and_told(
    call: Called, audited: Callable[..., Path]
) -> None:
    base, run = audited("a", []), audited("b", [], suite="other", cases=35)

    _, out, _ = call("compare", base, run)

    assert "35 cases compared" in out
    assert "5 cases are in the base alone: c35, c36, c37, c38, c39." in out
    assert "The base is of the suite topics, the run of other." in out


@pytest.mark.parametrize(
    ("second", "options", "problem"),
    [
        ({"prefix": "d"}, (), "the runs share no case: 40 are in the base alone"),
        ({"subject": "v2"}, (), "pair them with --subject BASE=RUN"),
        ({}, ("--subject", "large"), "--subject large: give it as BASE=RUN"),
        ({}, ("--subject", "large=v3"), "no subject of the run called 'v3'; known: large"),
        ({}, ("--out", "found.pdf"), "found.pdf: is neither Markdown nor JSON"),
        ({}, ("--margin", "5"), "margin 5 is not between 0 and 1"),
    ],
)
def test_a_mistake_is_one_line(
    call: Called,
    audited: Callable[..., Path],
    second: dict[str, str],
    options: tuple[str, ...],
    problem: str,
) -> None:
    code, out, err = call("compare", audited("a", []), audited("b", [], **second), *options)

    assert (code, out) == (2, "")
    (line,) = [line for line in err.splitlines() if line.startswith("assay: ")]
    assert problem in line


def test_subjects_of_other_names_are_compared_where_they_are_paired(
    call: Called, audited: Callable[..., Path]
) -> None:
    base, run = audited("a", []), audited("b", range(20), subject="v2")

    code, out, _ = call("compare", base, run, "--subject", "large=v2")

    assert code == 1
    assert "large -> v2" in out
