"""Points are drawn to the baseline and added where they miss, and the sum is the integral."""

import pytest
import torch
from captum.attr import IntegratedGradients

from detectors.classifier import Classifier
from detectors.explaining import integrated_gradients as rule
from detectors.explaining.baselines import Baseline
from detectors.explaining.comparison import Comparison, compare, logits
from detectors.explaining.inputs import read_inputs
from tests.planted import Planted

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


def path(angles: list[float], rates: list[float], logits: list[float]) -> rule.Path:
    """The path of an input of one token."""
    columns = (torch.tensor(one, dtype=torch.float64) for one in (angles, rates, logits))
    at, rate, logit = columns
    return rule.Path(at, rate[:, None], logit)


def test_angles_go_from_baseline_to_input_and_their_slopes_add_up_to_all_of_it() -> None:
    angles = torch.linspace(0, torch.pi / 2, rule.STEPS + 1, dtype=torch.float64)
    way = rule.bent(angles)
    assert (float(way.at[0]), float(way.at[-1])) == pytest.approx((0, 1))
    assert bool((way.at.diff() > 0).all())
    assert float(torch.trapezoid(way.slope, angles)) == pytest.approx(1, abs=0.03)
    assert float(way.at[rule.STEPS // 2]) == pytest.approx(1 / 3)


def test_a_path_knows_by_how_much_each_step_misses_its_logits() -> None:
    known = path([0.0, 1.0, 3.0], [1.0, 1.0, 2.0], [0.0, 1.0, 5.0])
    assert known.missed.tolist() == pytest.approx([0.0, -1.0])
    assert known.scores.tolist() == pytest.approx([4.0])


def test_points_come_in_the_order_of_the_path() -> None:
    both = path([0.0, 2.0], [0.0, 4.0], [0.0, 4.0]).with_points(path([1.0], [1.0], [0.5]))
    assert both.angles.tolist() == [0.0, 1.0, 2.0]
    assert both.rates[:, 0].tolist() == [0.0, 1.0, 4.0]
    assert both.logits.tolist() == [0.0, 0.5, 4.0]


def test_steps_that_miss_most_are_halved_and_no_others() -> None:
    known = path([0.0, 1.0, 2.0, 3.0], [1.0, 1.0, 1.0, 1.0], [0.0, 1.1, 4.1, 5.9])
    assert known.missed.tolist() == pytest.approx([-0.1, -2.0, -0.8])
    assert rule._middles(known, limit=2.0).tolist() == [1.5]
    assert rule._middles(known, limit=1.0).tolist() == [1.5, 2.5]
    assert len(rule._middles(known, limit=0.0)) == 3


def test_no_input_gets_more_gradients_than_the_most(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = comparison(classifier, tolerance=0.0)
    monkeypatch.setattr(rule, "MOST_POINTS", rule.STEPS + 1)
    coarse = rule.integrated_gradients(classifier, compared)
    assert bool((missed(coarse, compared) > 0).all())
    assert torch.equal(coarse, rule.integrated_gradients(classifier, comparison(classifier, 9.0)))


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
