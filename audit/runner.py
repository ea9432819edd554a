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
from typing import NamedTuple

from audit.budget import Budget, Priced
from audit.detector_set import DetectorSet, detector_set
from audit.draws import Draw, Repeatable
from audit.judging import Judged, examine, judge
from audit.learning_curve import LearningCurve, Means
from audit.open_record import OpenRecord, opened_record
from audit.overlap import leaked, overlaps
from audit.plan import make_plan
from audit.probes import probed, probes_for
from audit.progress import Progress, silent
from audit.recorder import Announcing, Journals
from audit.run_resources import judge_of, opened_corpus, resources_for
from audit.scorer import opened_scorer
from audit.subjects import Outcome, Subject, opened
from audit.suite import LlmSpec, ReplaySpec, SlmSpec, SubjectSpec, Suite
from audit.training_data import labelled_rows
from audit.watch import Watch
from detectors.base import Answered, Detector, SuiteDetector
from detectors.errors import SubjectError, SuiteError
from detectors.records import Answer, Case, Finding, Task
from reports.run import (
    CaseResult,
    Epoch,
    Failure,
    Overlap,
    ProbeResult,
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
    journals = Journals(out, sources.record, suite.cases, sources.resume)
    budget = Budget(suite.file.max_cost, suite.file.currency)
    with ExitStack() as stack:
        subjects = {
            spec.name: opened_subject(spec, suite, sources, journals, budget, progress, stack)
            for spec in suite.file.subjects
        }
        corpus = opened_corpus(suite, sources.cache, progress)
        replay = suite.recordings if sources.replay else None
        judged_by = judge_of(suite, corpus, stack, journals=journals, replay=replay, budget=budget)
        scorer = opened_scorer(suite, sources.cache, progress)
        detectors = {
            spec.name: detector_set(
                spec.detectors,
                resources_for(suite, spec, corpus, subjects[spec.name], judged_by, scorer),
            )
            for spec in suite.file.subjects
        }
        curve = _learning_curve(suite, sources, journals, budget, progress, stack)
        plan = make_plan(
            suite,
            list(subjects.values()),
            corpus,
            replayed=sources.replay,
            overlaps=near,
            judge=judged_by.parts if judged_by else (),
            scorer=scorer,
        )
        with opened_record(out, plan, resume=sources.resume) as record:
            for result in _results(subjects, detectors, suite.cases, record, progress, budget):
                record.write(result)
            for probe_result in _probe_results(suite, subjects, sources, curve, record, progress):
                record.write(probe_result)
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
    return ReplaySpec(
        kind="replay",
        name=spec.name,
        recording=recording,
        epochs=spec.epochs,
        detectors=spec.detectors,
    )


def opened_subject(
    spec: SubjectSpec,
    suite: Suite,
    sources: Sources,
    journals: Journals,
    budget: Budget,
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
    if isinstance(subject, Announcing):
        return stack.enter_context(journals.recorder(subject, f"{spec.name}.jsonl"))
    return subject


def _learning_curve(
    suite: Suite,
    sources: Sources,
    journals: Journals,
    budget: Budget | None,
    progress: Progress,
    stack: ExitStack,
) -> LearningCurve | None:
    spec = suite.file.learning_curve
    if spec is None:
        return None
    means = Means(
        cache=sources.cache,
        journals=journals,
        stack=stack,
        replay=suite.recordings if sources.replay else None,
        budget=budget,
        progress=progress,
    )
    return LearningCurve(suite=suite, spec=spec, means=means)


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
    budget: Budget,
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
        for result in case_results(subject, detectors[name].of_cases, rest, progress, budget):
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


def _probe_results(
    suite: Suite,
    subjects: Mapping[str, Subject],
    sources: Sources,
    curve: LearningCurve | None,
    record: OpenRecord,
    progress: Progress,
) -> Iterator[ProbeResult]:
    """Those of all probes that are not on record, while every subject is still open."""
    for spec in suite.file.subjects:
        subject = subjects[spec.name]
        probes = probes_for(suite, spec, subject, timed=not sources.replay)
        if curve and curve.measures(spec):
            probes.append(curve)
        for probe in probes:
            if not record.has_probe(spec.name, probe.name):
                stage = f"measuring {spec.name}: {probe.name}"
                progress(stage, 0, 1)
                yield probed(probe, subject, suite.cases)
                progress(stage, 1, 1)


def case_results(
    subject: Subject,
    detectors: Sequence[Detector],
    cases: Sequence[Case],
    progress: Progress,
    budget: Budget,
) -> Iterator[CaseResult]:
    """One result for each case that the subject can be asked, in the order of the suite."""
    asked = [case for case in cases if case.task in subject.tasks]
    epochs = subject.plan().epochs
    watch = Watch(progress, subject.name, len(asked) * epochs, budget)
    outcomes = watch(_outcomes(subject, asked, epochs))
    size = max(CHUNK // epochs, 1)
    for start in range(0, len(asked), size):
        chunk = [(case, list(islice(outcomes, epochs))) for case in asked[start : start + size]]
        yield from _judged(subject.name, detectors, chunk)


def _outcomes(subject: Subject, cases: Sequence[Case], epochs: int) -> Iterator[Outcome]:
    """What comes of each case, all epochs of the first before the next."""
    if epochs == 1:
        return subject.answers(cases)
    if not isinstance(subject, Repeatable):
        raise SubjectError("cannot be asked twice", subject=subject.name)
    numbers = (None, *range(2, epochs + 1))
    return subject.draws([Draw(case, epoch=number) for case in cases for number in numbers])


def _judged(
    subject: str, detectors: Sequence[Detector], chunk: Sequence[tuple[Case, Sequence[Outcome]]]
) -> Iterator[CaseResult]:
    """The results of some cases; their epochs are judged together, as answers of their own."""
    answered = [
        Answered(case, outcome)
        for case, outcomes in chunk
        for outcome in outcomes
        if isinstance(outcome, Answer)
    ]
    judged = iter(judge(detectors, answered))
    for case, outcomes in chunk:
        first, *others = [_ended(subject, outcome, judged) for outcome in outcomes]
        yield CaseResult(
            subject=subject,
            case=case,
            answer=first.answer,
            findings=first.findings,
            error=first.error,
            epochs=tuple(
                Epoch(number=number, answer=one.answer, findings=one.findings, error=one.error)
                for number, one in enumerate(others, start=2)
            ),
        )


class _Ended(NamedTuple):
    """What came of asking once."""

    answer: Answer | None
    findings: tuple[Finding, ...]
    error: Failure | None


def _ended(subject: str, outcome: Outcome, judged: Iterator[Judged]) -> _Ended:
    if isinstance(outcome, SubjectError):
        error = Failure(stage=Stage.SUBJECT, name=subject, message=outcome.message)
        return _Ended(None, (), error)
    findings, failure = next(judged)
    return _Ended(outcome, findings, failure)
