"""The SARIF file says what the run says, in the terms of the standard (2.1.0)."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from detectors.records import Finding, Severity
from reports.gates import GateOutcome
from reports.run import End, Run, SuiteResult
from reports.sarif import GATE_KINDS, render
from reports.summary import Summary, summarise


def sarif(run: Run) -> Any:
    return json.loads(render(run, summarise(run)).content)["runs"][0]


@pytest.fixture(scope="module")
def found(sample: Run) -> Any:
    return sarif(sample)


def test_every_result_has_what_the_standard_and_code_hosts_want(found: Any) -> None:
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert result["locations"]
        assert (result["level"] == "none") == (result["kind"] != "fail")  # 3.27.10


def test_gates_keep_their_outcomes_apart(found: Any, summary: Summary) -> None:
    kinds = [r["kind"] for r in found["results"] if r["ruleId"].startswith("gate.")]
    assert kinds == [GATE_KINDS[gate.outcome] for gate in summary.gates]
    assert set(GATE_KINDS) == set(GateOutcome)
    assert [outcome for outcome, kind in GATE_KINDS.items() if kind == "pass"] == ["pass"]


def test_every_warning_and_error_is_told_with_its_level(found: Any, sample: Run) -> None:
    wanted = Counter(
        (finding.rule, finding.severity.value)
        for result in sample.results
        for finding in result.findings
        if finding.severity is not Severity.NOTE
    )
    told = Counter(
        (r["ruleId"], r["level"])
        for r in found["results"]
        if not r["ruleId"].startswith(("gate.", "case."))
    )
    assert told == wanted


def test_a_wrong_case_and_one_not_judged_are_never_left_out(found: Any, summary: Summary) -> None:
    by_rule = Counter(result["ruleId"] for result in found["results"])
    assert by_rule["case.not_judged"] == sum(s.failed + s.unjudged for s in summary.subjects)
    named = {
        place["fullyQualifiedName"]
        for result in found["results"]
        for place in result["locations"][0]["logicalLocations"]
    }
    wrong = {f"{c.subject}/{c.case}" for c in summary.cases if c.right is False}
    # to decline what could be answered is wrong, and no finding of grounding says so
    assert wrong <= named


def test_a_result_points_to_its_line_of_the_record(found: Any, sample: Run) -> None:
    for result in found["results"]:
        place = result["locations"][0]
        line = place["physicalLocation"]["region"]["startLine"]
        if line > 1:
            stored = sample.results[line - 2]
            name = place["logicalLocations"][0]["fullyQualifiedName"]
            assert name == f"{stored.subject}/{stored.case.id}"


def test_evidence_is_a_related_location_with_its_offsets(found: Any) -> None:
    refuted = [r for r in found["results"] if r["ruleId"] == "grounding.refuted"]
    first, second = refuted[0]["relatedLocations"]
    region = first["physicalLocation"]["region"]
    assert (region["charOffset"], region["charLength"]) == (40, 69)
    assert first["physicalLocation"]["artifactLocation"]["uri"] == "drugs/relivan.md"
    uri = second["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "drugs/%3Cb%3Eother%3C/b%3E.md"


def test_the_invocation_tells_the_exit_code_and_what_was_not_tested(
    found: Any, summary: Summary
) -> None:
    (invocation,) = found["invocations"]
    assert invocation["exitCode"] == summary.exit_code
    levels = [note["level"] for note in invocation["toolExecutionNotifications"]]
    assert levels == ["error" if row.open else "note" for row in summary.ledger]


def test_a_finding_keeps_its_identity_when_numbers_change(sample: Run) -> None:
    def prints(effect: str) -> list[object]:
        finding = Finding(
            rule="reliance.shortcut", severity=Severity.WARNING, message=f"A word moves {effect}."
        )
        result = SuiteResult(subject="slm", detector="reliance", findings=(finding,))
        end = End(results=len(sample.results) + 1)
        return [
            r["partialFingerprints"]
            for r in sarif(replace(sample, suite_results=(result,), end=end))["results"]
            if r["ruleId"] == "reliance.shortcut"
        ]

    assert prints("0.25") == prints("1.5")
    assert len(prints("0.25")) == 1


def test_hostile_text_is_spelt_out(sample: Run, summary: Summary) -> None:
    assert "\u202e" not in render(sample, summary).content.decode()


def test_an_empty_run_tells_that_nothing_was_shown(make_run: Callable[..., Run]) -> None:
    (invocation,) = sarif(make_run([], subjects=()))["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["exitCode"] == 3
