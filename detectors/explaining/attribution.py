"""Explains what a classifier decided: a signed score for every word of its input.

- Explained is the logit of the predicted class, in logits: scores of all words add up to what the
  words changed, up to the convergence delta that is reported.
- Texts of one length make a batch, so nothing is padded and no position shifts.
- Limits: scores tell what moves this logit against this baseline, not what the model understood.
  Whether they are faithful has to be measured on its own.
"""

import inspect
from collections.abc import Sequence

import torch
from torch import Tensor

from detectors.base import Answered, Findings, Resources
from detectors.batches import of_equal_length
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.integrated_gradients import (
    BATCH_TOKENS,
    Path,
    integrated,
    path_between,
    problems,
    relative_delta,
)
from detectors.explaining.words import TokenScore, merge
from detectors.records import Attribution, Finding, Severity, Task

NOT_CONVERGED = 0.05
"""Relative convergence delta from which the scores are not to be relied on."""

BATCH_SIZE = 16

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
        outcomes = _outcomes(self._classifier, [case.text for case, _ in answered], BATCH_SIZE)
        return [
            DetectorError(outcome, detector=NAME, case_id=pair.case.id)
            if isinstance(outcome, str)
            else (finding(outcome),)
            for outcome, pair in zip(outcomes, answered, strict=True)
        ]


def attributions(
    classifier: Classifier, texts: Sequence[str], *, batch_size: int = BATCH_SIZE
) -> list[Attribution | DetectorError]:
    """Why the classifier chooses what it chooses for each text, in the order given."""
    return [
        DetectorError(outcome, detector=NAME) if isinstance(outcome, str) else outcome
        for outcome in _outcomes(classifier, texts, batch_size)
    ]


def finding(attribution: Attribution) -> Finding:
    """What a reader of the report has to know of the attribution."""
    converged = attribution.relative_delta <= NOT_CONVERGED
    top = sorted(attribution.words, key=lambda word: -abs(word.score))[:3]
    listed = ", ".join(f'"{word.text}" {word.score:+.2f}' for word in top)
    doubt = "" if converged else f"; unreliable: {attribution.relative_delta:.0%} of the sum is off"
    return Finding(
        rule=f"{NAME}.words" if converged else f"{NAME}.not_converged",
        severity=Severity.NOTE if converged else Severity.WARNING,
        message=f'words that weigh most for "{attribution.target}": {listed}{doubt}',
        attribution=attribution,
    )


def _outcomes(
    classifier: Classifier, texts: Sequence[str], batch_size: int
) -> list[Attribution | str]:
    """The attribution of each text, or why there is none."""
    _check(classifier)
    inputs = read_inputs(classifier, texts)
    found: dict[int, Attribution | str] = {}
    lengths = [len(one.ids) for one in inputs]
    for positions in of_equal_length(lengths, size=batch_size, tokens=BATCH_TOKENS):
        explained = _explained(classifier, [inputs[at] for at in positions])
        found.update(zip(positions, explained, strict=True))
    return [found[at] for at in range(len(texts))]


def _check(classifier: Classifier) -> None:
    if not classifier.tokenizer.is_fast:
        raise DetectorError(
            "the model's tokenizer does not tell which characters a token stands for; one with a "
            "tokenizer.json does",
            detector=NAME,
        )
    if "inputs_embeds" not in inspect.signature(classifier.model.forward).parameters:
        raise DetectorError(
            f"{type(classifier.model).__name__} takes no embeddings, so no gradient of a token "
            "can be taken",
            detector=NAME,
        )


def _explained(classifier: Classifier, batch: Sequence[ModelInput]) -> list[Attribution | str]:
    """The outcomes of inputs of one length."""
    ids = torch.tensor([one.ids for one in batch])  # (B, T)
    special = torch.tensor([one.special for one in batch])  # (B, T)
    path = path_between(classifier, ids, special)
    found = problems(classifier, ids, special, path)
    scores = integrated(classifier, path).double()  # (B, T)
    return [
        problem or _attribution(classifier, one, path, scores, row)
        for row, (one, problem) in enumerate(zip(batch, found, strict=True))
    ]


def _attribution(
    classifier: Classifier, one: ModelInput, path: Path, scores: Tensor, row: int
) -> Attribution:
    tokens = [
        TokenScore(start, end, score)
        for (start, end), score in zip(one.spans, scores[row].tolist(), strict=True)
    ]
    merged = merge(one.text, tokens)
    return Attribution(
        target=classifier.labels[int(path.targets[row])],
        words=merged.words,
        method="integrated_gradients",
        baseline="pad",
        residual=merged.residual,
        convergence_delta=float(scores[row].sum() - path.difference[row].double()),
        relative_delta=float(relative_delta(scores, path)[row]),
        truncated=one.truncated,
    )
