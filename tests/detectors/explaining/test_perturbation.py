"""Words are taken out as a whole, and the scores are what that changes."""

from collections.abc import Callable
from math import comb
from pathlib import Path

import pytest
import torch
from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.baselines import Baseline, embedded
from detectors.explaining.comparison import Comparison, compare, target_logits
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.perturbation import kernel_shap, lime, occlusion, samples, word_ablation
from tests.planted import Planted

TEXT = "please tell me, about fridges today"  # fridges is no token, so it is several


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def one(classifier: Classifier) -> ModelInput:
    return read_inputs(classifier, [TEXT])[0]


@pytest.fixture(scope="module")
def comparison(classifier: Classifier, one: ModelInput) -> Comparison:
    target = torch.tensor([classifier.labels.index("storage")])
    return compare(classifier, [one], target, Baseline.MASK, tolerance=0.02)


def by_word(one: ModelInput, scores: Tensor) -> list[float]:
    found = [0.0] * len(one.words)
    for word, score in zip(one.word_of, scores.tolist(), strict=True):
        if word is not None:
            found[word] += score
    return found


def fall_without(classifier: Classifier, one: ModelInput, taken: set[int], target: Tensor) -> float:
    """How far the logit falls with masks in the place of these words."""
    mask = classifier.tokenizer.mask_token_id
    assert isinstance(mask, int)
    ids = [mask if word in taken else at for at, word in zip(one.ids, one.word_of, strict=True)]
    pair = torch.tensor([one.ids, ids])
    whole, rest = target_logits(classifier, embedded(classifier, pair), target.repeat(2)).tolist()
    return float(whole - rest)


def test_ablation_is_the_fall_of_the_logit_without_each_word(
    classifier: Classifier, one: ModelInput, comparison: Comparison
) -> None:
    found = by_word(one, word_ablation(classifier, comparison)[0])
    for at, score in enumerate(found):
        expected = fall_without(classifier, one, {at}, comparison.targets)
        assert score == pytest.approx(expected, abs=1e-4)


def test_occlusion_is_the_mean_fall_without_the_threes_that_a_word_is_of(
    classifier: Classifier, one: ModelInput, comparison: Comparison
) -> None:
    found = by_word(one, occlusion(classifier, comparison)[0])
    for at, score in enumerate(found):
        threes = [set(range(first, first + 3)) for first in range(at - 2, at + 1)]
        falls = [fall_without(classifier, one, three, comparison.targets) for three in threes]
        assert score == pytest.approx(sum(falls) / 3, abs=1e-4)


def test_shapley_values_add_up_and_lie_near_those_of_all_sets(
    classifier: Classifier, one: ModelInput, comparison: Comparison
) -> None:
    found = by_word(one, kernel_shap(classifier, comparison)[0])
    assert sum(found) == pytest.approx(float(comparison.difference), abs=1e-3)
    exact = shapley_values(classifier, one, comparison.targets)
    assert found == pytest.approx(exact, abs=0.1 * max(map(abs, exact)))


def shapley_values(classifier: Classifier, one: ModelInput, target: Tensor) -> list[float]:
    """The definition, over all sets of words."""
    count = len(one.words)
    worth = {
        kept: -fall_without(classifier, one, set(range(count)) - members(kept, count), target)
        for kept in range(2**count)
    }
    weight = [1 / (count * comb(count - 1, size)) for size in range(count)]
    return [
        sum(
            weight[len(members(kept, count))] * (worth[kept | 1 << at] - worth[kept])
            for kept in worth
            if not kept >> at & 1
        )
        for at in range(count)
    ]


def members(kept: int, count: int) -> set[int]:
    return {at for at in range(count) if kept >> at & 1}


@pytest.mark.parametrize("method", [kernel_shap, lime])
def test_sampled_methods_leave_the_random_numbers_of_others_alone(
    classifier: Classifier,
    comparison: Comparison,
    method: Callable[[Classifier, Comparison], Tensor],
) -> None:
    torch.manual_seed(7)
    before = torch.random.get_rng_state()
    method(classifier, comparison)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_more_words_are_sampled_more_often() -> None:
    assert samples(1) < samples(10) < samples(400)


def test_space_of_its_own_token_has_no_score(make_model: Callable[..., Path]) -> None:
    classifier = Classifier.load(str(make_model("roberta")))
    (one,) = read_inputs(classifier, ["a   b"])
    assert None in one.word_of[1:-1]
    target = torch.tensor([0])
    comparison = compare(classifier, [one], target, Baseline.PAD, tolerance=0.02)
    scores = word_ablation(classifier, comparison)[0].tolist()
    assert all(score == 0 for score, word in zip(scores, one.word_of, strict=True) if word is None)
    assert any(scores)
