"""The ways to explain a decision, by name; `detectors.explaining.explainer` makes them.

One interface: inputs in, words with signed scores out. What is explained is always the logit of a
class: a probability also moves with the logits of all others, and stands still where it is near 1.

Two that are often asked for are missing. Attention weights are no shares of a logit and have no
sign (Jain & Wallace 2019, "Attention is not Explanation"). DeepLIFT needs every non-linearity as a
module of its own: transformers call softmax and products as functions, Captum passes them over
without a word, and the scores do not add up.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from detectors.records import Attribution
from detectors.registry import names

if TYPE_CHECKING:  # both load torch
    from detectors.classifier import Classifier
    from detectors.explaining.inputs import ModelInput

DEFAULT = "integrated_gradients"
BASELINE = "pad"
OTHER_BASELINE = "mask"
"""Beside padding, for a second look; `average` where a tokenizer has no mask."""

GROUP = "assaykit.methods"
METHODS: Mapping[str, str] = {
    "input_x_gradient": "detectors.explaining.gradients:input_x_gradient",
    "integrated_gradients": "detectors.explaining.integrated_gradients:integrated_gradients",
    "kernel_shap": "detectors.explaining.perturbation:kernel_shap",
    "lime": "detectors.explaining.perturbation:lime",
    "occlusion": "detectors.explaining.perturbation:occlusion",
    "word_ablation": "detectors.explaining.perturbation:word_ablation",
}

COMPLETE = frozenset({"integrated_gradients", "kernel_shap"})
"""Methods whose scores add up to what the words change; with others a difference is no fault."""

CERTIFIED = COMPLETE | {"lime", "occlusion", "word_ablation"}
"""Those, and the ones that measure by taking words out. The others are heuristics."""


class Method(Protocol):
    """Scores the words of inputs."""

    name: str
    certified: bool

    def explain(
        self,
        classifier: "Classifier",
        inputs: "Sequence[ModelInput]",
        *,
        targets: Sequence[int] | None = None,
    ) -> list[Attribution | str]:
        """The attribution of each input, in the order given, or why it has none.

        `targets` are the numbers of the classes explained; without them the predicted ones.
        `attribution.words[i]` is `inputs[...].words[i]`.
        """


def known() -> tuple[str, ...]:
    """The names of all methods, sorted."""
    return names(GROUP, METHODS)
