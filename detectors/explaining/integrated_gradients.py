"""Integrated Gradients of a classifier, on the embeddings of inputs of one length.

Sundararajan, Taly & Yan 2017, "Axiomatic Attribution for Deep Networks"; gradients by Captum.

- The trapezoid rule in 8, 16, 32, ... steps, the next only for inputs whose scores miss the logit
  difference by more than the tolerance. The points of n steps are among those of 2 n, so none is
  computed twice. (Captum's own trapezoid has weights that add up to (n - 1) / n.)
- Steps are short in the first half of the path and long in the second. A LayerNorm sees only the
  direction of an embedding, and that turns where the input begins to outweigh the baseline, so
  there the logit moves; equal steps waste their second half. Any change of variable has the same
  integral: a poor one costs steps, and never completeness. (Bhat & Raychowdhury 2023, "Non-Uniform
  Interpolation in Integrated Gradients for Low-Latency Explainable-AI", place steps by the logits
  at equal cuts, which have to be asked first.)
- Captum has no such rule, and cannot add points to a sum that it has. So it is given each point as
  the middle of a short path, as long as its weight, to be integrated in one Gauss-Legendre step.
- Float32: bfloat16 halves the time of a forward pass here, but hardly that of a gradient.
"""

from typing import NamedTuple, cast

import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.comparison import BATCH_TOKENS, Comparison, logits

STEPS = (8, 16, 32, 64, 128, 256)
"""Tried in turn, each twice the one before; after the last it is said not to converge."""

BEND = 2.0
"""How far points are drawn to the baseline; half of them lie in the first third of the path.

Of 1 to 4 about the best for a MiniLM with either baseline, padding or mask.
"""


class Points(NamedTuple):
    """Points of the path, 0 the baseline and 1 the input, and the weights of their gradients."""

    at: Tensor  # (n,) float64
    weight: Tensor  # (n,) float64; they add up to 1, up to the error of the rule


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
        scores[left] = scores[left] / 2 + added  # a step has become half as long
    return scores


def bent(steps: int) -> Points:
    """The ends of steps that are equal in the angle x of tan x = BEND * t / (1 - t), t the path."""
    angle = torch.linspace(0, torch.pi / 2, steps + 1, dtype=torch.float64)
    scale = BEND * angle.cos() + angle.sin()
    slope = BEND / scale**2  # dt / dx
    weight = slope * (torch.pi / 2 / steps)
    weight[[0, -1]] /= 2  # the ends of the path belong to one step, other points to two
    return Points(angle.sin() / scale, weight)


def _new(points: Points) -> Points:
    """Those that are none of half as many steps: every second one."""
    return Points(points.at[1::2], points.weight[1::2])


def _sums(classifier: Classifier, comparison: Comparison, rows: Tensor, points: Points) -> Tensor:
    """(R, T) float64: what these points add to the scores of the tokens of these inputs."""
    count, length = len(points.at), comparison.embeddings.shape[1]
    found = torch.zeros(len(rows), length, dtype=torch.float64)
    every = torch.arange(len(rows) * count)
    for each in torch.split(every, max(1, BATCH_TOKENS // length)):
        row, point = each // count, each % count
        chosen = Points(points.at[point], points.weight[point])
        found.index_add_(0, row, _scores(classifier, comparison, rows[row], chosen))
    return found


def _scores(classifier: Classifier, comparison: Comparison, row: Tensor, points: Points) -> Tensor:
    """(P, T) float64: what each of these points of the paths of these inputs adds."""
    shares = IntegratedGradients(lambda embeddings: logits(classifier, embeddings)).attribute(
        _embedded(comparison, row, points.at + points.weight / 2),
        baselines=_embedded(comparison, row, points.at - points.weight / 2),
        target=comparison.targets[row],
        n_steps=1,
        method="gausslegendre",
    )  # (P, T, D)
    return cast(Tensor, shares).detach().double().sum(-1)


def _embedded(comparison: Comparison, row: Tensor, at: Tensor) -> Tensor:
    """(P, T, D) points of the paths of these inputs."""
    start, end = comparison.baselines[row], comparison.embeddings[row]
    return torch.lerp(start, end, at.to(start.dtype)[:, None, None])
