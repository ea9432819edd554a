"""Renders a run as JUnit XML, for CI systems that list tests.

- The suite `gates` has a test for each gate; one that could not be decided is an error, never a
  pass. `ledger` has one for each open row.
- Every subject has a suite with a test for each case: wrong is a failure, not judged an error.
- What decides the audit is its exit code, by the gates. A case that failed is listed even where the
  gates allow for it, so that a CI system can name the newly failing ones.

The layout is the one that Jenkins, GitLab and pytest (`xunit2`) read.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from detectors.records import Severity, Task
from reports.cases import CaseView, case_groups
from reports.formats import Report
from reports.gate_text import bound_text, cases_judged, reach_text, value_text
from reports.gates import GateOutcome, GateResult
from reports.ledger import LedgerRow
from reports.marking import visible
from reports.plain_case import case_text, headline
from reports.run import Run
from reports.summary import Summary


def render(run: Run, summary: Summary) -> Report:
    """`report.junit.xml`, the same bytes for the same run."""
    root = ET.Element("testsuites", name=_xml(f"assay {run.plan.suite}"))
    every = [_gates(run, summary.gates), _ledger(run, summary.ledger), *_subjects(run)]
    suites = [suite for suite in every if suite.find("testcase") is not None]
    _properties(suites[0], _facts(run, summary))  # a run without a gate has an open row
    _counted(root, suites)
    root.extend(suites)
    ET.indent(root)
    content = ET.tostring(root, encoding="unicode")
    declared = f'<?xml version="1.0" encoding="utf-8"?>\n{content}\n'
    return Report("report.junit.xml", declared.encode())


def _facts(run: Run, summary: Summary) -> Iterable[tuple[str, str]]:
    plan = run.plan
    return (
        ("assay", plan.assay),
        ("suite_sha256", plan.suite_sha256),
        ("record_sha256", summary.run_sha256),
        ("record_root", summary.root),
        ("outcome", summary.outcome.value),
        ("exit_code", str(summary.exit_code)),
    )


def _suite(run: Run, name: str) -> ET.Element:
    suite = ET.Element("testsuite", name=_xml(f"{run.plan.suite}.{name}"))
    if run.plan.started:
        suite.set("timestamp", run.plan.started)
    ET.SubElement(suite, "properties")
    return suite


def _gates(run: Run, gates: Iterable[GateResult]) -> ET.Element:
    suite = _suite(run, "gates")
    for result in gates:
        gate = result.gate
        where = f" on {gate.slice}" if gate.slice else ""
        name = f"{gate.subject}: {gate.metric}{where} {bound_text(gate)}"
        test = _test(suite, f"{run.plan.suite}.gates", name)
        _properties(
            test,
            (
                ("outcome", result.outcome.value),
                ("value", value_text(result)),
                ("interval", reach_text(result)),
                ("confidence", f"{gate.confidence:g}"),
                ("n", str(cases_judged(result))),
            ),
        )
        if result.outcome is GateOutcome.FAIL:
            _ended(test, "failure", "fail", result.reason)
        elif result.outcome is not GateOutcome.PASS:
            _ended(test, "error", result.outcome.value, result.reason)
    return suite


def _ledger(run: Run, rows: Iterable[LedgerRow]) -> ET.Element:
    suite = _suite(run, "ledger")
    for row in rows:
        if row.open:
            test = _test(suite, f"{run.plan.suite}.ledger", row.what)
            _ended(test, "error", "open", row.why)
    return suite


def _subjects(run: Run) -> list[ET.Element]:
    suites = []
    for subject in run.plan.subjects:
        suite = _suite(run, subject.name)
        for task in Task:
            for group in case_groups(run, task):
                if group.subject == subject.name:
                    for case in (*group.wrong, *group.failed, *group.right):
                        _case(suite, f"{run.plan.suite}.{subject.name}.{task}", case)
        suites.append(suite)
    return suites


def _case(suite: ET.Element, classname: str, case: CaseView) -> None:
    result = case.result
    test = _test(suite, classname, result.case.id)
    answer = result.answer
    if answer is not None and answer.latency_s is not None:
        test.set("time", f"{answer.latency_s:.6f}")
    tags = [("slice", tag) for tag in result.case.tags]
    sure = [] if case.probability is None else [("probability", f"{case.probability:.6f}")]
    _properties(test, (*tags, *sure))
    if case.right is None:
        _ended(test, "error", "not judged", headline(case), case_text(result))
    elif case.right is False or _is_grave(case):
        _ended(test, "failure", "wrong", headline(case), case_text(result))


def _is_grave(case: CaseView) -> bool:
    """A finding at error level stands against it, and so against the run."""
    return any(finding.severity is Severity.ERROR for finding in case.result.findings)


def _test(suite: ET.Element, classname: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_xml(classname), name=_xml(name))


def _ended(test: ET.Element, tag: str, kind: str, message: str, text: str = "") -> None:
    ended = ET.SubElement(test, tag, type=kind, message=_xml(message))
    ended.text = _xml(text) or None


def _xml(text: str) -> str:
    """The text with all that XML 1.0 cannot hold spelt out (section 2.2 of the standard)."""
    return visible(text).replace("\ufffe", "⟨U+FFFE⟩").replace("\uffff", "⟨U+FFFF⟩")


def _properties(element: ET.Element, facts: Iterable[tuple[str, str]]) -> None:
    """The values of a test or a suite; none where there are none."""
    found = element.find("properties")
    for name, value in facts:
        if found is None:
            found = ET.SubElement(element, "properties")
        ET.SubElement(found, "property", name=name, value=_xml(value))


def _counted(root: ET.Element, suites: Iterable[ET.Element]) -> None:
    """States how many tests there are, how many failed, and how many seconds answers took."""
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for suite in suites:
        counts = {
            "tests": len(suite.findall("testcase")),
            "failures": len(suite.findall("testcase/failure")),
            "errors": len(suite.findall("testcase/error")),
        }
        seconds = sum(float(test.get("time", "0")) for test in suite.findall("testcase"))
        for name, count in counts.items():
            suite.set(name, str(count))
            totals[name] += count
        suite.set("time", f"{seconds:.6f}")
    for name, count in totals.items():
        root.set(name, str(count))
