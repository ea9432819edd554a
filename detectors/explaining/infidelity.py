"""How exactly scores predict what taking words out does, and how steady they are: infidelity and
max-sensitivity (Yeh et al. 2019, "On the (In)fidelity and Sensitivity of Explanations"), by Captum.

- Infidelity is the mean squared difference, in logits of the target, between the sum of the scores
  of random words and what the logit loses when their embeddings become padding's. Half of the words
  are taken out at a time.
- Scores of different methods have different scales; they are first fitted to the logits by one
  factor for each text, as in the paper. Beside it stands what a method that says nothing would
  have: 0 is exact, a share of 1 no better than scores that are all 0.
- Max-sensitivity is the largest change of the scores when embeddings move a little, as a share of
  the scores' norm. It is a property of method and model together.
"""

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple, cast

import torch
from captum import metrics
from torch import Tensor

from detectors.batches import of_equal_length
from detectors.classifier import Classifier
from detectors.explaining.baselines import Baseline
from detectors.explaining.comparison import (
    BATCH_TOKENS,
    compare,
    logits,
    target_logits,
)
from detectors.explaining.explainer import TOLERANCE
from detectors.explaining.inputs import ModelInput
from detectors.explaining.integrated_gradients import integrated_gradients
from detectors.records import Attribution

PERTURBATIONS = 20
"""Random sets of words that a text's infidelity is the mean of."""

MOVES = 5
"""Random moves that a text's max-sensitivity is the largest of."""

RADIUS = 0.1
"""Of a move, as a share of the standard deviation of the text's embeddings: far less than the
distance to another word."""


class Infidelity(NamedTuple):
    """How far the scores of one text miss what taking words out does."""

    value: float
    """In squared logits; less is better."""
    share: float | None
    """Of what scores of 0 would have; `None` where taking words out changes nothing."""


def infidelity(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    *,
    seed: int = 0,
) -> list[Infidelity | None]:
    """The infidelity of each attribution, `attributions[i]` of `inputs[i]`, in the order given.

    `None` where the text has fewer than two words, or a logit is no number.
    """
    found: dict[int, Infidelity | None] = {}
    for positions in _batches(inputs, PERTURBATIONS):
        kept = [at for at in positions if len(inputs[at].words) > 1]
        if kept:
            batch = _batch(classifier, inputs, attributions, kept)
            found.update(zip(kept, batch.infidelity(seed), strict=True))
    return [found.get(at) for at in range(len(inputs))]


def max_sensitivity(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    *,
    seed: int = 0,
) -> list[float | None]:
    """The max-sensitivity of the integrated gradients of each input, for the class of its
    attribution; from 0, less is steadier.

    Costs `MOVES` + 1 attributions a text, so it is for a sample. `None` where the text has no word,
    or a logit is no number.
    """
    found: dict[int, float | None] = {}
    for positions in _batches(inputs, 1):
        kept = [at for at in positions if inputs[at].words]
        if kept:
            batch = _batch(classifier, inputs, attributions, kept)
            found.update(zip(kept, batch.sensitivity(seed), strict=True))
    return [found.get(at) for at in range(len(inputs))]


def _batch(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    positions: Sequence[int],
) -> "_Batch":
    return _Batch(
        classifier, [inputs[at] for at in positions], [attributions[at] for at in positions]
    )


def _batches(inputs: Sequence[ModelInput], variants: int) -> list[list[int]]:
    lengths = [len(one.ids) for one in inputs]
    return list(of_equal_length(lengths, size=16, tokens=max(1, BATCH_TOKENS // variants)))


class _Batch:
    """Inputs of one length with their scores by word."""

    def __init__(
        self,
        classifier: Classifier,
        inputs: Sequence[ModelInput],
        attributions: Sequence[Attribution],
    ) -> None:
        self._classifier = classifier
        targets = torch.tensor([classifier.labels.index(one.target) for one in attributions])
        self._comparison = compare(classifier, inputs, targets, Baseline.PAD, tolerance=TOLERANCE)
        self._words = max(len(one.words) for one in inputs)
        self._word_of = torch.where(  # (B, T); a column behind the words is always present
            self._comparison.word_of < 0, self._words, self._comparison.word_of
        )
        self._scores = torch.zeros(len(inputs), self._words)  # (B, W)
        self._real = torch.zeros(len(inputs), self._words, dtype=torch.bool)  # (B, W)
        for row, one in enumerate(attributions):
            self._scores[row, : len(one.words)] = torch.tensor([word.score for word in one.words])
            self._real[row, : len(one.words)] = True

    def infidelity(self, seed: int) -> list[Infidelity | None]:
        missed = self._mean_squares(self._scores, seed)
        nothing = self._mean_squares(torch.zeros_like(self._scores), seed)
        return [
            Infidelity(value, value / without if without > 0 else None) if isfinite(value) else None
            for value, without in zip(missed, nothing, strict=True)
        ]

    def _mean_squares(self, scores: Tensor, seed: int) -> list[float]:
        """What Captum finds, on the words' presence: 1 for a word that is there, 0 for padding."""
        draw = torch.Generator().manual_seed(seed)

        def taken_out(presence: Tensor) -> tuple[Tensor, Tensor]:
            real = self._real.repeat_interleave(len(presence) // len(self._real), 0)
            taken = (torch.rand(presence.shape, generator=draw) < 0.5) & real  # (B * n, W)
            return taken.float(), presence - taken.float()

        found = metrics.infidelity(
            self._logits_of_present,
            taken_out,
            torch.ones_like(scores),
            scores,
            additional_forward_args=torch.arange(len(scores)),
            target=self._comparison.targets,
            n_perturb_samples=PERTURBATIONS,
            normalize=True,
        )
        return cast(list[float], found.clamp_min(0).tolist())  # rounding

    def _logits_of_present(self, presence: Tensor, row: Tensor) -> Tensor:
        """(N, L) logits where words that are absent have the embeddings of padding."""
        always = torch.ones(len(presence), 1)
        there = torch.cat([presence, always], 1).gather(1, self._word_of[row])[..., None]
        start, end = self._comparison.baselines[row], self._comparison.embeddings[row]
        return logits(self._classifier, torch.lerp(start, end, there))

    def sensitivity(self, seed: int) -> list[float | None]:
        draw = torch.Generator().manual_seed(seed)
        embeddings = self._comparison.embeddings  # (B, T, D)
        reach = RADIUS * embeddings.std((1, 2), keepdim=True)  # (B, 1, 1)

        def moved(inputs: Tensor) -> Tensor:
            by = reach.repeat_interleave(len(inputs) // len(reach), 0)
            return inputs + by * (2 * torch.rand(inputs.shape, generator=draw) - 1)

        found = metrics.sensitivity_max(
            self._attributed, embeddings, moved, n_perturb_samples=MOVES
        ).tolist()
        return [value if isfinite(value) else None for value in found]

    def _attributed(self, inputs: tuple[Tensor, ...] | Tensor) -> tuple[Tensor]:
        """Of one tensor (N, T) scores of the tokens, each row of the batch N / B times in a row."""
        embeddings = inputs if isinstance(inputs, Tensor) else inputs[0]  # Captum passes both
        known = self._comparison
        times = len(embeddings) // len(known.targets)
        row = torch.arange(len(known.targets)).repeat_interleave(times)
        moved = known._replace(
            embeddings=embeddings,
            baselines=known.baselines[row],
            word_of=known.word_of[row],
            targets=known.targets[row],
            starts=known.starts[row],
            ends=target_logits(self._classifier, embeddings, known.targets[row]),
        )
        return (integrated_gradients(self._classifier, moved),)
