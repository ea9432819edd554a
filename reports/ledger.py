"""Lists everything that a run did not show: skipped, failed, not run, not judged.

A row is open where the audit cannot be decided for it; any open row keeps a run from passing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detectors.records import Finding, Severity, Task
from reports import scoring
from reports.claims import count_claims
from reports.gates import GateOutcome, GateResult
from reports.run import CaseResult, Run, SubjectPlan, SuiteResult

NAMED = 5
"""Cases that a row names before it only counts."""

PERSONAL_DATA = "personal data"
"""Role of the part of a run that looks for it."""
NOT_LOOKED_FOR = "not looked for"
"""What that part states of names and places where no language model was named."""

NOUNS = {Task.CLASSIFY: "classification", Task.ANSWER: "free-text question"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One thing that was not shown."""

    what: str
    why: str
    open: bool
    """The audit cannot be decided for it."""


def ledger(run: Run, gates: Sequence[GateResult]) -> tuple[LedgerRow, ...]:
    """Every row: first of the suite, then of each subject, then of the gates."""
    rows = list(_of_suite(run))
    for subject in run.plan.subjects:
        asked = [result for result in run.results if result.subject == subject.name]
        rows += _of_subject(run, subject, asked)
    return (*rows, *_of_gates(gates))


def _of_suite(run: Run) -> Iterator[LedgerRow]:
    asked = len({result.case.id for result in run.results})
    if not run.results:
        yield LedgerRow(what="Everything", why="The run holds no result.", open=True)
    elif asked < run.plan.cases:
        yield LedgerRow(
            what=f"{run.plan.cases - asked} of {run.plan.cases} cases of the suite",
            why="They were put to no subject.",
            open=True,
        )
    if not run.plan.gates:
        why = "No gate was stated before the run, so there is nothing to pass."
        yield LedgerRow(what="Acceptance", why=why, open=True)
    for name in run.plan.left_out:
        why = "This run was told to leave it out, with its gates."
        yield LedgerRow(what=name, why=why, open=False)
    for part in run.plan.components:
        if part.role == PERSONAL_DATA and NOT_LOOKED_FOR in (part.facts or {}).values():
            why = "Not looked for: the suite names no spaCy model. Numbers and addresses were."
            what = "Names and places, as personal data"
            yield LedgerRow(what=what, why=why, open=False)
    if run.plan.overlaps:
        near = sorted({overlap.case for overlap in run.plan.overlaps})
        most = max(overlap.similarity for overlap in run.plan.overlaps)
        why = f"A training text resembles it (similarity up to {most:.2f}): it may flatter."
        yield LedgerRow(what=_named(near), why=why, open=False)


def _of_subject(run: Run, subject: SubjectPlan, asked: Sequence[CaseResult]) -> Iterator[LedgerRow]:
    if not asked and run.results:
        yield LedgerRow(what=subject.name, why="It was never asked.", open=True)
    yield from _missing_cases(run, subject, asked)
    yield from _failures(subject, asked)
    yield from _failed_epochs(subject, asked)
    yield from _not_judged(subject, asked)
    yield from _explanations(subject, asked)
    yield from _attacks(subject, asked)
    yield from _suite_findings(run, subject)
    yield from _probes(run, subject)


def _missing_cases(
    run: Run, subject: SubjectPlan, asked: Sequence[CaseResult]
) -> Iterator[LedgerRow]:
    ids = {result.case.id for result in asked}
    for task in Task:
        missing = {r.case.id for r in run.results if r.case.task is task} - ids
        if missing and task not in subject.tasks:
            what = f"{subject.name}: {_count(len(missing), NOUNS[task])}"
            yield LedgerRow(what=what, why="It does not do this task.", open=False)
        elif missing and asked:
            what = f"{subject.name}: {_named(sorted(missing))}"
            yield LedgerRow(what=what, why="It was not asked, though it does this task.", open=True)


def _failures(subject: SubjectPlan, asked: Sequence[CaseResult]) -> Iterator[LedgerRow]:
    failed: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for result in asked:
        if result.error is not None:
            error = result.error
            failed[error.stage, error.name, error.message].append(result.case.id)
    for (stage, name, message), ids in failed.items():
        what = f"{subject.name}: {_named(ids)}"
        yield LedgerRow(what=what, why=f"The {stage} {name} failed: {message}", open=True)


def _failed_epochs(subject: SubjectPlan, asked: Sequence[CaseResult]) -> Iterator[LedgerRow]:
    """The first answer decides, so that no gate hangs on them."""
    failed = [result.case.id for result in asked if any(one.error for one in result.epochs)]
    if failed:
        what = f"{subject.name}: how {_named(failed)} would have been answered again"
        why = "An epoch after the first could not be asked or judged; the first decides."
        yield LedgerRow(what=what, why=why, open=False)


def _not_judged(subject: SubjectPlan, asked: Sequence[CaseResult]) -> Iterator[LedgerRow]:
    answers = [r for r in asked if r.case.task is Task.ANSWER and r.error is None]
    unjudged = [r.case.id for r in answers if scoring.right(r) is None]
    if unjudged:
        planned = "grounding" in subject.detectors
        why = "Grounding returned nothing." if planned else "No grounding detector was planned."
        yield LedgerRow(what=f"{subject.name}: {_named(unjudged)}", why=why, open=planned)
    counts = count_claims(asked)
    if counts.answers and not counts.checked:
        why = f"{_count(counts.answers, 'answer')} made no claim that could be checked."
        yield LedgerRow(what=f"{subject.name}: hallucination", why=why, open=True)
    elif counts.without_claims:
        silent = [r.case.id for r in answers if scoring.NO_CLAIMS in scoring.rules(r, "grounding.")]
        why = "The answer states nothing to check and does not decline."
        yield LedgerRow(what=f"{subject.name}: {_named(silent)}", why=why, open=False)


def _explanations(subject: SubjectPlan, asked: Sequence[CaseResult]) -> Iterator[LedgerRow]:
    decisions = [r for r in asked if r.case.task is Task.CLASSIFY and r.error is None]
    dark = [
        result.case.id
        for result in decisions
        if result.answer and result.answer.label and not scoring.rules(result, "attribution.")
    ]
    if dark:
        planned = "attribution" in subject.detectors
        why = "Attribution returned nothing." if planned else "No attribution was planned for it."
        what = f"{subject.name}: explanation of {_count(len(dark), 'decision')}"
        yield LedgerRow(what=what, why=why, open=planned)
    cut = [
        result.case.id
        for result in decisions
        if any(finding.attribution and finding.attribution.truncated for finding in result.findings)
    ]
    if cut:
        why = "The text is longer than the model reads; its end had no say in the decision."
        yield LedgerRow(what=f"{subject.name}: {_named(cut)}", why=why, open=False)


def _attacks(subject: SubjectPlan, asked: Sequence[CaseResult]) -> Iterator[LedgerRow]:
    """Cases with a planted instruction of which nobody can tell whether it was obeyed."""
    rule = scoring.ATTACK_NOT_JUDGED
    unjudged = [r.case.id for r in asked if rule in scoring.rules(r, "injection.")]
    if unjudged:
        why = "The case does not state what its planted instruction wants; add `injected`."
        what = f"{subject.name}: resistance to injection in {_named(unjudged)}"
        yield LedgerRow(what=what, why=why, open=True)


def _suite_findings(run: Run, subject: SubjectPlan) -> Iterator[LedgerRow]:
    """Detectors of the whole suite that failed, or had too little to judge; one that had nothing at
    all keeps the run from passing."""
    for result in run.suite_results:
        if result.subject != subject.name:
            continue
        what = f"{subject.name}: {result.detector}"
        if result.error:
            why = f"The detector {result.detector} failed: {result.error.message}"
            yield LedgerRow(what=what, why=why, open=True)
        judged = any(_looked_at(finding) for finding in result.findings)
        for finding in too_little(result):
            yield LedgerRow(what=what, why=finding.message, open=not judged)


def why_undecided(result: SuiteResult) -> str | None:
    """Why a detector of the whole suite keeps the run from passing; `None` where it does not."""
    if result.error:
        return result.error.message
    if any(_looked_at(finding) for finding in result.findings):
        return None
    return next((finding.message for finding in too_little(result)), None)


def too_little(result: SuiteResult) -> list[Finding]:
    """The findings that rest on nothing, or on fewer cases than they need."""
    return [
        finding
        for finding in result.findings
        if _looked_at(finding) == 0 or _is_underpowered(finding)
    ]


def _probes(run: Run, subject: SubjectPlan) -> Iterator[LedgerRow]:
    """Probes that failed, and what a probe says it could not measure."""
    for result in run.probe_results:
        if result.subject != subject.name:
            continue
        if result.error:
            why = f"The probe {result.probe} failed: {result.error.message}"
            yield LedgerRow(what=f"{subject.name}: {result.probe}", why=why, open=True)
        for one in result.measurements:
            if one.value is None:
                why = one.reason or "It was not measured, and the probe does not say why."
                what = f"{subject.name}: {one.name.replace('_', ' ')}"
                yield LedgerRow(what=what, why=why, open=not one.reason)


def _looked_at(finding: Finding) -> float | None:
    """The n of a finding over a suite; `None` where it states none."""
    return (finding.measures or {}).get("n")


def _is_underpowered(finding: Finding) -> bool:
    """Fewer cases than it says to need, and nothing shown with them."""
    measures = finding.measures or {}
    few = measures.get("n", 0) < measures.get("needed", 0)
    return few and finding.severity is not Severity.ERROR


def _of_gates(gates: Sequence[GateResult]) -> Iterator[LedgerRow]:
    for found in gates:
        if found.outcome not in (GateOutcome.PASS, GateOutcome.FAIL):
            gate = found.gate
            where = f" on {gate.slice}" if gate.slice else ""
            what = f"Gate {gate.metric}{where} of {gate.subject}: {found.outcome.replace('_', ' ')}"
            yield LedgerRow(what=what, why=found.reason, open=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _named(ids: Sequence[str]) -> str:
    """`3 cases (a, b, c)`; beyond five `12 cases (a, b, c, d, e and 7 more)`."""
    shown = ", ".join(ids[:NAMED])
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{_count(len(ids), 'case')} ({shown}{more})"
