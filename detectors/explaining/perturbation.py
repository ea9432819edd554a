"""Methods that take words out of an input and see what the logit becomes; all by Captum.

- A method sees an input as a row of ones, one for each word: a zero puts the baseline in the place
  of all tokens of that word. So tokens of one word are never parted.
- A token of space alone goes with the word before it, or else with the first.
- They need no gradient, only many forward passes. The number stands with each method.
"""

from collections.abc import Callable
from typing import TypeAlias, cast

import torch
from captum._utils.models.linear_model import SkLearnRidge
from captum.attr import FeatureAblation, KernelShap, Lime, Occlusion
from captum.attr._core.lime import get_exp_kernel_similarity_function
from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.comparison import BATCH_TOKENS, Comparison, target_logits

WINDOW = 3
"""Words that occlusion takes out together."""

SEED = 0
"""Of the sampled methods: words are drawn anew for each input, in the same way."""

Kept: TypeAlias = Callable[[Tensor, Tensor], Tensor]
"""Logits of the targets (P,) from words kept (P, W) and the inputs (P,) that they are of."""


def word_ablation(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) how far the logit falls without each word; one forward pass a word.

    Leave-one-out (Li, Monroe & Jurafsky 2016, "Understanding Neural Networks through
    Representation Erasure"). Blind to a word that another one can stand in for.
    """
    rows = len(comparison.embeddings)
    scores = FeatureAblation(_kept(classifier, comparison)).attribute(
        _ones(comparison),
        additional_forward_args=torch.arange(rows),
        perturbations_per_eval=_inputs_at_once(comparison, rows),
    )  # (B, W)
    return _to_tokens(comparison, cast(Tensor, scores))


def occlusion(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) the mean fall of the logit without each three neighbouring words that a word is of.

    Zeiler & Fergus 2014, "Visualizing and Understanding Convolutional Networks". Sees phrases that
    ablation of single words does not; scores of neighbours are blurred. W + 2 forward passes.
    """
    rows, margin = len(comparison.embeddings), WINDOW - 1
    kept = _kept(classifier, comparison)
    words = _ones(comparison)
    padded = torch.nn.functional.pad(words, (margin, margin), value=1)  # all are in three windows
    scores = Occlusion(lambda seen, row: kept(seen[:, margin:-margin], row)).attribute(
        padded,
        sliding_window_shapes=(WINDOW,),
        additional_forward_args=torch.arange(rows),
        perturbations_per_eval=_inputs_at_once(comparison, rows),
    )  # (B, W + 4)
    return _to_tokens(comparison, cast(Tensor, scores)[:, margin:-margin])


def kernel_shap(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) Shapley values of the words, estimated from random sets of them; they add up.

    Lundberg & Lee 2017, "A Unified Approach to Interpreting Model Predictions".
    """

    def fit(kept: Kept, words: Tensor, row: Tensor) -> Tensor:
        return cast(Tensor, KernelShap(kept).attribute(words, **_sampling(comparison, words, row)))

    return _each(classifier, comparison, fit)


def lime(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) the weights of a linear model of the logit around the input.

    Ribeiro, Singh & Guestrin 2016, "Why Should I Trust You?": ridge regression with the kernel and
    the penalty that its authors use for texts, on the logit in the place of the probability.
    """
    near = get_exp_kernel_similarity_function("cosine", kernel_width=0.25)

    def fit(kept: Kept, words: Tensor, row: Tensor) -> Tensor:
        method = Lime(kept, interpretable_model=SkLearnRidge(alpha=1.0), similarity_func=near)
        return cast(Tensor, method.attribute(words, **_sampling(comparison, words, row)))

    return _each(classifier, comparison, fit)


def samples(words: int) -> int:
    """Random sets of words that the sampled methods ask for."""
    return 256 + 8 * words


def _each(
    classifier: Classifier, comparison: Comparison, fit: Callable[[Kept, Tensor, Tensor], Tensor]
) -> Tensor:
    """(B, T) scores of models fitted to each input alone; the samples of one go in batches."""
    kept, most = _kept(classifier, comparison), _ones(comparison).shape[1]
    found = torch.zeros(len(comparison.embeddings), most, dtype=torch.float64)
    for row, count in enumerate((comparison.word_of.amax(-1) + 1).tolist()):
        if count < 2:  # all there is to share falls to it
            found[row, :count] = comparison.difference[row]
            continue
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(SEED)
            found[row, :count] = fit(kept, torch.ones(1, count), torch.tensor([row]))[0].double()
    return _to_tokens(comparison, found)


def _sampling(comparison: Comparison, words: Tensor, row: Tensor) -> dict[str, object]:
    return {
        "n_samples": samples(words.shape[1]),
        "additional_forward_args": (row,),
        "perturbations_per_eval": _inputs_at_once(comparison, 1),
    }


def _ones(comparison: Comparison) -> Tensor:
    """(B, W) all words of all inputs, kept; those that an input lacks change nothing."""
    return torch.ones(len(comparison.word_of), max(1, int(comparison.word_of.max()) + 1))


def _inputs_at_once(comparison: Comparison, rows: int) -> int:
    return max(1, BATCH_TOKENS // (rows * comparison.word_of.shape[1]))


def _kept(classifier: Classifier, comparison: Comparison) -> Kept:
    words = _with_spaces(comparison.word_of)  # (B, T)

    def ask(kept: Tensor, row: Tensor) -> Tensor:
        stays = kept.gather(-1, words[row])[..., None] > 0  # (P, T, 1)
        asked = torch.where(stays, comparison.embeddings[row], comparison.baselines[row])
        return target_logits(classifier, asked, comparison.targets[row])

    return ask


def _with_spaces(word_of: Tensor) -> Tensor:
    """(B, T) the word that each token goes with; special tokens have the baseline's embedding."""
    return word_of.cummax(-1).values.clamp_min(0)


def _to_tokens(comparison: Comparison, scores: Tensor) -> Tensor:
    """(B, T) the scores of words (B, W), shared equally among the tokens of each."""
    known = comparison.word_of >= 0
    of = comparison.word_of.clamp_min(0)
    tokens = torch.zeros(scores.shape, dtype=torch.float64).scatter_add(-1, of, known.double())
    shares = scores.double() / tokens.clamp_min(1)  # (B, W)
    return torch.where(known, shares.gather(-1, of), 0.0)
