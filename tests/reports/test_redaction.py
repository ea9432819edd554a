"""A withheld case leaves no word behind, in its own line or in those that sum up."""

from dataclasses import replace
from pathlib import Path

import pytest

from detectors.errors import RecordError
from detectors.records import Finding, Severity
from reports.record_writer import write_run
from reports.redaction import redact
from reports.run import End, Run, SuiteResult
from reports.verify_record import verify


@pytest.fixture
def record(sample: Run, tmp_path: Path) -> Path:
    """A record whose suite results name `q1` in one and nobody in the other."""
    findings = [
        Finding(rule="x.named", severity=Severity.NOTE, message="As in q1.", cases=("q0", "q1")),
        Finding(rule="x.over_all", severity=Severity.NOTE, message="Of all."),
    ]
    results = tuple(
        SuiteResult(subject="llm", detector=name, findings=(finding,))
        for name, finding in zip(("one", "two"), findings, strict=True)
    )
    end = End(results=len(sample.results) + 2)
    path = tmp_path / "run.jsonl"
    with path.open("wb") as stream:
        write_run(stream.write, replace(sample, suite_results=results, end=end))
    return path


def test_results_of_the_case_and_those_that_name_it_are_withheld(
    record: Path, tmp_path: Path
) -> None:
    content, hidden = redact(record, ["q1"])
    assert hidden == 2
    assert b"As in q1." not in content
    assert b"Of all." in content
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(content)
    assert verify(str(copy)) == verify(str(record))._replace(withheld=2)


def test_every_subject_that_was_asked_the_case_is_withheld(record: Path) -> None:
    assert redact(record, ["c000"])[1] == 2


def test_a_copy_can_be_redacted_further(record: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(redact(record, ["q1"])[0])
    assert redact(copy, ["q2"])[0] == redact(record, ["q1", "q2"])[0]


def test_a_case_that_is_not_there_and_a_record_that_is_not_whole_are_refused(record: Path) -> None:
    with pytest.raises(RecordError, match="holds no result of a case 'q77'"):
        redact(record, ["q1", "q77"])
    record.write_bytes(record.read_bytes()[:-1])
    with pytest.raises(RecordError, match="the record is not whole: cut short"):
        redact(record, ["q1"])
