"""Explanations of hardly changed texts are compared word by word."""

from collections.abc import Callable, Sequence

import pytest
import torch

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput
from detectors.explaining.stability import under_paraphrase, under_typos
from detectors.records import Attribution
from tests.detectors.explaining.explained import PLAIN, Explained, explained, with_scores
from tests.planted import Planted


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def known(classifier: Classifier, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(classifier, [one.text for one in planted_texts(60)])


class Guessed:
    """Random scores: a method that is never the same."""

    name = "guessed"
    certified = False

    def explain(
        self,
        classifier: Classifier,
        inputs: Sequence[ModelInput],
        *,
        targets: Sequence[int] | None = None,
    ) -> list[Attribution | str]:
        draw = torch.Generator().manual_seed(0)
        return [
            with_scores(one, torch.rand(len(one.words), generator=draw).tolist())
            if isinstance(one, Attribution)
            else one
            for one in PLAIN.explain(classifier, inputs, targets=targets)
        ]


def test_integrated_gradients_are_steadier_under_typos_than_guesses(
    classifier: Classifier, known: Explained
) -> None:
    steady = under_typos(classifier, *known, PLAIN).rank_correlation
    guessed = under_typos(classifier, *known, Guessed())
    assert steady is not None
    assert guessed.rank_correlation is not None
    assert steady.low > guessed.rank_correlation.high
    assert guessed.unstable
    assert "changes with a typo" in guessed.sentence


def test_the_class_explained_stays_the_same(classifier: Classifier, known: Explained) -> None:
    first, second = (under_typos(classifier, *known, PLAIN) for _ in range(2))
    assert first == second
    assert first.rank_correlation is not None
    assert first.rank_correlation.n > 50


def test_paraphrases_of_one_group_are_compared_by_the_words_they_share(
    classifier: Classifier,
) -> None:
    texts = [
        "please tell me what people should do with it near the fridge today",
        "today please tell me what people should do with it near the fridge",
        "please tell me about the old box near the sea on holiday with alcohol",
    ]
    _, attributions = explained(classifier, texts * 2)
    found = under_paraphrase(attributions, ["a", "a", "a", "b", "b", "b"])
    assert found.rank_correlation is not None
    assert found.rank_correlation.n == 2  # the third text has another label
    assert found.rank_correlation.value > 0


def test_a_suite_without_groups_has_no_paraphrases(known: Explained) -> None:
    found = under_paraphrase(known.attributions, [str(at) for at in range(60)])
    assert found.rank_correlation is None
    assert not found.unstable
    assert not found.shown
    assert found.sentence.startswith("too few texts")


@pytest.mark.parametrize("texts", [[], ["fridge"], ["用量 冷蔵庫"]])
def test_texts_that_cannot_be_misspelt_are_passed_over(
    classifier: Classifier, texts: list[str]
) -> None:
    found = under_typos(classifier, *explained(classifier, texts), PLAIN)
    assert found.rank_correlation is None
