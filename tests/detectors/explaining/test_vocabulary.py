"""Neighbours are whole words that the model reads alike."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch.nn.functional import cosine_similarity

from detectors.classifier import Classifier
from detectors.explaining.vocabulary import Vocabulary
from tests.planted import CUES, FILLER, SHORTCUT, Planted

KNOWN = {*FILLER, *(cue for cues in CUES.values() for cue in cues), SHORTCUT[0]}


@pytest.fixture(scope="module")
def vocabulary(planted: Planted) -> Vocabulary:
    return Vocabulary(planted.classifier)


def test_neighbours_are_whole_words_and_others(vocabulary: Vocabulary) -> None:
    for word, near in vocabulary.neighbours(["fridge", "box"], most=4).items():
        assert len(near) == 4
        assert set(near) <= KNOWN - {word}


def test_the_first_is_the_nearest(vocabulary: Vocabulary, planted: Planted) -> None:
    (first, *_) = vocabulary.neighbours(["fridge"], most=1)["fridge"]
    weights = planted.classifier.model.get_input_embeddings().weight
    assert isinstance(weights, torch.Tensor)
    at = planted.classifier.tokenizer.convert_tokens_to_ids
    near = {
        word: float(cosine_similarity(weights[at("fridge")], weights[at(word)], dim=0))
        for word in KNOWN - {"fridge"}
        if len(word) > 1
    }
    assert first == max(near, key=near.__getitem__)


def test_what_is_no_single_known_word_has_none(vocabulary: Vocabulary) -> None:
    assert vocabulary.neighbours(["grape", "fridges", "?", "2.5", "用", ""], most=4) == {}
    assert vocabulary.neighbours([], most=4) == {}


def test_a_model_that_knows_no_whole_word_has_none(make_model: Callable[..., Path]) -> None:
    classifier = Classifier.load(str(make_model("roberta")))  # its tokens are single bytes
    assert Vocabulary(classifier).neighbours(["take"], most=4) == {}


def test_they_are_the_same_each_time(planted: Planted) -> None:
    torch.manual_seed(1)
    once = Vocabulary(planted.classifier).neighbours(sorted(KNOWN), most=3)
    assert once == Vocabulary(planted.classifier).neighbours(sorted(KNOWN), most=3)
