"""What a suite states of detectors beside grounding is checked before the run."""

from pathlib import Path

import pytest

from audit.suite_reading import load_suite
from detectors.errors import SuiteError

SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
cases: [cases.jsonl]
subjects:
  - name: large
    kind: llm
    model: m-1
    base_url: http://127.0.0.1:9/v1
    prompts: {answer: {template: prompt.txt}}
    detectors: [DETECTORS]
"""

CASE = '{"id": "a", "task": "answer", "text": "How?", "reference": "So."}\n'


def write(folder: Path, detectors: str, options: str = "") -> Path:
    (folder / "cases.jsonl").write_text(CASE)
    (folder / "prompt.txt").write_text("{{ text }}")
    (folder / "suite.yaml").write_text(SUITE.replace("DETECTORS", detectors) + options)
    return folder / "suite.yaml"


def mistake(folder: Path, detectors: str, options: str = "") -> str:
    with pytest.raises(SuiteError) as caught:
        load_suite(write(folder, detectors, options))
    return str(caught.value).removeprefix(str(folder.resolve()) + "/")


def test_uncertainty_without_logprobs_is_named(tmp_path: Path) -> None:
    assert mistake(tmp_path, "reference, uncertainty") == (
        "suite.yaml:13, field subjects.0.detectors.1: "
        "uncertainty needs `logprobs: true` of its subject"
    )


@pytest.mark.parametrize("low", ["0", "1", "-0.5", ".nan"])
def test_a_threshold_that_is_no_probability_is_named(tmp_path: Path, low: str) -> None:
    problem = mistake(tmp_path, "reference", f"uncertainty: {{low_confidence: {low}}}\n")
    assert problem.startswith("suite.yaml:14, field uncertainty.low_confidence: ")
    assert "give a probability above 0 and below 1" in problem


def test_the_threshold_is_read(tmp_path: Path) -> None:
    suite = load_suite(write(tmp_path, "reference", "uncertainty: {low_confidence: 0.4}\n"))
    assert suite.file.uncertainty.low_confidence == 0.4


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("samples: 1", "field consistency.samples: 1 shows no share"),
        ("temperature: 0", "field consistency.temperature: 0 is no temperature above 0"),
        ("temperature: .nan", "field consistency.temperature: nan is no temperature"),
        ("rounds: 3", "field consistency.rounds: "),
    ],
)
def test_samples_that_could_show_nothing_are_named(
    tmp_path: Path, option: str, problem: str
) -> None:
    assert problem in mistake(tmp_path, "consistency", f"consistency: {{{option}}}\n")


def test_references_to_compare_with_are_missed_before_the_run(tmp_path: Path) -> None:
    path = write(tmp_path, "consistency, reference")
    (tmp_path / "cases.jsonl").write_text(CASE.replace(', "reference": "So."', ""))
    with pytest.raises(SuiteError, match="and no case has one") as caught:
        load_suite(path)
    assert "field subjects.0.detectors.1" in str(caught.value)


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("entities: [EMAIL]", "field privacy.entities.0: no kind of personal data called 'EMAIL'"),
        ("entities: [PERSON]", "field privacy.entities.0: PERSON is found by a language model"),
        ("minimum_score: 0", "field privacy.minimum_score: 0 is no score"),
        ("minimum_score: .nan", "field privacy.minimum_score: nan is no score"),
        ("model: x", "field privacy.model: "),
    ],
)
def test_personal_data_that_could_not_be_found_is_named(
    tmp_path: Path, option: str, problem: str
) -> None:
    assert problem in mistake(tmp_path, "privacy", f"privacy: {{{option}}}\n")


def test_an_attack_to_judge_is_missed_before_the_run(tmp_path: Path) -> None:
    assert "no case is" in mistake(tmp_path, "reference, injection")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ('"injected": "x"', "only a case tagged `injection` has one; tag it so"),
        ('"injected": "?!", "tags": ["injection"]', "holds no word"),
        ('"injected": "so", "tags": ["injection"]', "stands in the reference"),
    ],
)
def test_a_wish_that_could_show_nothing_is_named(tmp_path: Path, fields: str, problem: str) -> None:
    path = write(tmp_path, "reference")
    (tmp_path / "cases.jsonl").write_text(CASE.replace("}", f", {fields}}}"))
    with pytest.raises(SuiteError, match="field injected") as caught:
        load_suite(path)
    assert problem in str(caught.value)


def test_a_gate_on_a_metric_of_no_planned_detector_is_named(tmp_path: Path) -> None:
    gate = "gates:\n  - {subject: large, metric: leaks, at_most: 0.1}\n"
    problem = mistake(tmp_path, "reference", gate)
    assert problem.endswith("leaks needs the detector privacy; name it for 'large'")
