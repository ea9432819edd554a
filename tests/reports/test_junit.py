"""A CI system reads from the JUnit file what failed, and never a pass that was none."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from reports.gates import GateOutcome
from reports.junit import render
from reports.run import Run
from reports.summary import Summary, summarise


@pytest.fixture(scope="module")
def root(sample: Run, summary: Summary) -> ET.Element:
    return ET.fromstring(render(sample, summary).content)


def suite(root: ET.Element, name: str) -> ET.Element:
    (found,) = [one for one in root if one.get("name") == f"medical.{name}"]
    return found


def test_every_gate_is_a_test_and_only_a_passed_one_passes(
    root: ET.Element, summary: Summary
) -> None:
    tests = suite(root, "gates").findall("testcase")
    ended = {GateOutcome.PASS: set(), GateOutcome.FAIL: {"failure"}}
    for test, gate in zip(tests, summary.gates, strict=True):
        children = {child.tag for child in test} - {"properties"}
        assert children == ended.get(gate.outcome, {"error"})
    assert len({gate.outcome for gate in summary.gates}) == 4


@pytest.mark.parametrize("subject", ["slm", "llm"])
def test_cases_end_as_the_summary_says(root: ET.Element, summary: Summary, subject: str) -> None:
    found = suite(root, subject)
    (counted,) = [one for one in summary.subjects if one.name == subject]
    tests = found.findall("testcase")
    assert len({test.get("name") for test in tests}) == len(tests) == counted.asked
    assert len(found.findall("testcase/failure")) == counted.wrong
    assert len(found.findall("testcase/error")) == counted.failed + counted.unjudged


def test_the_counts_are_those_of_the_tests(root: ET.Element) -> None:
    for element in (root, *root):
        for name, path in (("tests", ""), ("failures", "/failure"), ("errors", "/error")):
            assert element.get(name) == str(len(element.findall(f".//testcase{path}")))


def test_a_failure_shows_the_claim_and_its_evidence(root: ET.Element) -> None:
    test = suite(root, "llm").find("testcase[@name='q2']/failure")
    assert test is not None
    assert test.text
    said = " ".join(test.text.split())
    assert 'claim "Take 20 mg of Relivan once a day." verdict ✗ refuted' in said
    assert 'evidence drugs/relivan.md, characters 40 to 109: "The usual adult dose' in said


def test_a_failed_decision_shows_the_words_that_drove_it(root: ET.Element) -> None:
    test = suite(root, "slm").find("testcase[@name='c005']/failure")
    assert test is not None
    assert test.get("message") == 'said "interaction" (91.0 %), and "pregnancy" is right'
    assert "words for" in (test.text or "")


def test_values_are_properties(root: ET.Element) -> None:
    test = suite(root, "slm").find("testcase[@name='c001']")
    assert test is not None
    facts = [(p.get("name"), p.get("value")) for p in test.iter("property")]
    assert facts == [("slice", "in-domain"), ("slice", "typo"), ("probability", "0.910000")]


def test_what_xml_cannot_hold_is_spelt_out(
    make_run: Callable[..., Run], classified: Callable[..., object]
) -> None:
    run = make_run([classified("a\x00b", text="x\ufffe<&>\ud800", said="interaction")])
    content = render(run, summarise(run)).content
    test = ET.fromstring(content).find(".//testcase[@name='a⟨U+0000⟩b']/failure")
    assert test is not None
    assert 'asked      "x⟨U+FFFE⟩<&>⟨U+D800⟩"' in (test.text or "")


def test_an_empty_run_is_an_error(make_run: Callable[..., Run]) -> None:
    run = make_run([], subjects=())
    root = ET.fromstring(render(run, summarise(run)).content)
    assert int(root.get("errors") or 0) > 0
