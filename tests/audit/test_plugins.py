"""A package of somebody else's adds a detector and a report format; a crash of it never passes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main

Written = Callable[..., Path]

CODE = """\
from detectors.records import Finding, Severity, Task
from reports.formats import Report


class Shouts:
    name = "shouts"
    task = Task.ANSWER

    def __init__(self, resources):
        pass

    def detect(self, answered):
        return [self.judge(answer.text) for _, answer in answered]

    def judge(self, text):
        if "4 g" in text:
            raise ZeroDivisionError("nought")
        return (Finding(rule="shouts.quiet", severity=Severity.NOTE, message="Quiet."),)


class Counts:
    name = "counts"
    task = Task.ANSWER

    def __init__(self, resources):
        pass

    def examine(self, answered):
        ids = tuple(case.id for case, _ in answered)
        if "c" in ids:
            return [Finding(rule="counts.n", severity=Severity.NOTE, message="All.", cases=ids)]
        return []


def shortest(run, summary):
    return Report("report.txt", summary.outcome.value.encode())
"""
POINTS = """\
[assaykit.detectors]
shouts = shouting:Shouts
counts = shouting:Counts

[assaykit.formats]
shortest = shouting:shortest
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed distribution, as pip would leave it."""
    site = tmp_path / "site"
    (site / "shouting-1.0.dist-info").mkdir(parents=True)
    (site / "shouting.py").write_text(CODE, encoding="utf-8")
    (site / "shouting-1.0.dist-info" / "METADATA").write_text("Name: shouting\nVersion: 1.0\n")
    (site / "shouting-1.0.dist-info" / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))


@pytest.mark.usefixtures("package")
def test_a_detector_that_crashes_on_a_case_is_recorded_and_the_run_exits_3(
    write_suite: Written, tmp_path: Path
) -> None:
    folder = write_suite()
    suite = (folder / "suite.yaml").read_text(encoding="utf-8")
    suite = suite.replace("[grounding]", "[grounding, shouts]")
    (folder / "suite.yaml").write_text(suite, encoding="utf-8")
    out = tmp_path / "run"
    arguments = ["run", str(folder), "--out", str(out), "--cache", str(tmp_path / "cache")]
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--format", "md,shortest"])
    assert end.value.code == 3
    assert (out / "report.txt").read_text() == "undecided"
    assert "ZeroDivisionError: nought" in (out / "report.md").read_text(encoding="utf-8")
    rows = [json.loads(row) for row in (out / "run.jsonl").read_text("utf-8").split("\n") if row]
    crashed, fine = rows[1], rows[2]
    assert crashed["error"]["name"] == "shouts"
    assert "grounding.supported" in {finding["rule"] for finding in crashed["findings"]}
    assert "shouts.quiet" in {finding["rule"] for finding in fine["findings"]}


@pytest.mark.usefixtures("package")
def test_a_detector_of_the_whole_suite_sees_all_answers(
    write_suite: Written, tmp_path: Path
) -> None:
    rows = _rows_with("counts", write_suite(), tmp_path)
    kinds = ["plan", *["result"] * 3, "suite_result", "end", "seal"]
    assert [row["record"] for row in rows] == kinds
    assert rows[4]["findings"][0]["cases"] == ["a", "b", "c"]
    assert rows[5]["results"] == 4


@pytest.mark.usefixtures("package")
def test_one_that_finds_nothing_at_all_keeps_the_run_from_passing(
    write_suite: Written, tmp_path: Path
) -> None:
    folder = write_suite(answers={"a": "At most 4 g.", "b": "Below 25 °C."})
    rows = _rows_with("counts", folder, tmp_path)
    assert "returned nothing" in rows[4]["error"]["message"]


def _rows_with(detector: str, folder: Path, tmp_path: Path) -> list[dict[str, Any]]:
    suite = (folder / "suite.yaml").read_text(encoding="utf-8")
    suite = suite.replace("[grounding]", f"[grounding, {detector}]")
    (folder / "suite.yaml").write_text(suite, encoding="utf-8")
    out = tmp_path / "run"
    arguments = ["run", str(folder), "--out", str(out), "--cache", str(tmp_path / "cache")]
    with pytest.raises(SystemExit):
        main([*arguments, "--format", "md,html"])
    return [json.loads(row) for row in (out / "run.jsonl").read_text("utf-8").split("\n") if row]
