"""Inputs of one length beside the same without their words: what every method starts from.

Embeddings are asked and not ids: on ids the RoBERTa family counts positions by tokens that are no
padding, so a baseline of padding would move the words as well.
"""

from collections.abc import Sequence
from typing import NamedTuple, cast

import torch
from torch import Tensor

from detectors.classifier import Classifier
from detectors.errors import ModelError
from detectors.explaining.baselines import Baseline, embedded, without_words
from detectors.explaining.inputs import ModelInput

BATCH_TOKENS = 2048
"""Tokens that go through the model at once; on a processor more are no faster."""

LEAST_DIFFERENCE = 1e-3
"""Logit differences below this are taken for it: they are rounding, and so is a share of them."""


class Comparison(NamedTuple):
    """Inputs of one length, their baselines, and the logits of the explained classes at both."""

    embeddings: Tensor  # (B, T, D)
    baselines: Tensor  # (B, T, D)
    word_of: Tensor  # (B, T) the word of a token, -1 where it is special or space
    targets: Tensor  # (B,) the classes explained
    starts: Tensor  # (B,) logit of the target at the baseline
    ends: Tensor  # (B,) logit of the target at the input
    tolerance: float
    """Relative convergence delta at which scores that add up are exact enough."""

    @property
    def difference(self) -> Tensor:
        """(B,) float64: what the words change, which the scores of a complete method add up to."""
        return self.ends.double() - self.starts.double()

    @property
    def scale(self) -> Tensor:
        """(B,) float64: what a convergence delta is a share of."""
        return self.difference.abs().clamp_min(LEAST_DIFFERENCE)


def token_ids(inputs: Sequence[ModelInput]) -> Tensor:
    """(B, T) ids of inputs of one length."""
    return torch.tensor([one.ids for one in inputs])


def compare(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    targets: Tensor,
    baseline: Baseline,
    *,
    tolerance: float,
) -> Comparison:
    """These inputs beside the same without words."""
    ids, special = token_ids(inputs), torch.tensor([one.special for one in inputs])
    words = [[-1 if word is None else word for word in one.word_of] for one in inputs]
    embeddings = embedded(classifier, ids)
    baselines = without_words(classifier, ids, special, baseline)
    both = torch.cat([baselines, embeddings])  # (2 B, T, D)
    starts, ends = target_logits(classifier, both, targets.repeat(2)).chunk(2)
    return Comparison(
        embeddings=embeddings,
        baselines=baselines,
        word_of=torch.tensor(words),
        targets=targets,
        starts=starts,
        ends=ends,
        tolerance=tolerance,
    )


def target_logits(classifier: Classifier, embeddings: Tensor, targets: Tensor) -> Tensor:
    """(B,) logits of these classes, without gradients, in batches that fit."""
    rows = max(1, BATCH_TOKENS // embeddings.shape[1])
    with torch.no_grad():
        parts = [logits(classifier, part) for part in torch.split(embeddings, rows)]
    return torch.cat(parts).gather(-1, targets[:, None])[:, 0]


def logits(classifier: Classifier, embeddings: Tensor) -> Tensor:
    """(B, L) logits of embedded inputs, with gradients where those have them.

    Raises `ModelError` where the model asks for ids.
    """
    mask = torch.ones(embeddings.shape[:2], dtype=torch.long)
    model = classifier.model
    try:
        return cast(Tensor, model(inputs_embeds=embeddings, attention_mask=mask).logits)
    except (NotImplementedError, TypeError):
        raise ModelError(
            f"{type(model).__name__} takes no embeddings in the place of tokens, which every "
            "method here needs"
        ) from None
