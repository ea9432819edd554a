"""Explanations that do not look at the model survive random weights, others do not."""

import copy
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import torch

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput
from detectors.explaining.random_weights import Layers, with_random_weights
from detectors.explaining.randomisation import randomisation
from detectors.records import Attribution
from tests.detectors.explaining.explained import PLAIN, Explained, explained, same_for_all
from tests.planted import Planted


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def known(classifier: Classifier, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(classifier, [one.text for one in planted_texts(100)])


class ByPlace:
    """Scores words by their place: a method that does not look at the model."""

    name = "by_place"
    certified = False

    def explain(
        self,
        classifier: Classifier,
        inputs: Sequence[ModelInput],
        *,
        targets: Sequence[int] | None = None,
    ) -> list[Attribution | str]:
        found = PLAIN.explain(classifier, inputs, targets=targets)
        return [same_for_all(one) if isinstance(one, Attribution) else one for one in found]


@pytest.mark.parametrize("layers", Layers)
def test_integrated_gradients_change_with_the_weights(
    classifier: Classifier, known: Explained, layers: Layers
) -> None:
    found = randomisation(classifier, *known, PLAIN, layers)
    assert found.judged is not None
    assert (found.judged.n, found.judged.clusters) == (100, 20)
    assert not found.survives
    assert found.certified
    assert "as they should" in found.sentence


@pytest.mark.parametrize("layers", Layers)
def test_a_method_that_does_not_look_at_the_model_survives(
    classifier: Classifier, known: Explained, layers: Layers
) -> None:
    attributions = [same_for_all(one) for one in known.attributions]
    found = randomisation(classifier, known.inputs, attributions, ByPlace(), layers)
    assert found.survives
    assert not found.certified
    assert "survives random weights" in found.sentence


def test_too_few_texts_are_not_certified(classifier: Classifier, known: Explained) -> None:
    found = randomisation(classifier, known.inputs[:1], known.attributions[:1], PLAIN, Layers.HEAD)
    assert found.judged is None
    assert not found.certified
    assert found.sentence.startswith("too few texts")


def test_the_same_seed_gives_the_same(classifier: Classifier, known: Explained) -> None:
    some = Explained(known.inputs[:10], known.attributions[:10])
    first, second = (randomisation(classifier, *some, PLAIN, Layers.ENCODER) for _ in range(2))
    assert first == second
    assert first != randomisation(classifier, *some, PLAIN, Layers.ENCODER, seed=1)


@pytest.mark.parametrize("kind", ["bert", "distilbert", "electra", "roberta", "gpt2"])
def test_the_model_under_audit_and_its_token_embeddings_stay(
    make_model: Callable[..., Path], kind: str
) -> None:
    classifier = Classifier.load(str(make_model(kind)))
    before = copy.deepcopy(classifier.model.state_dict())
    head = with_random_weights(classifier, Layers.HEAD, seed=7).model.state_dict()
    every = with_random_weights(classifier, Layers.ENCODER, seed=7).model.state_dict()
    after = classifier.model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    in_head = {name for name in before if not torch.equal(before[name], head[name])}
    in_all = {name for name in before if not torch.equal(before[name], every[name])}
    prefix = f"{classifier.model.base_model_prefix}."
    assert in_head
    assert all(not name.startswith(prefix) or ".pooler." in name for name in in_head)
    assert in_head < in_all
    embeddings = classifier.model.get_input_embeddings().weight
    (tokens,) = (name for name, one in classifier.model.named_parameters() if one is embeddings)
    assert tokens not in in_all


def test_random_numbers_of_the_caller_are_left_alone(classifier: Classifier) -> None:
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    with_random_weights(classifier, Layers.HEAD, seed=0)
    assert torch.equal(torch.rand(2), expected)
