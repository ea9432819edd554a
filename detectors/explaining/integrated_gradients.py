"""Integrated Gradients of a classifier, on the embeddings of inputs of one length.

Sundararajan, Taly & Yan 2017, "Axiomatic Attribution for Deep Networks"; gradients by Captum.

- The midpoint rule in 12, 36, 108 and 324 steps, the next only for inputs whose scores miss the
  logit difference by more than the tolerance. The midpoints of n steps are among those of 3 n, so
  nothing is computed twice. The trapezoid has no such order, and in Captum its weights add up to
  (n - 1) / n.
- Steps are short in the first half of the path and long in the second. A LayerNorm sees only the
  direction of an embedding, and that turns where the input begins to outweigh the baseline, so
  there the logit moves; equal steps waste their second half. Any change of variable has the same
  integral: a poor one costs steps, and never completeness. (Bhat & Raychowdhury 2023, "Non-Uniform
  Interpolation in Integrated Gradients for Low-Latency Explainable-AI", place steps by the logits
  at equal cuts, which have to be asked first.)
- Captum has no such rule, and cannot add steps to a sum that it has. So it is given each step as
  a path of its own, to be integrated in one Gauss-Legendre step, which is the midpoint.
- Float32: bfloat16 halves the time of a forward pass here, but hardly that of a gradient.
"""

from typing import NamedTuple, cast

import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.comparison import BATCH_TOKENS, Comparison, logits

STEPS = (12, 36, 108, 324)
"""Tried in turn, each three times the one before; after the last it is said not to converge."""

BEND = 2.0
"""How far points are drawn to the baseline; half of them lie in the first third of the path.

Of 1 to 4 it needs the fewest gradients with either baseline, padding or mask, on a MiniLM.
"""


class Steps(NamedTuple):
    """The middle of each step on the path, 0 the baseline and 1 the input, and its length."""

    middle: Tensor  # (n,) float64
    length: Tensor  # (n,) float64; they add up to 1, up to the error of the rule


def integrated_gradients(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) scores of tokens, with as many steps as each input needs."""
    left = torch.arange(len(comparison.embeddings))
    scores = _sums(classifier, comparison, left, bent(STEPS[0]))
    for steps in STEPS[1:]:
        missed = (scores.sum(-1) - comparison.difference).abs()  # (B,)
        left = (missed > comparison.tolerance * comparison.scale).nonzero()[:, 0]
        if not len(left):
            break
        added = _sums(classifier, comparison, left, _new(bent(steps)))
        scores[left] = scores[left] / 3 + added  # a step has become a third as long
    return scores


def bent(count: int) -> Steps:
    """Steps that are equal in the angle of tan x = BEND * t / (1 - t), t the place on the path."""
    angle = (torch.arange(count, dtype=torch.float64) + 0.5) / count * torch.pi / 2
    tangent = angle.tan()
    slope = BEND * (1 + tangent**2) / (BEND + tangent) ** 2  # dt / d angle
    return Steps(tangent / (BEND + tangent), slope * torch.pi / 2 / count)


def _new(steps: Steps) -> Steps:
    """Those whose middle is none of a third as many steps: two of each three."""
    new = torch.arange(len(steps.middle)) % 3 != 1
    return Steps(steps.middle[new], steps.length[new])


def _sums(classifier: Classifier, comparison: Comparison, rows: Tensor, steps: Steps) -> Tensor:
    """(R, T) float64: what these steps add to the scores of the tokens of these inputs."""
    count, length = len(steps.middle), comparison.embeddings.shape[1]
    found = torch.zeros(len(rows), length, dtype=torch.float64)
    every = torch.arange(len(rows) * count)
    for at in torch.split(every, max(1, BATCH_TOKENS // length)):
        row, step = at // count, at % count
        scores = _scores(classifier, comparison, rows[row], steps.middle[step], steps.length[step])
        found.index_add_(0, row, scores)
    return found


def _scores(
    classifier: Classifier, comparison: Comparison, row: Tensor, middle: Tensor, length: Tensor
) -> Tensor:
    """(P, T) float64: what each of these steps of the paths of these inputs adds."""
    shares = IntegratedGradients(lambda embeddings: logits(classifier, embeddings)).attribute(
        _points(comparison, row, middle + length / 2),
        baselines=_points(comparison, row, middle - length / 2),
        target=comparison.targets[row],
        n_steps=1,
        method="gausslegendre",
    )  # (P, T, D)
    return cast(Tensor, shares).detach().double().sum(-1)


def _points(comparison: Comparison, row: Tensor, at: Tensor) -> Tensor:
    """(P, T, D) points of the paths of these inputs."""
    start, end = comparison.baselines[row], comparison.embeddings[row]
    return torch.lerp(start, end, at.to(start.dtype)[:, None, None])
