"""Compares a run with an earlier one on the cases that both asked.

The words, the tests and what they cannot show are explained in docs/compare.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detectors.errors import AuditError, UnknownNameError
from reports import scoring
from reports.change import Both, Change, change
from reports.change_verdict import DECIDED, Demand, Verdict, rule
from reports.comparison import Compared, RunComparison, RunId, SubjectComparison
from reports.holm import holm
from reports.metrics import METRICS, in_scope
from reports.plan_differences import plan_differences
from reports.run import CaseResult, Run
from reports.shared_cases import shared_cases
from reports.summary import digest
from reports.swap_test import SwapTest


def compare_runs(
    base: Run, run: Run, *, renamed: Mapping[str, str] | None = None, demand: Demand | None = None
) -> RunComparison:
    """The run beside the base; `renamed` maps names of subjects in the base to those in the run.

    Raises `AuditError` where no case or no subject is in both, and `UnknownNameError` where a
    renamed subject is not there.
    """
    demand = demand or Demand()
    _check(demand)
    shared, subjects = shared_cases(base, run), _matched(base, run, renamed or {})
    if not shared.same:
        raise AuditError(
            f"the runs share no case: {len(shared.only_base)} are in the base alone, "
            f"{len(shared.only_run)} in the run alone, {len(shared.altered)} in both are worded or "
            "labelled otherwise; compare runs of one suite"
        )
    compared = [
        _subject(old, new, base, run, frozenset(shared.same)) for old, new in subjects.items()
    ]
    ruled = _ruled(compared, demand)
    verdicts = [each.verdict for subject in ruled for each in subject.changes]
    return RunComparison(
        exit_code=_exit_code(verdicts),
        margin=demand.margin,
        minimum_n=demand.minimum_n,
        base=_run_id(base),
        run=_run_id(run),
        cases=shared,
        differences=plan_differences(base.plan, run.plan, subjects),
        subjects=ruled,
        counts={verdict: verdicts.count(verdict) for verdict in Verdict},
    )


def _check(demand: Demand) -> None:
    if not 0 < demand.margin < 1:
        raise AuditError(f"margin {demand.margin:g} is not between 0 and 1; 0.05 is five points")
    if demand.minimum_n < 1:
        raise AuditError(f"minimum n {demand.minimum_n} is below 1")


def _matched(base: Run, run: Run, renamed: Mapping[str, str]) -> dict[str, str]:
    """Names in the base, in its order, with those in the run."""
    before = [subject.name for subject in base.plan.subjects]
    after = [subject.name for subject in run.plan.subjects]
    for old, new in renamed.items():
        if old not in before:
            raise UnknownNameError("subject of the base", old, before)
        if new not in after:
            raise UnknownNameError("subject of the run", new, after)
    taken = set(renamed.values())
    found = {old: renamed.get(old, old if old not in taken else "") for old in before}
    matched = {old: new for old, new in found.items() if new in after}
    if not matched:
        raise AuditError(
            f"no subject of the base ({', '.join(before)}) is in the run ({', '.join(after)}); "
            "pair them with --subject BASE=RUN"
        )
    return matched


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """A change, and the cases it is of: the same question on the same cases is tested once."""

    metric: str
    slice: str | None
    change: Change
    cases: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    base: str
    run: str
    both: tuple[Both, ...]
    not_asked: tuple[str, ...]
    measured: tuple[_Measured, ...]


def _subject(old: str, new: str, base: Run, run: Run, shared: frozenset[str]) -> _Subject:
    before, after = _results(base, old, shared), _results(run, new, shared)
    both = tuple(Both(before[name], after[name]) for name in before if name in after)
    return _Subject(
        base=old,
        run=new,
        both=both,
        not_asked=tuple(sorted(before.keys() ^ after.keys())),
        measured=tuple(_measured(both)),
    )


def _results(run: Run, subject: str, shared: frozenset[str]) -> dict[str, CaseResult]:
    return {
        result.case.id: result
        for result in run.results
        if result.subject == subject and result.case.id in shared
    }


def _measured(both: Sequence[Both]) -> Iterator[_Measured]:
    before = [each.base for each in both]
    tags = sorted({tag for each in both for tag in _tags(each)})
    for name in (None, *tags):
        inside = {each.base.case.id for each in both if name is None or name in _tags(each)}
        for metric in METRICS.values():
            scope = {result.case.id for result in in_scope(metric, before)} & inside
            found = change(metric, [each for each in both if each.base.case.id in scope])
            if found.n or found.failed or found.unpaired:
                yield _Measured(
                    metric=metric.name, slice=name, change=found, cases=frozenset(scope)
                )


def _tags(both: Both) -> set[str]:
    return set(both.base.case.tags) & set(both.run.case.tags)


def _ruled(subjects: Sequence[_Subject], demand: Demand) -> tuple[SubjectComparison, ...]:
    tests: dict[object, SwapTest] = {}
    for subject in subjects:
        for each in subject.measured:
            if each.change.n >= demand.minimum_n:
                tests[subject.base, each.metric, each.cases] = each.change.test
    adjusted = dict(zip(tests, holm(list(tests.values())), strict=True))
    return tuple(
        _told(subject, [_compared(subject, each, adjusted, demand) for each in subject.measured])
        for subject in subjects
    )


def _compared(
    subject: _Subject, each: _Measured, adjusted: Mapping[object, float | None], demand: Demand
) -> Compared:
    p = adjusted.get((subject.base, each.metric, each.cases))
    ruling = rule(each.change, p, demand)
    return Compared(
        metric=each.metric,
        slice=each.slice,
        verdict=ruling.verdict,
        change=each.change,
        adjusted_p=p,
        reason=ruling.reason,
    )


def _told(subject: _Subject, changes: Sequence[Compared]) -> SubjectComparison:
    right = [
        (each.base.case.id, scoring.right(each.base), scoring.right(each.run))
        for each in subject.both
    ]
    return SubjectComparison(
        base=subject.base,
        run=subject.run,
        changes=tuple(changes),
        newly_failing=_ids(right, before=(True,), after=(False,)),
        newly_passing=_ids(right, before=(False,), after=(True,)),
        no_longer_judged=_ids(right, before=(True, False), after=(None,)),
        newly_judged=_ids(right, before=(None,), after=(True, False)),
        not_asked=subject.not_asked,
    )


def _ids(
    right: Sequence[tuple[str, bool | None, bool | None]],
    *,
    before: tuple[bool | None, ...],
    after: tuple[bool | None, ...],
) -> tuple[str, ...]:
    return tuple(sorted(name for name, old, new in right if old in before and new in after))


def _exit_code(verdicts: Sequence[Verdict]) -> int:
    if Verdict.REGRESSED in verdicts:
        return 1
    return 0 if DECIDED.intersection(verdicts) else 3


def _run_id(run: Run) -> RunId:
    return RunId(
        suite=run.plan.suite,
        title=run.plan.title,
        started=run.plan.started,
        record_sha256=digest(run),
    )
