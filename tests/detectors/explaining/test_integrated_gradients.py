"""Points are drawn to the baseline and added where they miss, and the sum is the integral."""

import pytest
import torch
from captum.attr import IntegratedGradients

from detectors.classifier import Classifier
from detectors.explaining import integrated_gradients as rule
from detectors.explaining.baselines import Baseline
from detectors.explaining.comparison import Comparison, compare, logits
from detectors.explaining.inputs import read_inputs
from tests.detectors.explaining.conftest import Planted

TEXTS = ("please tell me about the fridge today", "maximum tablets when my old box was")


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


def comparison(classifier: Classifier, tolerance: float) -> Comparison:
    inputs = read_inputs(classifier, TEXTS)
    targets = classifier.logits([one.ids for one in inputs]).argmax(-1)
    return compare(classifier, inputs, targets, Baseline.PAD, tolerance=tolerance)


def captum(classifier: Classifier, compared: Comparison, steps: int) -> torch.Tensor:
    gradients = IntegratedGradients(lambda embeddings: logits(classifier, embeddings))
    shares = gradients.attribute(
        compared.embeddings,
        baselines=compared.baselines,
        target=compared.targets,
        n_steps=steps,
        method="riemann_middle",
    )
    assert isinstance(shares, torch.Tensor)
    return shares.detach().double().sum(-1)


def missed(scores: torch.Tensor, compared: Comparison) -> torch.Tensor:
    return (scores.sum(-1) - compared.difference).abs() / compared.scale


@pytest.mark.parametrize("steps", rule.STEPS)
def test_points_go_from_baseline_to_input_and_weigh_all_of_it(steps: int) -> None:
    points = rule.bent(steps)
    assert (float(points.at[0]), float(points.at[-1])) == pytest.approx((0, 1))
    assert bool((points.at.diff() > 0).all())
    assert float(points.weight.sum()) == pytest.approx(1, abs=0.03)
    assert float(points.at[steps // 2]) == pytest.approx(1 / 3)


def test_points_of_fewer_steps_are_among_those_of_twice_as_many() -> None:
    few, many = rule.bent(8), rule.bent(16)
    assert torch.allclose(few.at, many.at[::2])
    assert torch.allclose(few.weight, many.weight[::2] * 2)


def test_adding_steps_is_the_same_as_taking_them_all_at_once(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = comparison(classifier, tolerance=0.0)
    monkeypatch.setattr(rule, "STEPS", (4, 8, 16, 32))
    nested = rule.integrated_gradients(classifier, compared)
    monkeypatch.setattr(rule, "STEPS", (32,))
    assert torch.allclose(nested, rule.integrated_gradients(classifier, compared), atol=1e-5)


def test_it_comes_to_the_integral_that_captum_finds(classifier: Classifier) -> None:
    compared = comparison(classifier, tolerance=0.0)
    found = rule.integrated_gradients(classifier, compared)
    assert torch.allclose(found, captum(classifier, compared, 1000), atol=1e-3)


def test_only_inputs_that_miss_the_tolerance_get_more_steps(classifier: Classifier) -> None:
    coarse = rule.integrated_gradients(classifier, comparison(classifier, 9.0))
    first = missed(coarse, comparison(classifier, 9.0))
    compared = comparison(classifier, float(first.mean()))
    found = rule.integrated_gradients(classifier, compared)
    done = first <= compared.tolerance
    assert torch.equal(found[done], coarse[done])
    assert not torch.isclose(found[~done], coarse[~done], atol=1e-6).all()
    assert bool((missed(found, compared) <= compared.tolerance).all())
