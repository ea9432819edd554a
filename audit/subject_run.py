"""Runs one subject of a suite by itself, over the cases that are wanted of it.

A whole run asks all subjects in one go; a test runner asks for a case here and a gate there, maybe
in several processes. So each subject is asked on its own, with nothing kept from the one before:
what it is found to do depends on its own cases alone, whoever asks first. The runs of all subjects
join into the run that `assay run` would have stored.
"""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from audit.budget import Budget
from audit.detector_set import detector_set
from audit.plan import make_plan
from audit.progress import silent
from audit.recorder import Journals
from audit.recording import read_tasks
from audit.run_resources import judge_of, opened_corpus, resources_for
from audit.runner import (
    Sources,
    answers_of,
    case_results,
    opened_subject,
    overlapping,
    suite_results,
)
from audit.scorer import opened_scorer
from audit.suite import LlmSpec, ReplaySpec, SlmSpec, SubjectSpec, Suite
from detectors.records import Case, Task
from reports.run import CaseResult, End, Plan, Run, SuiteResult


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRun:
    """What became of the cases that one subject was asked."""

    plan: Plan
    """Of the suite, with this subject alone."""
    results: tuple[CaseResult, ...]
    suite_results: tuple[SuiteResult, ...] = ()
    spent: float = 0.0
    """What all calls of the suite have cost so far, in its currency, where it has a `max_cost`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a subject is asked for."""

    cases: frozenset[str]
    """Ids of cases."""
    examined: bool
    """Whether detectors that look at all answers together do so too."""


def run_subject(
    suite: Suite,
    spec: SubjectSpec,
    wanted: Wanted,
    *,
    sources: Sources,
    out: Path,
    spent: float = 0.0,
) -> SubjectRun:
    """The subject's answers to these cases of its tasks, judged.

    `out` is a folder that keeps what a live subject answers; given again, it is answered from
    first. `spent` is what other subjects of the suite have cost. Raises `AuditError` where the
    subject cannot be asked at all.
    """
    near = overlapping(suite)
    journals = Journals.lasting(out, suite.cases)
    budget = Budget(suite.file.max_cost, suite.file.currency, spent=spent)
    with ExitStack() as stack:
        subject = opened_subject(spec, suite, sources, journals, budget, silent, stack)
        corpus = opened_corpus(suite, sources.cache, silent)
        replay = suite.recordings if sources.replay else None
        judged_by = judge_of(
            _alone(suite, spec), corpus, stack, journals=journals, replay=replay, budget=budget
        )
        scorer = opened_scorer(_alone(suite, spec), sources.cache, silent)
        given = resources_for(suite, spec, corpus, subject, judged_by, scorer)
        detectors = detector_set(spec.detectors, given)
        parts = judged_by.parts if judged_by else ()
        plan = make_plan(
            suite,
            [subject],
            corpus,
            replayed=sources.replay,
            overlaps=near,
            judge=parts,
            scorer=scorer,
        )
        cases = [case for case in suite.cases if case.id in wanted.cases]
        results = tuple(case_results(subject, detectors.of_cases, cases, silent, budget))
        of_suite = detectors.of_suite if wanted.examined else ()
        examined = tuple(suite_results(spec.name, of_suite, answers_of(results), silent))
    return SubjectRun(plan=plan, results=results, suite_results=examined, spent=budget.spent)


def joined(runs: Sequence[SubjectRun]) -> Run:
    """The run of all subjects, given in the order of the suite; at least one.

    It states no duration: nobody measured what else was done between.
    """
    results = tuple(result for run in runs for result in run.results)
    examined = tuple(result for run in runs for result in run.suite_results)
    subjects = tuple(subject for run in runs for subject in run.plan.subjects)
    fullest = max((run.plan for run in runs), key=lambda plan: len(plan.components))  # the judge
    return Run(
        plan=replace(fullest, subjects=subjects, started=runs[0].plan.started),
        results=results,
        end=End(results=len(results) + len(examined)),
        suite_results=examined,
    )


def cases_of(spec: SubjectSpec, suite: Suite, *, replay: bool) -> list[Case]:
    """The cases that the subject can be asked, told without opening it."""
    tasks = _tasks(spec, suite, replay=replay)
    return [case for case in suite.cases if case.task in tasks]


def _tasks(spec: SubjectSpec, suite: Suite, *, replay: bool) -> Collection[Task]:
    match spec:
        case SlmSpec():
            return (Task.CLASSIFY,)
        case ReplaySpec():
            return read_tasks(spec.recording)
        case LlmSpec():
            recording = suite.recordings / f"{spec.name}.jsonl"
            replays = replay and recording.is_file()
            return read_tasks(recording) if replays else tuple(spec.prompts)


def _alone(suite: Suite, spec: SubjectSpec) -> Suite:
    """The suite with this subject alone."""
    return replace(suite, file=replace(suite.file, subjects=(spec,)))
