"""What a word is compared with when it is absent.

There is no neutral text, so the choice is named and part of every record: scores against two
baselines differ more than those of two methods (Sturmfels, Lundberg & Lee 2020, "Visualizing the
Impact of Feature Attribution Baselines"). Special tokens that the tokenizer adds stay in all of
them: the baseline is a text without words, and not a broken one.
"""

from enum import StrEnum
from typing import cast

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from detectors.classifier import Classifier


class Baseline(StrEnum):
    """What stands in the place of every token of the text."""

    PAD = "pad"
    """The padding token; a model was trained not to look at it."""
    MASK = "mask"
    """The mask token, which an encoder has seen in pretraining: a word that is not known."""
    ZERO = "zero"
    """The vector of zeros, which no token has."""
    AVERAGE = "average"
    """The mean of all token embeddings of the model: no word more than any other."""


def usable(tokenizer: PreTrainedTokenizerBase, baseline: Baseline) -> bool:
    """Whether the baseline can be made: not every tokenizer has a mask."""
    token = {Baseline.PAD: tokenizer.pad_token_id, Baseline.MASK: tokenizer.mask_token_id}
    return baseline not in token or token[baseline] is not None


def second(tokenizer: PreTrainedTokenizerBase, wanted: Baseline, first: Baseline) -> Baseline:
    """The wanted one; where it cannot be made, or is the first itself, another that can."""
    order = (wanted, Baseline.AVERAGE, Baseline.ZERO)
    return next(one for one in order if one is not first and usable(tokenizer, one))


def embedded(classifier: Classifier, ids: Tensor) -> Tensor:
    """(B, T, D) input embeddings of these tokens, before any position is added."""
    return cast(Tensor, classifier.model.get_input_embeddings()(ids))


def without_words(
    classifier: Classifier, ids: Tensor, special: Tensor, baseline: Baseline
) -> Tensor:
    """(B, T, D) input embeddings with the baseline in the place of all but special tokens."""
    fill = _vector(classifier, baseline)  # (D,)
    return torch.where(special[..., None], embedded(classifier, ids), fill)


def _vector(classifier: Classifier, baseline: Baseline) -> Tensor:
    tokenizer = classifier.tokenizer
    if baseline is Baseline.PAD:
        return embedded(classifier, torch.tensor(tokenizer.pad_token_id))
    if baseline is Baseline.MASK:
        return embedded(classifier, torch.tensor(tokenizer.mask_token_id))
    every = embedded(classifier, torch.arange(len(tokenizer)))  # (V, D)
    mean = every.double().mean(0).to(every.dtype)
    return mean if baseline is Baseline.AVERAGE else torch.zeros_like(mean)
