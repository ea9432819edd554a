"""Integrated Gradients of a classifier, on the embeddings of inputs of one length.

Sundararajan, Taly & Yan 2017, "Axiomatic Attribution for Deep Networks"; gradients by Captum.

- Adaptive quadrature by the trapezoid rule: `STEPS` steps first; where the scores miss the logit
  difference by more than the tolerance, the worst steps are halved, until they do not. (Captum's
  own trapezoid has weights that add up to (n - 1) / n.)
- Which steps are the worst is known and not estimated: what the scores gain along a step has to add
  up to the difference of the logits at its ends, which come with their gradients.
- The first steps are short in the first half of the path and long in the second. A LayerNorm sees
  only the direction of an embedding, and that turns where the input begins to outweigh the
  baseline, so there the logit moves; equal steps waste their second half. Any change of variable
  has the same integral: a poor one costs steps, and never completeness. (Bhat & Raychowdhury 2023,
  "Non-Uniform Interpolation in Integrated Gradients for Low-Latency Explainable-AI", place steps by
  the logits at equal cuts, which have to be asked first.)
- Captum takes no points of one's own. So it is given each as the middle of a short path, to be
  integrated in one Gauss-Legendre step.
- Float32: bfloat16 halves the time of a forward pass here, but hardly that of a gradient.
"""

from collections.abc import Mapping
from typing import NamedTuple, cast

import torch
from captum.attr import IntegratedGradients
from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.comparison import BATCH_TOKENS, Comparison, logits

STEPS = 8
MOST_POINTS = 257
"""Gradients that an input gets at most; after them it is said not to converge."""

BEND = 2.0
"""How far points are drawn to the baseline; half of the first ones lie in its first third.

Of 1 to 4 about the best for a MiniLM with either baseline, padding or mask.
"""


class Path(NamedTuple):
    """What is known of the path of one input, point by point from the baseline to the input.

    A point is given by the angle x of tan x = BEND * t / (1 - t), t its share of the way.
    """

    angles: Tensor  # (n,) float64, ascending
    rates: Tensor  # (n, T) float64: how fast the score of each token grows with the angle
    logits: Tensor  # (n,) float64

    @property
    def scores(self) -> Tensor:
        """(T,) by the trapezoid rule."""
        return torch.trapezoid(self.rates, self.angles, dim=0)

    @property
    def missed(self) -> Tensor:
        """(n - 1,) by how much the scores of each step miss the difference of its logits."""
        rates = self.rates.sum(-1)
        return (rates[1:] + rates[:-1]) / 2 * self.angles.diff() - self.logits.diff()

    def with_points(self, other: "Path") -> "Path":
        """Both in the order of the path."""
        angles, order = torch.cat([self.angles, other.angles]).sort()
        rates, logits = (torch.cat(pair)[order] for pair in zip(self[1:], other[1:], strict=True))
        return Path(angles, rates, logits)


def integrated_gradients(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) float64 scores of tokens, with as many points as each input needs."""
    first = torch.linspace(0, torch.pi / 2, STEPS + 1, dtype=torch.float64)
    wanted = dict.fromkeys(range(len(comparison.embeddings)), first)
    paths = _paths(classifier, comparison, wanted)
    while wanted := _wanted(paths, comparison):
        for row, added in _paths(classifier, comparison, wanted).items():
            paths[row] = paths[row].with_points(added)
    return torch.stack([path.scores for path in paths.values()])


def _wanted(paths: Mapping[int, Path], comparison: Comparison) -> dict[int, Tensor]:
    """The points that each input still needs, of those that need some and may have them."""
    limits = comparison.tolerance * comparison.scale  # (B,)
    return {
        row: _middles(path, float(limits[row]))
        for row, path in paths.items()
        if (path.scores.sum() - comparison.difference[row]).abs() > limits[row]
        and len(path.angles) < MOST_POINTS
    }


def _middles(path: Path, limit: float) -> Tensor:
    """Those of the worst steps; the others miss no more than half of the limit together."""
    sizes, order = path.missed.abs().sort(descending=True, stable=True)
    others = sizes.sum() - sizes.cumsum(0)  # (n - 1,) after so many of the worst
    count = int((others > limit / 2).sum()) + 1
    worst = order[: min(count, MOST_POINTS - len(path.angles))]
    return (path.angles[worst] + path.angles[worst + 1]) / 2


def _paths(
    classifier: Classifier, comparison: Comparison, wanted: Mapping[int, Tensor]
) -> dict[int, Path]:
    """These points of the paths of these inputs."""
    sizes = [len(angles) for angles in wanted.values()]
    row = torch.tensor(list(wanted)).repeat_interleave(torch.tensor(sizes))  # (P,)
    angles = torch.cat(list(wanted.values()))  # (P,)
    most = max(1, BATCH_TOKENS // comparison.embeddings.shape[1])
    asked = [
        _points(classifier, comparison, *part)
        for part in zip(torch.split(row, most), torch.split(angles, most), strict=True)
    ]
    every = Path(*(torch.cat(parts) for parts in zip(*asked, strict=True)))
    split = zip(*(torch.split(part, sizes) for part in every), strict=True)
    return {row: Path(*parts) for row, parts in zip(wanted, split, strict=True)}


def _points(classifier: Classifier, comparison: Comparison, row: Tensor, angles: Tensor) -> Path:
    """(P,) points of the paths of these inputs, in the order given."""
    asked: list[Tensor] = []

    def kept(embeddings: Tensor) -> Tensor:
        asked.append(logits(classifier, embeddings))
        return asked[-1]

    at, slope = bent(angles)
    targets = comparison.targets[row]
    shares = IntegratedGradients(kept).attribute(
        _embedded(comparison, row, at + slope / 2),
        baselines=_embedded(comparison, row, at - slope / 2),
        target=targets,
        n_steps=1,
        method="gausslegendre",
    )  # (P, T, D)
    (found,) = asked  # (P, L); one step is asked once
    return Path(
        angles,
        cast(Tensor, shares).detach().double().sum(-1),
        found.detach().double().gather(-1, targets[:, None])[:, 0],
    )


class Bent(NamedTuple):
    """Where points lie on the way, 0 the baseline and 1 the input, and how fast it is gone."""

    at: Tensor  # (n,) float64
    slope: Tensor  # (n,) float64, by the angle


def bent(angles: Tensor) -> Bent:
    """The way by the angle, 0 to pi / 2."""
    scale = BEND * angles.cos() + angles.sin()
    return Bent(angles.sin() / scale, BEND / scale**2)


def _embedded(comparison: Comparison, row: Tensor, at: Tensor) -> Tensor:
    """(P, T, D) points of the paths of these inputs."""
    start, end = comparison.baselines[row], comparison.embeddings[row]
    return torch.lerp(start, end, at.to(start.dtype)[:, None, None])
