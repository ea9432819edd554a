"""The SLM subject: a classifier on this machine, fine-tuned first where the suite says so."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from audit.finetune import cached_finetune
from audit.model_card import Training
from audit.progress import Progress, silent
from audit.subjects import Outcome
from audit.suite import SlmSpec
from detectors.classifier import Classifier, Probabilities
from detectors.errors import ModelError, SubjectError
from detectors.records import Answer, Case, Task
from reports.run import Component, SubjectPlan


class Slm(NamedTuple):
    """A classifier as a subject; one that is not `timed` states no latency."""

    spec: SlmSpec
    classifier: Classifier
    training: Training | None
    """How it was made, where it was made for this suite."""
    timed: bool

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def tasks(self) -> frozenset[Task]:
        return frozenset({Task.CLASSIFY})

    def plan(self) -> SubjectPlan:
        """What it is: its weights, and the base and examples that they come from."""
        return SubjectPlan(
            name=self.name,
            kind=self.spec.kind,
            tasks=(Task.CLASSIFY,),
            detectors=self.spec.detectors,
            components=(self._model(), *_origins(self.training)),
            loopback=True,  # nothing leaves the process
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """One outcome a case, in the order given, a batch at a time."""
        size = self.spec.batch_size
        for start in range(0, len(cases), size):
            batch = cases[start : start + size]
            began = time.perf_counter()
            found = self.classifier.probabilities([case.text for case in batch], batch_size=size)
            each = (time.perf_counter() - began) / len(batch) if self.timed else None
            for case, probabilities in zip(batch, found, strict=True):
                yield self._outcome(case, probabilities, each)

    def _outcome(
        self, case: Case, probabilities: Probabilities | ModelError, latency_s: float | None
    ) -> Outcome:
        if isinstance(probabilities, ModelError):
            return SubjectError(str(probabilities), subject=self.name, case_id=case.id)
        label, highest = max(probabilities.items(), key=lambda item: item[1])
        declined = highest < self.spec.abstain_below
        return Answer(
            text="" if declined else label,
            label=None if declined else label,
            declined=declined,
            probabilities=probabilities,
            latency_s=latency_s,
        )

    def _model(self) -> Component:
        facts: dict[str, str | int | float | bool] = {
            "parameters": self.classifier.parameters,
            "bytes": self.classifier.bytes,
            "max_length": self.classifier.max_length,
            "abstain_below": self.spec.abstain_below,
        }
        name = self.spec.model if self.training is None else f"{self.spec.model}, fine-tuned"
        return Component(role="model", name=name, sha256=self.classifier.sha256, facts=facts)


@contextmanager
def opened_slm(
    spec: SlmSpec,
    *,
    labels: tuple[str, ...],
    cache: Path,
    timed: bool = True,
    progress: Progress = silent,
) -> Iterator[Slm]:
    """The classifier, ready to be asked, which knows exactly these labels.

    Raises `ModelError` where it cannot be loaded or knows others, and `SuiteError` for a training
    file that is wrong.
    """
    made = None
    if spec.train is not None:
        made = cached_finetune(spec.model, spec.train, cache, labels=labels, progress=progress)
    classifier = Classifier.load(
        str(made.folder) if made else spec.model,
        allow_pickle=spec.allow_pickle,
        allow_remote_code=spec.allow_remote_code,
    )
    _check_labels(classifier, labels, spec)
    yield Slm(spec, classifier, made.training if made else None, timed)


def _check_labels(classifier: Classifier, labels: Sequence[str], spec: SlmSpec) -> None:
    unknown = sorted(set(labels) - set(classifier.labels))
    extra = sorted(set(classifier.labels) - set(labels))
    differences = [
        f"{what} {', '.join(names[:5])}{', ...' if names[5:] else ''}"
        for what, names in (("it lacks", unknown), ("only it has", extra))
        if names
    ]
    if differences:
        raise ModelError(
            f"model {spec.model!r} of subject {spec.name!r} and the suite have different labels: "
            f"{'; '.join(differences)}"
        )


def _origins(training: Training | None) -> tuple[Component, ...]:
    if training is None:
        return ()
    return (
        Component(role="base", name=training.base, sha256=training.base_sha256),
        Component(
            role="train", name=training.train, sha256=training.train_sha256, facts=_facts(training)
        ),
    )


def _facts(training: Training) -> Mapping[str, str | int | float | bool]:
    return {
        "training_examples": training.training_examples,
        "validation_examples": training.validation_examples,
        "validation_correct": training.validation_correct,
        "epochs": training.recipe.epochs,
        "seed": training.seed,
    }
