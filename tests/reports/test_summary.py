import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from detectors.records import Task
from reports.record_writer import write_run
from reports.run import CaseResult, Gate, Run, SubjectPlan, read_run
from reports.summary import RunOutcome, Summary, summarise

Build = Callable[..., CaseResult]
MakeRun = Callable[..., Run]
SLM = SubjectPlan(
    name="slm", kind="slm", tasks=(Task.CLASSIFY,), detectors=(), components=(), loopback=True
)
PASSES = Gate(subject="slm", metric="accuracy", at_least=0.5)
FAILS = Gate(subject="slm", metric="unusable", at_least=0.5)
OPEN = Gate(subject="slm", metric="accuracy", at_least=0.9, minimum_n=100)


@pytest.mark.parametrize(
    ("gates", "outcome", "exit_code"),
    [
        ((PASSES,), RunOutcome.PASSED, 0),
        ((PASSES, FAILS), RunOutcome.FAILED, 1),
        ((PASSES, OPEN), RunOutcome.UNDECIDED, 3),
        ((FAILS, OPEN), RunOutcome.FAILED, 1),
        ((), RunOutcome.UNDECIDED, 3),
    ],
)
def test_only_passed_gates_pass_a_run(
    make_run: MakeRun,
    classified: Build,
    gates: tuple[Gate, ...],
    outcome: RunOutcome,
    exit_code: int,
) -> None:
    results = [classified(f"c{number}") for number in range(40)]

    found = summarise(make_run(results, gates=gates, subjects=(SLM,)))

    assert (found.outcome, found.exit_code) == (outcome, exit_code)


def test_a_finding_at_error_level_fails_a_run(summary: Summary) -> None:
    assert summary.error_findings == 1
    assert summary.exit_code == 1


def test_an_empty_run_is_undecided(make_run: MakeRun) -> None:
    found = summarise(make_run([], gates=(PASSES,)))

    assert (found.exit_code, found.cases) == (3, ())


def test_a_subject_is_measured_over_all_cases_and_every_slice(summary: Summary) -> None:
    slm, llm = summary.subjects

    assert (slm.asked, slm.right, slm.wrong, slm.failed) == (40, 38, 2, 0)
    assert summary.slices == (
        "answerable",
        "in-domain",
        "negation",
        "out-of-domain",
        "premise",
        "typo",
        "unanswerable",
    )
    typo = slm.measure("accuracy", "typo")
    assert typo is not None
    assert typo.rate is not None
    assert typo.rate.n == 12
    assert llm.claims is not None
    assert (llm.claims.supported, llm.claims.refuted, llm.claims.checked) == (4, 1, 7)


def test_effort_is_none_where_nothing_was_measured(summary: Summary) -> None:
    slm, llm = (subject.effort for subject in summary.subjects)

    assert (slm.cost_per_1000, slm.completion_tokens) == (None, None)
    assert llm.cost_per_1000 == pytest.approx(0.172, abs=1e-3)
    assert slm.latency_s is not None
    assert slm.latency_s.n == 40


def test_the_same_run_gives_the_same_summary(sample: Run, summary: Summary) -> None:
    assert summarise(sample) == summary


def test_the_digest_is_that_of_the_record_file(
    sample: Run, summary: Summary, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    with path.open("wb") as stream:
        root = write_run(stream.write, sample)
    assert root == summary.root
    assert hashlib.sha256(path.read_bytes()).hexdigest() == summary.run_sha256
    assert summarise(read_run(path)) == summary
