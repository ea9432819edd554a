"""Runs a suite: asks every subject, lets the detectors judge, writes the record as it goes.

One failing case never ends a run: it is stored with its failure. A subject that cannot be asked at
all ends it, with what was answered so far left in the record; resumed, it goes on from there.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from audit.budget import Budget, Priced
from audit.detector_set import DetectorSet, detector_set
from audit.judging import examine, judge
from audit.open_record import OpenRecord, opened_record
from audit.overlap import leaked, overlaps
from audit.plan import make_plan
from audit.progress import Progress, silent
from audit.recorder import Journals
from audit.run_resources import judge_of, opened_corpus, resources_for
from audit.subjects import Outcome, Subject, opened
from audit.suite import LlmSpec, ReplaySpec, SlmSpec, SubjectSpec, Suite
from audit.training_data import labelled_rows
from detectors.base import Answered, Detector, SuiteDetector
from detectors.errors import SubjectError, SuiteError
from detectors.records import Answer, Case, Task
from reports.run import (
    CaseResult,
    Failure,
    Overlap,
    Run,
    Stage,
    SuiteResult,
    read_run,
)

CHUNK = 32
"""Answers judged and written together: enough to batch, few enough to lose little in a crash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where a run takes answers from, and where it keeps them."""

    cache: Path
    """Fine-tuned models, assembled weights and indexes, used again by the next run."""
    replay: bool = False
    """LLMs answer from `recordings/NAME.jsonl` beside the suite; no time is measured."""
    record: Path | None = None
    """Folder to write recordings of LLM answers to."""
    resume: bool = False
    """Go on with the run that was cut short in the same folder, where there is one."""


def run_suite(suite: Suite, *, out: Path, sources: Sources, progress: Progress = silent) -> Run:
    """The finished run, also stored as `out/run.jsonl`.

    Raises `AuditError` where the audit cannot go on; `out` then holds what was done so far.
    """
    began = time.perf_counter()
    near = overlapping(suite)
    journals = Journals(folder=out, keep=sources.record, resume=sources.resume)
    with ExitStack() as stack:
        most = suite.file.max_cost
        budget = None if most is None else Budget(most, suite.file.currency)
        subjects = {
            spec.name: opened_subject(spec, suite, sources, journals, budget, progress, stack)
            for spec in suite.file.subjects
        }
        corpus = opened_corpus(suite, sources.cache, progress)
        replay = suite.recordings if sources.replay else None
        judged_by = judge_of(suite, corpus, stack, journals=journals, replay=replay)
        detectors = {
            spec.name: detector_set(
                spec.detectors,
                resources_for(suite, spec, corpus, subjects[spec.name], judged_by),
            )
            for spec in suite.file.subjects
        }
        plan = make_plan(
            suite,
            list(subjects.values()),
            corpus,
            replayed=sources.replay,
            overlaps=near,
            judge=judged_by.parts if judged_by else (),
        )
        with opened_record(out, plan, resume=sources.resume) as record:
            for result in _results(subjects, detectors, suite.cases, record, progress):
                record.write(result)
            record.finish(None if sources.replay else round(time.perf_counter() - began, 3))
    return read_run(out)


def replayed(spec: SubjectSpec, suite: Suite) -> SubjectSpec:
    """The subject as it is replayed: an LLM answers from its recording.

    Raises `SuiteError` where it has none.
    """
    if not isinstance(spec, LlmSpec):
        return spec
    recording = suite.recordings / f"{spec.name}.jsonl"
    if not recording.is_file():
        raise SuiteError(
            f"subject {spec.name!r} has no recording {recording}; make one with --record",
            path=suite.path,
        )
    return ReplaySpec(kind="replay", name=spec.name, recording=recording, detectors=spec.detectors)


def opened_subject(
    spec: SubjectSpec,
    suite: Suite,
    sources: Sources,
    journals: Journals,
    budget: Budget | None,
    progress: Progress,
    stack: ExitStack,
) -> Subject:
    """The subject, open as long as the stack; what an LLM answers is written down as it comes."""
    spec = replayed(spec, suite) if sources.replay else spec
    subject = stack.enter_context(
        opened(
            spec,
            labels=suite.file.labels,
            cache=sources.cache,
            timed=not sources.replay,
            progress=progress,
        )
    )
    if isinstance(subject, Priced):
        subject.budget = budget
    if isinstance(spec, LlmSpec):
        return stack.enter_context(journals.recorder(subject, f"{spec.name}.jsonl"))
    return subject


def overlapping(suite: Suite) -> list[Overlap]:
    """Cases that nearly stand in a training file; one that wholly does ends the audit."""
    classified = [case for case in suite.cases if case.task is Task.CLASSIFY]
    found: list[Overlap] = []
    for spec in suite.file.subjects:
        if isinstance(spec, SlmSpec) and spec.train:
            texts = [example.text for example in labelled_rows(spec.train)]
            if seen := leaked(classified, texts):
                raise SuiteError(
                    f"test cases stand in the training file: {', '.join(seen[:5])}; "
                    "a model that has seen them proves nothing; take them out of one",
                    path=spec.train,
                )
            found.extend(overlaps(classified, texts))
    return found


def _results(
    subjects: Mapping[str, Subject],
    detectors: Mapping[str, DetectorSet],
    cases: Sequence[Case],
    record: OpenRecord,
    progress: Progress,
) -> Iterator[CaseResult | SuiteResult]:
    """Those of all cases, subject by subject, then those of the detectors of a whole suite.

    What is on record already is left out.
    """
    answered: dict[str, list[Answered]] = {}
    for name, subject in subjects.items():
        kept = record.results(name)
        known = {result.case.id for result in kept}
        rest = [case for case in cases if case.id not in known]
        answered[name] = answers_of(kept)
        for result in case_results(subject, detectors[name].of_cases, rest, progress):
            answered[name] += answers_of([result])
            yield result
    for name in subjects:
        rest_of_suite = [one for one in detectors[name].of_suite if not record.has(name, one.name)]
        yield from suite_results(name, rest_of_suite, answered[name], progress)


def answers_of(results: Sequence[CaseResult]) -> list[Answered]:
    """The cases that were answered, with their answers."""
    return [Answered(result.case, result.answer) for result in results if result.answer is not None]


def suite_results(
    subject: str,
    detectors: Sequence[SuiteDetector],
    answered: Sequence[Answered],
    progress: Progress,
) -> Iterator[SuiteResult]:
    """What each detector of the whole suite finds over all answers of the subject."""
    for done, detector in enumerate(detectors):
        progress(f"examining {subject}", done, len(detectors))
        yield examine(detector, subject, answered)
    if detectors:
        progress(f"examining {subject}", len(detectors), len(detectors))


def case_results(
    subject: Subject, detectors: Sequence[Detector], cases: Sequence[Case], progress: Progress
) -> Iterator[CaseResult]:
    """One result for each case that the subject can be asked, in the order of the suite."""
    asked = [case for case in cases if case.task in subject.tasks]
    outcomes = _watched(subject.answers(asked), f"asking {subject.name}", len(asked), progress)
    pairs = zip(asked, outcomes, strict=True)
    while chunk := list(islice(pairs, CHUNK)):
        yield from _judged(subject.name, detectors, chunk)


def _watched(
    outcomes: Iterator[Outcome], stage: str, total: int, progress: Progress
) -> Iterator[Outcome]:
    progress(stage, 0, total)
    for done, outcome in enumerate(outcomes, start=1):
        progress(stage, done, total)
        yield outcome


def _judged(
    subject: str, detectors: Sequence[Detector], chunk: Sequence[tuple[Case, Outcome]]
) -> Iterator[CaseResult]:
    answered = [Answered(case, out) for case, out in chunk if isinstance(out, Answer)]
    judged = iter(judge(detectors, answered))
    for case, outcome in chunk:
        if isinstance(outcome, SubjectError):
            error = Failure(stage=Stage.SUBJECT, name=subject, message=outcome.message)
            yield CaseResult(subject=subject, case=case, answer=None, error=error)
        else:
            findings, failure = next(judged)
            yield CaseResult(
                subject=subject, case=case, answer=outcome, findings=findings, error=failure
            )
