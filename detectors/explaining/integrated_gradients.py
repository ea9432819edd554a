"""Integrated Gradients of a classifier, on the embeddings of inputs of one length.

Sundararajan, Taly & Yan 2017, "Axiomatic Attribution for Deep Networks", computed by Captum.

- Scores add up to the difference of two logits of the predicted class: that of the input less that
  of the baseline. Inputs that miss it by more than `TOLERANCE` are computed again in more steps.
- The baseline has padding for every content token and keeps `[CLS]`, `[SEP]` and their like: a
  text without words, and not a broken one.
- The path is sampled at the middle of its steps: the weights of Captum's trapezoid add up to
  (n - 1) / n, and the sums of its scores fall short by as much.
"""

from typing import NamedTuple, cast

import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from detectors.classifier import Classifier

STEPS = (24, 72, 216)
"""Tried in turn; each only for the inputs that the one before left above the tolerance.

With 8 steps nine in ten questions to a fine-tuned MiniLM are left above it, with 24 none.
"""

TOLERANCE = 0.02
"""Relative convergence delta at which an attribution is done."""

LEAST_DIFFERENCE = 1e-3
"""Logit differences below this are taken for it: they are rounding, and so is a share of them."""

BATCH_TOKENS = 2048
"""Tokens that go through the model at once: all steps of one short text, some of a long one."""


class Path(NamedTuple):
    """Inputs of one length with their baselines, and what lies between the logits of the two."""

    embeddings: Tensor  # (B, T, D)
    baselines: Tensor  # (B, T, D)
    logits: Tensor  # (B, L) at the input
    targets: Tensor  # (B,)
    difference: Tensor  # (B,) logit of the target at the input less that at the baseline


def path_between(classifier: Classifier, ids: Tensor, special: Tensor) -> Path:
    """The path to these tokens from the same with padding in the place of all but special ones."""
    padding = torch.full_like(ids, cast(int, classifier.tokenizer.pad_token_id))
    with torch.no_grad():
        embeddings = _embedded(classifier, ids)
        baselines = _embedded(classifier, torch.where(special, ids, padding))
        ends = _logits(classifier, embeddings)  # (B, L)
        starts = _logits(classifier, baselines)  # (B, L)
    targets = ends.argmax(-1)
    difference = (ends - starts).gather(-1, targets[:, None])[:, 0]
    return Path(embeddings, baselines, ends, targets, difference)


def problems(classifier: Classifier, ids: Tensor, special: Tensor, path: Path) -> list[str]:
    """Why each input cannot be explained; "" where it can."""
    with torch.no_grad():
        expected = classifier.model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
    numbers = torch.isfinite(expected).all(-1)  # (B,)
    same = torch.isclose(path.logits, expected, rtol=1e-3, atol=1e-3).all(-1)  # (B,)
    return [
        "the text has no words that the model sees"
        if empty
        else "the model returned a logit that is no number"
        if not number
        else ""
        if equal
        else "the model decides otherwise on embeddings than on tokens, so gradients of its "
        "embeddings do not explain it"
        for empty, number, equal in zip(special.all(-1), numbers, same, strict=True)
    ]


def integrated(classifier: Classifier, path: Path) -> Tensor:
    """Scores of all tokens, with as many steps as each input needs."""
    scores = torch.zeros(path.embeddings.shape[:2])  # (B, T)
    left = torch.arange(len(scores))
    for steps in STEPS:
        scores[left] = _sampled(classifier, Path(*(part[left] for part in path)), steps)
        left = left[relative_delta(scores, path)[left] > TOLERANCE]
        if not len(left):
            break
    return scores


def _sampled(classifier: Classifier, path: Path, steps: int) -> Tensor:
    """Scores of all tokens from this many points of the path."""
    rows, length, _ = path.embeddings.shape
    gradients = IntegratedGradients(lambda embeddings: _logits(classifier, embeddings))
    shares = gradients.attribute(
        path.embeddings,
        baselines=path.baselines,
        target=path.targets,
        n_steps=steps,
        method="riemann_middle",
        internal_batch_size=max(rows, BATCH_TOKENS // length),
    )  # (B, T, D)
    return cast(Tensor, shares.detach().sum(-1))


def relative_delta(scores: Tensor, path: Path) -> Tensor:
    """How far the sums miss the logit difference, as a share of it."""
    missed = scores.double().sum(-1) - path.difference.double()
    return missed.abs() / path.difference.double().abs().clamp_min(LEAST_DIFFERENCE)


def _embedded(classifier: Classifier, ids: Tensor) -> Tensor:
    return cast(Tensor, classifier.model.get_input_embeddings()(ids))  # (B, T, D)


def _logits(classifier: Classifier, embeddings: Tensor) -> Tensor:
    mask = torch.ones(embeddings.shape[:2], dtype=torch.long)
    logits = classifier.model(inputs_embeds=embeddings, attention_mask=mask).logits
    return cast(Tensor, logits)  # (B, L)
