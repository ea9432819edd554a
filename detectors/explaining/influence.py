"""Names the training examples that speak for a decision, and those that speak against it.

- The score is TracIn's (Pruthi et al. 2020, "Estimating Training Data Influence by Tracing Gradient
  Descent"): how alike are the gradients of two losses, that of a training example with its label
  and that of the text with the label that it was given? TracIn adds this up over the course of
  training; here there is one checkpoint, the final one.
- Gradients are those of the word embeddings (Yeh et al. 2022), compared by cosine (Hanawa et al.
  2021, "Evaluation of Similarity-Based Explanations"). With those of the last layer, which are
  quicker to have, two in five of the examples named for a planted word did not hold it
  (`docs/explaining-counterfactuals.md`).
- Where the model is so sure that no gradient is left, the nearest texts in its own representation
  are named. That is likeness and shows no cause; `Influence.method` tells which.
- Limits: nothing is trained again, so this is a hint where to look, and no proof that the decision
  would differ without the example. Examples that training set aside for validation are named as
  well: a model does not tell which those were. The gradients are kept: 0.25 GB for ten thousand
  short questions to a MiniLM.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor

from detectors.base import Answered, Findings, LabelledText, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.embedding_gradients import TokenGradients, token_gradients
from detectors.explaining.representations import represent
from detectors.records import Finding, Influence, Severity, Task

NAME = "influence"

NAMED = 5
"""Training examples on either side of a decision, at most."""


class InfluenceDetector:
    """Reports for each answer of a classifier the training examples that bear on it most."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("looks into classifiers alone; this subject is none", detector=NAME)
        if not resources.training:
            raise DetectorError(
                "needs the training file of the classifier; name it as `train`", detector=NAME
            )
        self._influences = Influences(resources.classifier, resources.training)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """What bears on the label of the highest probability, also where it was not given."""
        found = self._influences.of([case.text for case, _ in answered])
        return [
            DetectorError(one, detector=NAME, case_id=pair.case.id)
            if isinstance(one, str)
            else (finding(one),)
            for one, pair in zip(found, answered, strict=True)
        ]


class Influential(NamedTuple):
    """The label of a text, and what bears on it."""

    label: str
    influences: tuple[Influence, ...]
    """Those that support it first, strongest first; `NAMED` of either side at most."""


class Influences:
    """Compares texts with what a classifier was trained on, which is read once."""

    def __init__(self, classifier: Classifier, training: Sequence[LabelledText]) -> None:
        """Raises `DetectorError` for a training label that is none of the classifier's."""
        strange = sorted({one.label for one in training} - set(classifier.labels))
        if strange:
            raise DetectorError(
                f"the classifier has no label {strange[0]!r}; name the file it was trained on",
                detector=NAME,
            )
        self._classifier, self._training = classifier, training
        self._labels = [classifier.labels.index(one.label) for one in training]

    def of(self, texts: Sequence[str]) -> list[Influential | str]:
        """What bears on the decision on each text, in the order given, or why that is not known."""
        logits = self._classifier.logits(self._classifier.encode(texts))  # (m, L)
        labels = logits.argmax(-1).tolist()
        gradients = token_gradients(self._classifier, texts, labels)
        return [
            Influential(self._classifier.labels[label], tuple(self._named(text, label, gradient)))
            if bool(row.isfinite().all())
            else "the model returned a logit that is no number"
            for text, label, gradient, row in zip(texts, labels, gradients, logits, strict=True)
        ]

    def _named(self, text: str, label: int, gradient: TokenGradients | None) -> Iterator[Influence]:
        if gradient is not None:
            scores = self._gradients.cosines(gradient)  # (n,)
            supports, strengths, method = scores > 0, scores.abs(), "gradient"
        else:
            scores = self._representations @ represent(self._classifier, [text])[0]  # (n,)
            supports, strengths, method = torch.tensor(self._labels) == label, scores, "neighbour"
        for side in (True, False):
            ranked = torch.where(supports == side, strengths, 0.0)  # (n,)
            for row in ranked.argsort(descending=True, stable=True)[:NAMED].tolist():
                if ranked[row] > 0:
                    yield Influence(
                        row=row + 1,
                        text=self._training[row].text,
                        label=self._training[row].label,
                        score=float(scores[row]),
                        supports=side,
                        method=method,
                    )

    @cached_property
    def _gradients(self) -> "_Gradients":
        texts = [one.text for one in self._training]
        return _Gradients(token_gradients(self._classifier, texts, self._labels))

    @cached_property
    def _representations(self) -> Tensor:
        return represent(self._classifier, [one.text for one in self._training])  # (n, D)


class _Gradients:
    """The gradients of all training examples, by token."""

    def __init__(self, gradients: Sequence[TokenGradients | None]) -> None:
        self._n = len(gradients)
        known = [(at, one) for at, one in enumerate(gradients) if one is not None]
        tokens = torch.cat([torch.zeros(0).long(), *(one.tokens for _, one in known)])  # (r,)
        rows = [torch.full_like(one.tokens, at) for at, one in known]
        order = tokens.argsort(stable=True)
        self._tokens = tokens[order]
        self._rows = torch.cat([torch.zeros(0).long(), *rows])[order]
        vectors = [one.vectors for _, one in known]
        self._vectors = torch.cat(vectors)[order] if vectors else torch.zeros(0, 0)  # (r, D)

    def cosines(self, one: TokenGradients) -> Tensor:
        """(n,) with each training example, from -1 to 1; 0 with one that has no gradient."""
        scores = torch.zeros(self._n)
        starts = torch.searchsorted(self._tokens, one.tokens).tolist()
        ends = torch.searchsorted(self._tokens, one.tokens, right=True).tolist()
        for start, end, vector in zip(starts, ends, one.vectors, strict=True):
            if start < end:
                scores.index_add_(0, self._rows[start:end], self._vectors[start:end] @ vector)
        return scores


def finding(found: Influential) -> Finding:
    """What a reader of the report has to know of them: the rows of the training file."""
    sides = [
        f"{side} rows {', '.join(map(str, rows))}"
        for side, supports in (("for it", True), ("against it", False))
        if (rows := [one.row for one in found.influences if one.supports is supports])
    ]
    near = any(one.method == "neighbour" for one in found.influences)
    how = "nearest training examples, by likeness alone" if near else "training examples"
    return Finding(
        rule=f"{NAME}.training",
        severity=Severity.NOTE,
        message=f'{how} that speak most on "{found.label}": {"; ".join(sides) or "none"}',
        influences=found.influences,
    )
