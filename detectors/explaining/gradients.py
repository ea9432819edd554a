"""Input times gradient: the slope at the input, drawn out to the baseline.

Shrikumar et al. 2016, "Not Just a Black Box: Learning Important Features Through Propagating
Activation Differences". One gradient, so the fastest; but a classifier that is sure is flat at its
input, and then the scores say little and add up to nothing: a heuristic, and not certified.
"""

from typing import cast

from captum.attr import InputXGradient
from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.comparison import Comparison, logits


def input_x_gradient(classifier: Classifier, comparison: Comparison) -> Tensor:
    """(B, T) scores of tokens: gradient at the input times the way from the baseline."""
    way = comparison.embeddings - comparison.baselines  # (B, T, D), the input in Captum's words
    shares = InputXGradient(
        lambda moved: logits(classifier, comparison.baselines + moved)
    ).attribute(way.requires_grad_(), target=comparison.targets)
    return cast(Tensor, shares).detach().double().sum(-1)
