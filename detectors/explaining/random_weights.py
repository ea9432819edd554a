"""Copies of a classifier whose weights are partly random; the classifier itself is never changed.

Weights are drawn as the architecture draws them before training.
"""

import copy
from enum import StrEnum

import torch

from detectors.classifier import Classifier
from detectors.errors import ModelError


class Layers(StrEnum):
    """The part of a classifier that is made random."""

    HEAD = "head"
    """What turns the encoder's output into logits: the head, and the pooler where there is one."""
    ENCODER = "encoder"
    """That and all layers of the encoder; only the embeddings of tokens stay as trained, so that a
    word still is that word."""


def with_random_weights(classifier: Classifier, layers: Layers, *, seed: int) -> Classifier:
    """A copy with random weights in these layers; the same seed gives the same weights.

    Raises `ModelError` where the model does not tell which part of it is the encoder.
    """
    if classifier.model.base_model is classifier.model:
        raise ModelError(
            f"{type(classifier.model).__name__} does not tell which part of it is the encoder"
        )
    copied = copy.copy(classifier)
    copied.model = copy.deepcopy(classifier.model)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        fresh = type(classifier.model)(copy.deepcopy(classifier.model.config)).state_dict()
    with torch.no_grad():
        for name, parameter in copied.model.named_parameters():
            if name in _chosen(copied, layers):
                parameter.copy_(fresh[name])
    return copied


def _chosen(classifier: Classifier, layers: Layers) -> set[str]:
    """Names of the parameters in these layers."""
    model = classifier.model
    names = {name for name, _ in model.named_parameters()}
    inside = {name for name in names if name.startswith(f"{model.base_model_prefix}.")}
    head = (names - inside) | {name for name in inside if ".pooler." in name}
    if layers is Layers.HEAD:
        return head
    tokens = {id(parameter) for parameter in model.get_input_embeddings().parameters()}
    return {name for name, parameter in model.named_parameters() if id(parameter) not in tokens}
