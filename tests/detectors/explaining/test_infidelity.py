"""Exact scores have no infidelity, useless ones all of it, and steady ones little sensitivity."""

from collections.abc import Callable
from statistics import fmean

import pytest

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.infidelity import infidelity, max_sensitivity
from detectors.explaining.inputs import read_inputs
from detectors.records import Attribution
from tests.detectors.explaining.explained import Explained, explained, same_for_all, with_scores
from tests.planted import Planted


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def known(classifier: Classifier, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(classifier, [one.text for one in planted_texts(20)])


def shares(
    classifier: Classifier, known: Explained, change: Callable[[Attribution], Attribution]
) -> list[float]:
    changed = [change(one) for one in known.attributions]
    found = infidelity(classifier, known.inputs, changed)
    return [one.share for one in found if one is not None and one.share is not None]


def test_integrated_gradients_predict_better_than_scores_by_place(
    classifier: Classifier, known: Explained
) -> None:
    good = shares(classifier, known, lambda one: one)
    poor = shares(classifier, known, same_for_all)
    assert len(good) == len(poor) == 20
    assert fmean(good) < 0.2
    assert fmean(good) < fmean(poor) / 2


def test_scores_of_zero_miss_everything(classifier: Classifier, known: Explained) -> None:
    nothing = shares(classifier, known, lambda one: with_scores(one, [0.0] * len(one.words)))
    assert nothing == [1.0] * 20


def test_the_scale_of_scores_does_not_matter(classifier: Classifier, known: Explained) -> None:
    once = shares(classifier, known, lambda one: one)
    tenfold = shares(
        classifier, known, lambda one: with_scores(one, [10 * word.score for word in one.words])
    )
    assert tenfold == pytest.approx(once, abs=1e-4)


def test_small_moves_change_scores_a_little(classifier: Classifier, known: Explained) -> None:
    found = max_sensitivity(classifier, known.inputs[:8], known.attributions[:8])
    assert len(found) == 8
    assert all(one is not None and 0 < one < 0.5 for one in found)
    assert found == max_sensitivity(classifier, known.inputs[:8], known.attributions[:8])


def test_one_word_has_no_infidelity_but_a_sensitivity(classifier: Classifier) -> None:
    known = explained(classifier, ["fridge"])
    assert infidelity(classifier, *known) == [None]
    (found,) = max_sensitivity(classifier, *known)
    assert found is not None


def test_no_input_has_none(classifier: Classifier) -> None:
    assert infidelity(classifier, read_inputs(classifier, []), []) == []
    assert max_sensitivity(classifier, read_inputs(classifier, []), []) == []
