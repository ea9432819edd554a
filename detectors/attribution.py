"""Explains what a classifier decided: a signed score for every word of its input.

Integrated Gradients (Sundararajan, Taly & Yan 2017, "Axiomatic Attribution for Deep Networks"),
computed by Captum on the input embeddings. What is explained is the logit of the predicted class,
compared with the same input whose every content token is a padding token; `[CLS]`, `[SEP]` and
their like stay as they are, so that the baseline is a text without words and not a broken one.

- Scores add up to the difference of the two logits, up to the convergence delta that is reported.
  Inputs that miss it by more than `TOLERANCE` are computed again with more steps.
- The path is sampled at the middle of its steps: the weights of Captum's trapezoid add up to
  (n - 1) / n, and the sums of its scores fall short by as much.
- Texts of one length make a batch, so nothing is padded and no position shifts.
- Limits: scores tell what moves this logit, not what the model understood, and they depend on the
  baseline. Faithfulness has to be measured on its own (occlusion is the plain alternative).
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from detectors.base import Answered, Findings, Resources
from detectors.batches import of_equal_length
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.records import Attribution, Finding, Severity, Task
from detectors.words import TokenScore, merge

STEPS = (8, 24, 72, 216)
"""Tried in turn; each only for the inputs that the one before left above the tolerance."""

TOLERANCE = 0.02
"""Relative convergence delta at which an attribution is done."""

NOT_CONVERGED = 0.05
"""Relative convergence delta from which the scores are not to be relied on."""

BATCH_TOKENS = 1024
"""Tokens that go through the model at once: all steps of one short text, some of a long one."""

NAME = "attribution"


class AttributionDetector:
    """Reports for each answer of a classifier the words that decided it."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("explains classifiers alone; this subject is none", detector=NAME)
        self._classifier = resources.classifier

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """One finding an answer: what it rests on, or that this could not be computed exactly.

        Explains the label of the highest probability, also where the subject declined to give it.
        """
        outcomes = attributions(self._classifier, [case.text for case, _ in answered])
        return [
            _of_case(outcome, pair.case.id)
            if isinstance(outcome, DetectorError)
            else (finding(outcome),)
            for outcome, pair in zip(outcomes, answered, strict=True)
        ]


def attributions(
    classifier: Classifier, texts: Sequence[str], *, batch_size: int = 16
) -> list[Attribution | DetectorError]:
    """Why the classifier chooses what it chooses for each text, in the order given."""
    inputs = _inputs(classifier, texts)
    found: dict[int, Attribution | DetectorError] = {}
    for positions in of_equal_length([len(one.ids) for one in inputs], size=batch_size):
        batch = [inputs[at] for at in positions]
        found.update(zip(positions, _explained(classifier, batch), strict=True))
    return [found[at] for at in range(len(texts))]


def finding(attribution: Attribution) -> Finding:
    """What a reader of the report has to know of the attribution."""
    converged = attribution.relative_delta <= NOT_CONVERGED
    top = sorted(attribution.words, key=lambda word: -abs(word.score))[:3]
    listed = ", ".join(f'"{word.text}" {word.score:+.2f}' for word in top)
    exact = "" if converged else (
        f"; scores miss the logit difference by {attribution.relative_delta:.0%}, do not rely on them"
    )
    return Finding(
        rule=f"{NAME}.words" if converged else f"{NAME}.not_converged",
        severity=Severity.NOTE if converged else Severity.WARNING,
        message=f'words that weigh most for "{attribution.target}": {listed}{exact}',
        attribution=attribution,
    )


class _Input(NamedTuple):
    """A text as the model sees it."""

    text: str
    ids: list[int]
    spans: list[tuple[int, int]]
    special: list[bool]
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """A batch of inputs with their baselines, all of one length, and the logits at both ends."""

    embeddings: Tensor  # (B, T, D)
    baselines: Tensor  # (B, T, D)
    targets: Tensor  # (B,)
    difference: Tensor  # (B,) logit of the target at the input less that at the baseline

    def rows(self, which: Tensor) -> "_Path":
        return _Path(
            embeddings=self.embeddings[which],
            baselines=self.baselines[which],
            targets=self.targets[which],
            difference=self.difference[which],
        )


def _inputs(classifier: Classifier, texts: Sequence[str]) -> list[_Input]:
    tokenizer = classifier.tokenizer
    if not tokenizer.is_fast:
        raise DetectorError(
            "the model's tokenizer does not tell which characters a token stands for; one with a "
            "tokenizer.json does",
            detector=NAME,
        )
    return [_input(classifier, text) for text in texts]


def _input(classifier: Classifier, text: str) -> _Input:
    encoded = classifier.tokenizer(
        text,
        truncation=True,
        max_length=classifier.max_length,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
        return_overflowing_tokens=True,
    )
    parts = encoded.encodings or ()
    first = parts[0]
    return _Input(
        text=text,
        ids=list(first.ids),
        spans=list(first.offsets),
        special=[bool(mark) for mark in first.special_tokens_mask],
        truncated=len(parts) > 1,
    )


def _explained(
    classifier: Classifier, batch: Sequence[_Input]
) -> list[Attribution | DetectorError]:
    """The attributions of inputs of one length."""
    forward = _Forward(classifier)
    path = _path(forward, batch)
    if isinstance(path, DetectorError):
        return [path] * len(batch)
    scores = _integrated(forward, path)  # (B, T)
    return [
        _attribution(classifier, one, int(target), score.tolist(), float(difference))
        for one, target, score, difference in zip(
            batch, path.targets, scores, path.difference, strict=True
        )
    ]
