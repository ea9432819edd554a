"""What a suite states of grounding is checked before the run."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from audit.plan import make_plan
from audit.suite_reading import load_suite
from detectors.calibration import ModelId, read_calibration, uncalibrated, write_calibration
from detectors.errors import SuiteError
from detectors.shipped import CALIBRATION, shipped_entailment

SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
cases: [cases.jsonl]
subjects:
  - {name: large, kind: replay, recording: recording.jsonl}
"""


def write(folder: Path, grounding: str) -> Path:
    (folder / "cases.jsonl").write_text(
        '{"id": "a", "task": "answer", "text": "How?", "reference": "So."}\n'
    )
    (folder / "recording.jsonl").write_text("")
    (folder / "suite.yaml").write_text(SUITE + grounding)
    write_calibration(uncalibrated(ModelId(name="m", sha256="")), folder / "c.json")
    return folder / "suite.yaml"


def mistake(folder: Path, grounding: str) -> str:
    with pytest.raises(SuiteError) as caught:
        load_suite(write(folder, grounding))
    return str(caught.value).removeprefix(str(folder.resolve()) + "/")


def test_the_calibration_is_found_beside_the_suite(tmp_path: Path) -> None:
    suite = load_suite(write(tmp_path, "grounding: {calibration: c.json}\n"))
    assert suite.file.grounding is not None
    assert suite.file.grounding.calibration == tmp_path.resolve() / "c.json"


def test_a_budget_that_the_calibration_cannot_keep_is_named(tmp_path: Path) -> None:
    text = "grounding:\n  calibration: c.json\n  error_budget: 0.05\n"
    assert mistake(tmp_path, text).startswith(
        "suite.yaml:11, field grounding.error_budget: calibration 'uncalibrated' has no threshold"
    )


@pytest.mark.parametrize("budget", ["0", "1", "5", "-0.1", ".nan"])
def test_what_is_no_budget_is_named(tmp_path: Path, budget: str) -> None:
    problem = mistake(tmp_path, f"grounding: {{error_budget: {budget}}}\n")
    assert problem.startswith("suite.yaml:9, field grounding.error_budget: ")
    assert "give a share above 0 and below 1" in problem


def test_a_calibration_that_is_none_is_named(tmp_path: Path) -> None:
    assert "no such file" in mistake(tmp_path, "grounding: {calibration: nowhere.json}\n")
    (tmp_path / "other.json").write_text(json.dumps({"schema": 7}))
    problem = mistake(tmp_path, "grounding: {calibration: other.json}\n")
    assert problem.startswith("suite.yaml:9, field grounding.calibration: ")
    assert "is of schema 7; this version reads 1" in problem


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    problem = mistake(tmp_path, "grounding: {budget: 0.05}\n")
    assert problem.startswith("suite.yaml:9, field grounding.budget: ")


def test_another_calibration_makes_another_suite(tmp_path: Path) -> None:
    path = write(tmp_path, "grounding: {calibration: c.json}\n")
    before = load_suite(path).sha256
    write_calibration(uncalibrated(ModelId(name="n", sha256="")), tmp_path / "c.json")
    assert load_suite(path).sha256 != before


def test_the_plan_names_the_model_and_the_calibration_that_judge(tmp_path: Path) -> None:
    shutil.copy(CALIBRATION, tmp_path / "ours.json")
    path = write(tmp_path, "grounding: {calibration: ours.json}\n")
    text = path.read_text().replace("recording.jsonl}", "recording.jsonl, detectors: [reference]}")
    path.write_text(text)
    parts = make_plan(load_suite(path), [], None, replayed=True).components
    by_role = {part.role: part for part in parts}
    assert by_role["entailment model"].sha256 == shipped_entailment().sha256
    calibration = by_role["calibration"]
    assert calibration.sha256 == hashlib.sha256(CALIBRATION.read_bytes()).hexdigest()
    assert calibration.facts
    assert calibration.facts["threshold"] == read_calibration(CALIBRATION).threshold
    assert "error in domain" in calibration.facts
