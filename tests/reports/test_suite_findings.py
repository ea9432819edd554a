"""What shows over a whole suite is stored, told gravest first, and never lost when it fails."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from detectors.records import Finding, Severity
from reports import html, markdown
from reports.record_writer import write_run
from reports.run import End, Failure, Run, Stage, SuiteResult, read_run
from reports.suite_findings import suite_views
from reports.summary import RunOutcome, summarise

MakeRun = Callable[..., Run]


def finding(severity: Severity = Severity.NOTE, **fields: object) -> Finding:
    found = Finding(rule="reliance.driver", severity=severity, message="<b>fridge</b> speaks.")
    return replace(found, **fields)  # type: ignore[arg-type]


def with_suite(run: Run, *results: SuiteResult) -> Run:
    whole = len(run.results) + len(results)
    return replace(run, suite_results=results, end=End(results=whole))


@pytest.fixture
def found(sample: Run) -> Run:
    measures = {"effect": -0.1234, "low": -0.2, "high": -0.05, "n": 40.0}
    cases = tuple(f"c{number:03}" for number in range(8))
    note = finding(cases=cases, measures=measures)
    grave = finding(Severity.ERROR)
    done = SuiteResult(subject="slm", detector="reliance", findings=(note, grave))
    failure = Failure(stage=Stage.DETECTOR, name="sanity", message="crashed: KeyError: 'x'")
    return with_suite(sample, done, SuiteResult(subject="slm", detector="sanity", error=failure))


def test_the_gravest_stands_first_with_its_numbers_and_cases(found: Run) -> None:
    view, failed = suite_views(found)
    assert (view.tally, view.grave) == ("1 error, 1 note", True)
    assert [row.finding.severity.value for row in view.findings] == ["error", "note"]
    row = view.findings[1]
    assert (row.value, row.n, row.more) == ("−0.123 (−0.200 to −0.050)", "40", 3)  # noqa: RUF001
    assert row.cases[0] == ("c000", "case-slm-c000")
    assert failed.error is not None


def test_an_error_over_the_suite_fails_the_run(sample: Run) -> None:
    before = summarise(sample).error_findings
    result = SuiteResult(subject="slm", detector="x", findings=(finding(Severity.ERROR),))
    after = summarise(with_suite(sample, result))
    assert (after.error_findings - before, after.outcome) == (1, RunOutcome.FAILED)


def test_a_detector_that_failed_is_an_open_row(found: Run) -> None:
    rows = [row for row in summarise(found).ledger if row.what == "slm: sanity"]
    assert [row.open for row in rows] == [True]
    assert "KeyError" in rows[0].why


def test_it_is_read_as_it_was_written(found: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with path.open("wb") as stream:
        write_run(stream.write, found)
    assert read_run(path) == found


def test_the_reports_tell_it_escaped(found: Run) -> None:
    page = html.render(found, summarise(found)).content.decode()
    assert '<section id="suite-findings">' in page
    assert "&lt;b&gt;fridge&lt;/b&gt; speaks." in page
    assert 'href="#case-slm-c000"' in page
    assert "and 3 more" in page
    text = markdown.render(found, summarise(found)).content.decode()
    assert "### slm: reliance, 1 error, 1 note" in text
    assert "- error: \\<b\\>fridge\\</b\\> speaks." in text
    assert "- **failed**: crashed: KeyError: 'x'" in text


def test_without_such_findings_there_is_no_section(sample: Run) -> None:
    assert "suite-findings" not in html.render(sample, summarise(sample)).content.decode()


def ledger_of(run: Run, *findings: Finding) -> list[tuple[str, bool]]:
    result = SuiteResult(subject="slm", detector="protected", findings=findings)
    rows = summarise(with_suite(run, result)).ledger
    return [(row.why, row.open) for row in rows if row.what == "slm: protected"]


def test_a_detector_that_had_nothing_to_judge_keeps_the_run_from_passing(sample: Run) -> None:
    nothing = finding(Severity.WARNING, measures={"n": 0, "needed": 50})
    assert ledger_of(sample, nothing) == [(nothing.message, True)]


def test_what_had_too_little_is_listed_beside_what_was_judged(sample: Run) -> None:
    few = finding(Severity.WARNING, message="Few.", measures={"n": 12, "needed": 50})
    enough = finding(message="Enough.", measures={"n": 60, "needed": 50})
    without_n = finding(message="None.", measures=None)
    assert ledger_of(sample, few, enough, without_n) == [("Few.", False)]


def test_what_was_shown_with_few_is_no_gap(sample: Run) -> None:
    assert ledger_of(sample, finding(Severity.ERROR, measures={"n": 12, "needed": 50})) == []


def test_a_rate_is_told_as_a_share(sample: Run) -> None:
    measures = {"rate": 0.72, "low": 0.57, "high": 0.83, "n": 46.0}
    result = SuiteResult(subject="slm", detector="x", findings=(finding(measures=measures),))
    (view,) = suite_views(with_suite(sample, result))
    assert view.findings[0].value == "72.0 % (57.0 to 83.0 %)"
