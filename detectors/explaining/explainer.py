"""Explains inputs of a classifier by a method of the table: batches, baselines and the record.

- Inputs of one length make a batch, so nothing is padded and no position shifts.
- Each input is compared with a second baseline too, to see which scores hang on the choice of the
  first. Its tolerance is wider, as only the order of its words is used.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias, cast

import torch
from torch import Tensor

from detectors.batches import of_equal_length
from detectors.classifier import Classifier
from detectors.errors import ModelError, UnknownNameError
from detectors.explaining.baselines import Baseline, second, usable
from detectors.explaining.comparison import BATCH_TOKENS, Comparison, compare
from detectors.explaining.inputs import ModelInput
from detectors.explaining.methods import (
    BASELINE,
    CERTIFIED,
    COMPLETE,
    DEFAULT,
    GROUP,
    METHODS,
    OTHER_BASELINE,
)
from detectors.explaining.words import Merged, TokenScore, merge
from detectors.records import Attribution, WordScore
from detectors.registry import load

TOLERANCE = 0.02
"""Relative convergence delta up to which scores that add up are relied on."""

OTHER_TOLERANCE = 0.1
"""The same for the second baseline; an input that misses it has no second scores."""

BATCH_SIZE = 64

Score: TypeAlias = Callable[[Classifier, Comparison], Tensor]
"""A method: (B, T) scores of the tokens of inputs, in logits of their targets."""


class Explainer:
    """A method with its baselines."""

    def __init__(
        self,
        name: str = DEFAULT,
        *,
        baseline: str = BASELINE,
        other_baseline: str | None = OTHER_BASELINE,
        tolerance: float = TOLERANCE,
    ) -> None:
        """`tolerance` is the relative convergence delta that more steps are taken to reach.

        Raises `UnknownNameError`, which lists the known ones, for a name that is none.
        """
        self.name = name
        self.certified = name in CERTIFIED
        self._score = cast(Score, load("attribution method", name, group=GROUP, builtin=METHODS))
        self._baseline = _named(baseline)
        self._other = None if other_baseline is None else _named(other_baseline)
        self._tolerance = tolerance

    def explain(
        self,
        classifier: Classifier,
        inputs: Sequence[ModelInput],
        *,
        targets: Sequence[int] | None = None,
    ) -> list[Attribution | str]:
        """The attribution of each input, in the order given, or why it has none.

        Raises `ModelError` where the model cannot be explained at all.
        """
        self._check(classifier)
        found: dict[int, Attribution | str] = {}
        asked = classifier.logits([one.ids for one in inputs], batch_tokens=BATCH_TOKENS)  # (n, L)
        wanted = asked.argmax(-1) if targets is None else torch.tensor(targets)  # (n,)
        lengths = [len(one.ids) for one in inputs]
        for positions in of_equal_length(lengths, size=BATCH_SIZE, tokens=BATCH_TOKENS):
            batch = [inputs[at] for at in positions]
            outcomes = self._batch(classifier, batch, asked[positions], wanted[positions])
            found.update(zip(positions, outcomes, strict=True))
        return [found[at] for at in range(len(inputs))]

    def _check(self, classifier: Classifier) -> None:
        if not usable(classifier.tokenizer, self._baseline):
            raise ModelError(
                f"the model's tokenizer has no {self._baseline} token to compare with; "
                f"{Baseline.AVERAGE} and {Baseline.ZERO} need none"
            )

    def _batch(
        self, classifier: Classifier, batch: Sequence[ModelInput], asked: Tensor, targets: Tensor
    ) -> list[Attribution | str]:
        """The outcomes of inputs of one length, of their (B, L) logits and (B,) classes."""
        first = self._scored(classifier, batch, targets, self._baseline, self._tolerance)
        problems = _problems(batch, asked, targets, first)
        others = self._others(classifier, batch, targets)
        return [
            problem or self._attribution(classifier, batch[row], first, others, row)
            for row, problem in enumerate(problems)
        ]

    def _scored(
        self,
        classifier: Classifier,
        batch: Sequence[ModelInput],
        targets: Tensor,
        baseline: Baseline,
        tolerance: float,
    ) -> "_Scored":
        comparison = compare(classifier, batch, targets, baseline, tolerance=tolerance)
        scores = self._score(classifier, comparison).double()  # (B, T)
        delta = scores.sum(-1) - comparison.difference
        return _Scored(baseline, comparison, scores, delta, delta.abs() / comparison.scale)

    def _others(
        self, classifier: Classifier, batch: Sequence[ModelInput], targets: Tensor
    ) -> "_Scored | None":
        if self._other is None:
            return None
        baseline = second(classifier.tokenizer, self._other, self._baseline)
        return self._scored(classifier, batch, targets, baseline, OTHER_TOLERANCE)

    def _attribution(
        self,
        classifier: Classifier,
        one: ModelInput,
        first: "_Scored",
        other: "_Scored | None",
        row: int,
    ) -> Attribution:
        merged = _merged(one, first, row)
        found = Attribution(
            target=classifier.labels[int(first.comparison.targets[row])],
            words=merged.words,
            method=self.name,
            baseline=first.baseline.value,
            residual=merged.residual,
            convergence_delta=float(first.delta[row]),
            relative_delta=float(first.relative[row]),
            truncated=one.truncated,
            certified=self.certified,
        )
        if other is None or not self._reliable(other, row):
            return found
        words = _beside(merged.words, _merged(one, other, row).words)
        return replace(found, words=words, other_baseline=other.baseline.value)

    def _reliable(self, scored: "_Scored", row: int) -> bool:
        near = self.name not in COMPLETE or bool(scored.relative[row] <= OTHER_TOLERANCE)
        return near and bool(scored.scores[row].isfinite().all())


class _Scored(NamedTuple):
    """Scores of a batch against one baseline."""

    baseline: Baseline
    comparison: Comparison
    scores: Tensor  # (B, T)
    delta: Tensor  # (B,)
    relative: Tensor  # (B,)


def _named(baseline: str) -> Baseline:
    if baseline not in list(Baseline):
        raise UnknownNameError("attribution baseline", baseline, Baseline)
    return Baseline(baseline)


def _problems(
    batch: Sequence[ModelInput], asked: Tensor, targets: Tensor, scored: _Scored
) -> list[str]:
    """Why each input cannot be explained; "" where it can."""
    numbers = asked.isfinite().all(-1) & scored.scores.isfinite().all(-1)  # (B,)
    expected = asked.gather(-1, targets[:, None])[:, 0]
    same = scored.comparison.ends.isclose(expected, rtol=1e-3, atol=1e-3)  # (B,)
    return [
        "the text has no words that the model sees"
        if not one.words
        else "the model returned a logit that is no number"
        if not number
        else ""
        if equal
        else "the model decides otherwise on embeddings than on tokens, so gradients of its "
        "embeddings do not explain it"
        for one, number, equal in zip(batch, numbers, same, strict=True)
    ]


def _merged(one: ModelInput, scored: _Scored, row: int) -> Merged:
    tokens = [
        TokenScore(start, end, score)
        for (start, end), score in zip(one.spans, scored.scores[row].tolist(), strict=True)
    ]
    return merge(one.text, tokens)


def _beside(words: Sequence[WordScore], others: Sequence[WordScore]) -> tuple[WordScore, ...]:
    return tuple(
        replace(word, other=other.score) for word, other in zip(words, others, strict=True)
    )
