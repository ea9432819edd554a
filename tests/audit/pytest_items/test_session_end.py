"""The record and the reports of a session, and its comparison with an earlier one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli import main

WrittenLabels = Callable[..., Path]
GATELESS = ["-m", "not assay_gate"]


@pytest.mark.parametrize("detectors", ["", ", detectors: [behaviour]"])
def test_the_record_is_the_one_that_assay_run_writes(
    project: pytest.Pytester, labels: WrittenLabels, detectors: str
) -> None:
    suite = labels({"q3": "storage", "q5": "broken"})
    text = suite.read_text().replace("recording.jsonl}", f"recording.jsonl{detectors}}}")
    suite.write_text(text)
    project.runpytest("--assay-report", "out")
    with pytest.raises(SystemExit):
        main(["run", str(suite), "--replay", "--out", str(project.path / "run")])
    out, run = project.path / "out" / "labels", project.path / "run"
    assert {file.name for file in out.iterdir()} == {file.name for file in run.iterdir()}
    for name in ("report.html", "report.json", "report.md"):
        assert (out / name).read_bytes() == (run / name).read_bytes()
    assert (out / "run.jsonl").read_bytes() == (run / "run.jsonl").read_bytes()


def test_a_folder_that_holds_files_is_refused_before_the_audit(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    told = project.runpytest("--assay-report", "tests")
    told.stderr.fnmatch_lines(["ERROR: --assay-report tests: is not empty; name another folder"])
    assert told.ret == pytest.ExitCode.USAGE_ERROR


def test_the_same_answers_held_beside_a_baseline(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels(cases=120)
    project.runpytest("--assay-report", "base", *GATELESS)
    told = project.runpytest("--assay-baseline", "base/labels", "-k", "baseline", "-v")
    told.assert_outcomes(passed=1, deselected=122)
    told.stdout.fnmatch_lines(["*labels.assay.yaml::baseline::labels PASSED*"])


def test_worse_answers_than_the_baseline_fail_and_tell_which(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels(cases=60)
    project.runpytest("--assay-report", "base", *GATELESS)
    labels({f"q{number}": "dosage" for number in range(0, 60, 2)}, cases=60)
    told = project.runpytest("--assay-baseline", "base/labels", "-k", "baseline")
    told.assert_outcomes(failed=1, deselected=62)
    told.stdout.fnmatch_lines(
        [
            "4 REGRESSED*",
            "  regressed  large accuracy: 100.0 % before, 50.0 % now, *",
            "    cases      newly failing: 30 (q0, q10, *",
        ]
    )


def test_too_few_cases_beside_a_baseline_are_underpowered(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    project.runpytest("--assay-report", "base", *GATELESS)
    told = project.runpytest("--assay-baseline", "base/labels", "-k", "baseline")
    told.stdout.fnmatch_lines(["*UNDERPOWERED: baseline::labels*", "*1 underpowered*"])
    assert told.ret == pytest.ExitCode.TESTS_FAILED


def test_a_baseline_of_another_suite_is_no_silent_pass(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    file = labels()
    project.runpytest("--assay-report", "base", *GATELESS)
    file.write_text(file.read_text().replace("name: labels", "name: others"))
    told = project.runpytest("--assay-baseline", "base/labels")
    told.stderr.fnmatch_lines(["*--assay-baseline *: is a run of 'labels', and no suite * others*"])
    assert told.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.parametrize(
    "said", [{}, {"q3": "storage"}, {f"q{n}": "dosage" for n in range(12)}, {"q3": "broken"}]
)
def test_where_gates_decide_pytest_passes_where_assay_run_does(
    project: pytest.Pytester, labels: WrittenLabels, said: dict[str, str]
) -> None:
    suite = labels(said)
    text = suite.read_text()
    suite.write_text(text[: text.index("  - {subject: large, metric: accuracy, slice")])
    told = project.runpytest("-o", "assay_gates_decide=true")
    with pytest.raises(SystemExit) as end:
        main(["run", str(suite), "--replay", "--out", str(project.path / "run")])
    assert (told.ret == pytest.ExitCode.OK) is (end.value.code == 0)
