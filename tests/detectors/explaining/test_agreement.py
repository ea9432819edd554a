"""Methods agree where they rank words alike."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from detectors.base import LabelledText
from detectors.explaining.agreement import agreement
from detectors.explaining.explainer import Explainer
from detectors.explaining.rank_agreement import rank_agreement
from detectors.records import Attribution
from tests.detectors.explaining.explained import Explained, explained, reversed_scores
from tests.planted import CUES, FILLER, Planted


@pytest.fixture(scope="module")
def known(planted: Planted, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(planted.classifier, [one.text for one in planted_texts(30)])


def test_methods_that_share_out_the_same_sum_agree(planted: Planted, known: Explained) -> None:
    found = agreement(known.attributions, _explained_by("kernel_shap", planted, known))
    assert (found.first, found.second) == ("integrated_gradients", "kernel_shap")
    assert found.sentence.startswith("integrated_gradients and kernel_shap agree: ")


def test_where_words_stand_in_for_one_another_taking_one_away_disagrees(
    planted: Planted,
) -> None:
    draw = random.Random(4)
    texts = [
        " ".join(draw.sample([*cues, *draw.sample(FILLER, 6)], 9))
        for cues in CUES.values()
        for _ in range(10)
    ]
    known = explained(planted.classifier, texts)
    found = agreement(known.attributions, _explained_by("word_ablation", planted, known))
    assert found.sentence.startswith("integrated_gradients and word_ablation disagree: ")


def _explained_by(method: str, planted: Planted, known: Explained) -> list[Attribution]:
    outcomes = Explainer(method, other_baseline=None).explain(planted.classifier, known.inputs)
    return [one for one in outcomes if isinstance(one, Attribution)]


def test_opposite_scores_disagree(known: Explained) -> None:
    opposite = [replace(reversed_scores(one), method="opposite") for one in known.attributions]
    found = agreement(known.attributions, opposite)
    assert found.disagree
    assert found.rank_correlation is not None
    assert found.rank_correlation.value == pytest.approx(-1)
    assert "disagree" in found.sentence
    assert "faithfulness" in found.sentence


def test_every_text_is_told_too(known: Explained) -> None:
    found = agreement(known.attributions, known.attributions)
    assert all(one is not None and one.rank_correlation == pytest.approx(1) for one in found.texts)
    assert all(one is not None and one.overlap == 1 for one in found.texts)


def test_different_classes_are_not_compared(known: Explained) -> None:
    others = [replace(one, target="another") for one in known.attributions]
    found = agreement(known.attributions, others)
    assert set(found.texts) == {None}
    assert found.sentence.startswith("too few texts")


def test_different_words_are_refused(known: Explained) -> None:
    with pytest.raises(ValueError, match="different words"):
        agreement(known.attributions[:1], known.attributions[1:2])
    with pytest.raises(ValueError, match="no explanations"):
        agreement([], [])


def test_a_random_order_shares_as_many_of_the_strongest_as_stated() -> None:
    found = rank_agreement([5, 4, 3, 2, 1, 0], [5, 0, 1, 2, 3, 4])
    assert found is not None
    assert found.overlap == pytest.approx(1 / 3)
    assert found.rank_correlation == pytest.approx(-0.142857, abs=1e-5)


@pytest.mark.parametrize(
    ("first", "second"),
    [([1.0] * 6, list(range(6))), ([1, 2, 3, 4], [1, 2, 3, 4]), ([], [])],
)
def test_without_ranks_there_is_no_agreement(first: list[float], second: list[float]) -> None:
    assert rank_agreement(first, second) is None
