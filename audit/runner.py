"""Runs a suite: asks every subject, lets the detectors judge, writes the record as it goes.

One failing case never ends a run: it is stored with its failure. A subject that cannot be asked at
all ends it, with what was answered so far left in the record.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from audit.judging import judge
from audit.overlap import leaked, overlaps
from audit.plan import make_plan
from audit.progress import Progress, silent
from audit.recording import Recorder
from audit.sampling import Repeatable, SubjectSampler
from audit.subjects import Outcome, Subject, opened
from audit.suite import (
    ConsistencySpec,
    GroundingSpec,
    LlmSpec,
    ReplaySpec,
    SlmSpec,
    SubjectSpec,
    Suite,
)
from audit.training_data import read_examples
from detectors.base import Answered, Detector, Resources
from detectors.calibration import read_calibration
from detectors.errors import SubjectError, SuiteError
from detectors.records import Answer, Case, Task
from detectors.registry import DETECTORS, load
from reports.run import CaseResult, End, Failure, Overlap, Run, Stage, read_run, write_record

if TYPE_CHECKING:  # both load faiss and torch
    from audit.judge_error import MeasuredJudge
    from detectors.index import CorpusIndex

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


def run_suite(suite: Suite, *, out: Path, sources: Sources, progress: Progress = silent) -> Run:
    """The finished run, also stored as `out/run.jsonl`.

    Raises `AuditError` where the audit cannot go on; `out` then holds what was done so far.
    """
    began = time.perf_counter()
    near = _overlaps(suite)
    with ExitStack() as stack:
        subjects = {
            spec.name: _opened(spec, suite, sources, progress, stack)
            for spec in _specs(suite, sources)
        }
        corpus = _corpus(suite, sources.cache, progress)
        judged_by = _judge(suite, corpus, sources, stack)
        detectors = {
            spec.name: _detectors(spec, _resources(suite, corpus, subjects[spec.name], judged_by))
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
        out.mkdir(parents=True, exist_ok=True)
        with (out / "run.jsonl").open("x", encoding="utf-8", newline="\n") as stream:
            write_record(stream, plan)
            count = 0
            for name, subject in subjects.items():
                for result in _results(subject, detectors[name], suite.cases, progress):
                    write_record(stream, result)
                    count += 1
            seconds = None if sources.replay else round(time.perf_counter() - began, 3)
            write_record(stream, End(results=count, seconds=seconds))
    return read_run(out)


def _specs(suite: Suite, sources: Sources) -> Iterator[SubjectSpec]:
    """The suite's subjects; under replay every LLM answers from its recording."""
    for spec in suite.file.subjects:
        if sources.replay and isinstance(spec, LlmSpec):
            recording = suite.recordings / f"{spec.name}.jsonl"
            if not recording.is_file():
                raise SuiteError(
                    f"subject {spec.name!r} has no recording {recording}; make one with --record",
                    path=suite.path,
                )
            yield ReplaySpec(
                kind="replay", name=spec.name, recording=recording, detectors=spec.detectors
            )
        else:
            yield spec


def _opened(
    spec: SubjectSpec, suite: Suite, sources: Sources, progress: Progress, stack: ExitStack
) -> Subject:
    """The subject, open as long as the stack; an LLM is recorded where that is wanted."""
    subject = stack.enter_context(
        opened(
            spec,
            labels=suite.file.labels,
            cache=sources.cache,
            timed=not sources.replay,
            progress=progress,
        )
    )
    if sources.record and isinstance(spec, LlmSpec):
        return stack.enter_context(Recorder(subject, sources.record / f"{spec.name}.jsonl"))
    return subject


def _corpus(suite: Suite, cache: Path, progress: Progress) -> "CorpusIndex | None":
    spec = suite.file.corpus
    if spec is None:
        return None
    from detectors.corpus import read_corpus
    from detectors.embedding import Embedder
    from detectors.index import CorpusIndex, cached_index

    corpus = read_corpus(spec.path, text_field=spec.text_field)
    embedder = Embedder(spec.embedder)
    if spec.index:
        index = CorpusIndex.open(spec.index, embedder, corpus=corpus.documents)
    else:
        index = cached_index(
            corpus, embedder, cache, embedded=partial(progress, "indexing the corpus")
        )
    return index


def _overlaps(suite: Suite) -> list[Overlap]:
    """Cases that nearly stand in a training file; one that wholly does ends the audit."""
    classified = [case for case in suite.cases if case.task is Task.CLASSIFY]
    found: list[Overlap] = []
    for spec in suite.file.subjects:
        if isinstance(spec, SlmSpec) and spec.train:
            texts = [example.text for example in read_examples(spec.train)]
            if seen := leaked(classified, texts):
                raise SuiteError(
                    f"test cases stand in the training file: {', '.join(seen[:5])}; "
                    "a model that has seen them proves nothing; take them out of one",
                    path=spec.train,
                )
            found.extend(overlaps(classified, texts))
    return found


def _judge(
    suite: Suite, corpus: "CorpusIndex | None", sources: Sources, stack: ExitStack
) -> "MeasuredJudge | None":
    """The model that judges, open as long as the stack, where a subject's answers want it."""
    spec = suite.file.judge
    wanted = any("judge" in subject.detectors for subject in suite.file.subjects)
    if spec is None or corpus is None or not wanted:
        return None
    from audit.judge import opened_judge
    from audit.judge_error import measured

    replay = suite.recordings if sources.replay else None
    asker = stack.enter_context(opened_judge(spec, record=sources.record, replay=replay))
    return measured(asker, spec, corpus)


def _resources(
    suite: Suite,
    corpus: "CorpusIndex | None",
    subject: Subject,
    judged_by: "MeasuredJudge | None",
) -> Resources:
    grounding = suite.file.grounding or GroundingSpec()
    path = grounding.calibration
    return Resources(
        corpus=corpus,
        classifier=subject.classifier,
        calibration=read_calibration(path) if path else None,
        error_budget=grounding.error_budget,
        low_confidence=suite.file.uncertainty.low_confidence,
        sampler=_sampler(subject, suite.file.consistency),
        samples=suite.file.consistency.samples,
        asker=judged_by and judged_by.asker,
        judge_error=judged_by and judged_by.sentence,
    )


def _sampler(subject: Subject, spec: ConsistencySpec) -> SubjectSampler | None:
    if not isinstance(subject, Repeatable):
        return None
    return SubjectSampler(subject, temperature=spec.temperature)


def _detectors(spec: SubjectSpec, resources: Resources) -> list[Detector]:
    kinds = [
        load("detector", name, group="assaykit.detectors", builtin=DETECTORS)
        for name in spec.detectors
    ]
    return [cast(type[Detector], kind)(resources) for kind in kinds]


def _results(
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
            error = Failure(stage=Stage.SUBJECT, name=subject, message=str(outcome))
            yield CaseResult(subject=subject, case=case, answer=None, error=error)
        else:
            findings, failure = next(judged)
            yield CaseResult(
                subject=subject, case=case, answer=outcome, findings=findings, error=failure
            )
