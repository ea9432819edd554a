"""What a run amounts to: metrics, gates, comparisons, what was not shown, and the exit code.

Everything a report says is computed here or read from the run; a format only arranges it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from detectors.calibration import CheckerError
from detectors.records import Severity, Task
from reports import scoring
from reports.beside import Beside, beside
from reports.checker import Corrected, corrected
from reports.claims import ClaimCounts, count_claims
from reports.effort import Effort, effort
from reports.gates import GateOutcome, GateResult, decide
from reports.ledger import LedgerRow, ledger
from reports.metrics import METRICS, in_scope
from reports.pairs import Comparison, compare_all
from reports.record_writer import write_run
from reports.repeats import Repeats, repeats
from reports.run import CaseResult, Run, SubjectPlan
from reports.statistics import Rate

CONFIDENCE = 0.95


class RunOutcome(StrEnum):
    """How an audit ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"
    """Something could not be judged, so nothing was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric of one subject over one slice."""

    metric: str
    slice: str | None
    """`None` for all cases."""
    rate: Rate | None
    """`None` where no case was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectSummary:
    """What was found of one subject."""

    name: str
    kind: str
    tasks: tuple[Task, ...]
    loopback: bool | None
    asked: int
    right: int
    wrong: int
    failed: int
    """Cases that could not be asked or judged."""
    unjudged: int
    """Answers that no detector looked at."""
    measures: tuple[Measure, ...]
    """Every metric in its scope, first over all cases, then over each slice."""
    effort: Effort
    claims: ClaimCounts | None
    """`None` where it was asked for no free text."""
    corrected: Corrected | None
    """The hallucination rate without the errors of the checker; `None` where those are not known,
    or too large to say anything."""
    repeats: Repeats | None = None
    """What differs from epoch to epoch; `None` where it was asked each case once."""

    def measure(self, metric: str, slice: str | None = None) -> Measure | None:  # noqa: A002
        """One of `measures`; `None` where no case of that kind was asked."""
        found = (m for m in self.measures if m.metric == metric and m.slice == slice)
        return next(found, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """Whether a subject did what a case expects."""

    subject: str
    case: str
    right: bool | None
    """`None` where it could not be asked or judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run amounts to."""

    outcome: RunOutcome
    exit_code: int
    """0 passed, 1 failed, 3 undecided; failed wins over undecided."""
    reasons: tuple[str, ...]
    """Why it ended so, a sentence each."""
    gates: tuple[GateResult, ...]
    subjects: tuple[SubjectSummary, ...]
    comparisons: tuple[Comparison, ...]
    beside: tuple[Beside, ...]
    """Every small model beside every large one."""
    error_findings: int
    """Findings at error level, over all subjects."""
    cases: tuple[CaseOutcome, ...]
    ledger: tuple[LedgerRow, ...]
    run_sha256: str
    """Of the run's record as it is written to disk."""
    root: str
    """Merkle root that the record ends with; a copy in which lines are withheld has it too."""

    @property
    def slices(self) -> tuple[str, ...]:
        """Every tag of a case that was asked, sorted."""
        found = {m.slice for subject in self.subjects for m in subject.measures}
        return tuple(sorted(name for name in found if name is not None))


def summarise(run: Run) -> Summary:
    """What the run amounts to; the same run always gives the same summary."""
    gates = tuple(decide(gate, run.results, run.plan.baseline) for gate in run.plan.gates)
    rows = ledger(run, gates)
    errors = sum(
        found.severity is Severity.ERROR
        for findings in (
            *(result.findings for result in run.results),
            *(result.findings for result in run.suite_results),
        )
        for found in findings
    )
    outcome = _outcome(gates, rows, errors)
    sha256, root = identity(run)
    return Summary(
        outcome=outcome,
        exit_code=_EXIT_CODES[outcome],
        reasons=tuple(_reasons(gates, rows, errors)),
        gates=gates,
        subjects=tuple(
            _subject(subject, run.results, run.plan.checker) for subject in run.plan.subjects
        ),
        comparisons=compare_all(run.plan.subjects, run.results),
        beside=beside(run),
        error_findings=errors,
        cases=tuple(
            CaseOutcome(subject=r.subject, case=r.case.id, right=scoring.right(r))
            for r in run.results
        ),
        ledger=rows,
        run_sha256=sha256,
        root=root,
    )


_EXIT_CODES = {RunOutcome.PASSED: 0, RunOutcome.FAILED: 1, RunOutcome.UNDECIDED: 3}


def _outcome(gates: Sequence[GateResult], rows: Sequence[LedgerRow], errors: int) -> RunOutcome:
    if errors or any(gate.outcome is GateOutcome.FAIL for gate in gates):
        return RunOutcome.FAILED
    if any(row.open for row in rows):
        return RunOutcome.UNDECIDED
    return RunOutcome.PASSED


def _reasons(gates: Sequence[GateResult], rows: Sequence[LedgerRow], errors: int) -> list[str]:
    ended = [gate.outcome for gate in gates]
    failed, passed = ended.count(GateOutcome.FAIL), ended.count(GateOutcome.PASS)
    undecided = len(gates) - failed - passed
    still_open = sum(row.open for row in rows)
    found = (
        (failed, f"Gates failed: {failed} of {len(gates)}."),
        (errors, f"Findings at error level: {errors}."),
        (undecided, f"Gates that could not be decided: {undecided} of {len(gates)}."),
        (still_open, f"Open items: {still_open}, listed under limits and what was not tested."),
        (len(gates) == passed > 0, f"Gates passed: all {passed}."),
    )
    return [sentence for holds, sentence in found if holds]


def _subject(
    subject: SubjectPlan, results: Sequence[CaseResult], checker: CheckerError | None
) -> SubjectSummary:
    asked = [result for result in results if result.subject == subject.name]
    judged = [scoring.right(result) for result in asked]
    failed = sum(result.error is not None for result in asked)
    return SubjectSummary(
        name=subject.name,
        kind=subject.kind,
        tasks=subject.tasks,
        loopback=subject.loopback,
        asked=len(asked),
        right=judged.count(True),
        wrong=judged.count(False),
        failed=failed,
        unjudged=judged.count(None) - failed,
        measures=tuple(_measures(asked, subject.detectors)),
        effort=effort(asked, subject.machine_price_per_hour),
        claims=count_claims(asked) if Task.ANSWER in subject.tasks else None,
        corrected=_corrected(asked, checker),
        repeats=repeats(asked, subject.epochs),
    )


def _corrected(asked: Sequence[CaseResult], checker: CheckerError | None) -> Corrected | None:
    metric = METRICS["hallucination"]
    observed = metric.estimate(in_scope(metric, asked), CONFIDENCE)
    return corrected(observed, checker) if observed and checker else None


def _measures(asked: Sequence[CaseResult], detectors: Sequence[str]) -> list[Measure]:
    metrics = [m for m in METRICS.values() if m.detector is None or m.detector in detectors]
    tags = sorted({tag for result in asked for tag in result.case.tags})
    measures = []
    for name in (None, *tags):
        for metric in metrics:
            scope = in_scope(metric, asked, slice=name)
            if scope:
                rate = metric.estimate(scope, CONFIDENCE)
                measures.append(Measure(metric=metric.name, slice=name, rate=rate))
    return measures


def digest(run: Run) -> str:
    """The sha256 of the record as it is on disk."""
    return identity(run)[0]


def identity(run: Run) -> tuple[str, str]:
    """The digest of the record as it is on disk, and its Merkle root."""
    digest = hashlib.sha256()
    root = write_run(digest.update, run)
    return digest.hexdigest(), root
