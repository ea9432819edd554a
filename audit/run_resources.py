"""Gathers what the detectors of a run are given: corpus, models, calibration, training examples."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audit.budget import Budget
from audit.draws import Repeatable
from audit.progress import Progress
from audit.recorder import Journals
from audit.sampling import SubjectSampler
from audit.subjects import Subject
from audit.suite import (
    ConsistencySpec,
    GroundingSpec,
    PrivacySpec,
    SlmSpec,
    SubjectSpec,
    Suite,
)
from audit.training_data import labelled_rows
from detectors.base import LabelledText, Resources, ScorerFiles
from detectors.calibration import read_calibration
from detectors.personal_kinds import PrivacyOptions
from detectors.records import Task
from reports.run import SubjectPlan

if TYPE_CHECKING:  # both load faiss and torch
    from audit.judge_error import MeasuredJudge
    from detectors.index import CorpusIndex


def opened_corpus(suite: Suite, cache: Path, progress: Progress) -> "CorpusIndex | None":
    """The suite's corpus with its index, built or found in the cache; `None` where it has none."""
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


def judge_of(
    suite: Suite,
    corpus: "CorpusIndex | None",
    stack: ExitStack,
    *,
    journals: Journals,
    replay: Path | None,
    budget: Budget,
) -> "MeasuredJudge | None":
    """The model that judges, open as long as the stack, where a subject's answers want it.

    Its replies are written to a journal, or read from the folder `replay`.
    """
    spec = suite.file.judge
    wanted = any("judge" in subject.detectors for subject in suite.file.subjects)
    if spec is None or corpus is None or not wanted:
        return None
    from audit.judge import opened_judge
    from audit.judge_error import measured

    asker = stack.enter_context(opened_judge(spec, journals=journals, replay=replay, budget=budget))
    return measured(asker, spec, corpus)


def resources_for(
    suite: Suite,
    spec: SubjectSpec,
    corpus: "CorpusIndex | None",
    subject: Subject,
    judged_by: "MeasuredJudge | None",
    scorer: ScorerFiles | None = None,
) -> Resources:
    """What the detectors of one subject are given."""
    grounding = suite.file.grounding or GroundingSpec()
    path = grounding.calibration
    plan = subject.plan()
    return Resources(
        corpus=corpus,
        classifier=subject.classifier,
        calibration=read_calibration(path) if path else None,
        error_budget=grounding.error_budget,
        low_confidence=suite.file.uncertainty.low_confidence,
        sampler=_sampler(subject, suite.file.consistency),
        samples=suite.file.consistency.samples,
        legitimate=suite.file.reliance.legitimate,
        asker=judged_by and judged_by.asker,
        judge_error=judged_by and judged_by.sentence,
        texts=[case.text for case in suite.cases if case.task is Task.CLASSIFY],
        training=_training(spec),
        privacy=privacy_options(suite.file.privacy),
        loopback=plan.loopback,
        models=_models(plan),
        scorer=scorer,
    )


def privacy_options(spec: PrivacySpec) -> PrivacyOptions:
    """What the suite wants looked for."""
    return PrivacyOptions(spec.entities, spec.minimum_score, spec.spacy_model)


def _models(plan: SubjectPlan) -> frozenset[str]:
    """Names and digests of the models behind a subject."""
    models = [part for part in plan.components if part.role == "model"]
    return frozenset(filter(None, (name for one in models for name in (one.name, one.sha256))))


def _training(spec: SubjectSpec) -> list[LabelledText] | None:
    if not isinstance(spec, SlmSpec) or spec.train is None:
        return None
    return labelled_rows(spec.train)


def _sampler(subject: Subject, spec: ConsistencySpec) -> SubjectSampler | None:
    if not isinstance(subject, Repeatable):
        return None
    return SubjectSampler(subject, temperature=spec.temperature)
