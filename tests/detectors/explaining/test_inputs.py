"""Tokens know their words, for tokenizers of whole words and of bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput, read_inputs

TEXTS = ("How much may I take each day?", "Don't mix it with alcohol...", "Is 2.5 mg ok?")


@pytest.fixture(scope="module", params=["bert", "roberta"])
def classifier(request: pytest.FixtureRequest, make_model: Callable[..., Path]) -> Classifier:
    return Classifier.load(str(make_model(request.param)))


@pytest.mark.parametrize("text", TEXTS)
def test_the_tokens_of_a_word_spell_it(classifier: Classifier, text: str) -> None:
    (one,) = read_inputs(classifier, [text])
    for at, word in enumerate(one.words):
        spans = [s for s, of in zip(one.spans, one.word_of, strict=True) if of == at]
        spelled = text[spans[0][0] : spans[-1][1]]
        assert spelled.strip() == word.text


def test_special_tokens_belong_to_no_word(classifier: Classifier) -> None:
    (one,) = read_inputs(classifier, [TEXTS[0]])
    assert (one.special[0], one.special[-1]) == (True, True)
    assert (one.word_of[0], one.word_of[-1]) == (None, None)
    assert None not in one.word_of[1:-1]


def test_the_ids_are_those_that_the_classifier_reads(classifier: Classifier) -> None:
    assert [one.ids for one in read_inputs(classifier, TEXTS)] == classifier.encode(TEXTS)


def test_words_that_are_not_read_are_left_out(classifier: Classifier) -> None:
    (one,) = read_inputs(classifier, ["take it " * 100])
    assert one.truncated
    assert 0 < len(one.words) < 200
    assert one.word_of[-2] == len(one.words) - 1


def test_an_empty_text_has_no_words(classifier: Classifier) -> None:
    (one,) = read_inputs(classifier, [" "])
    assert isinstance(one, ModelInput)
    assert one.words == ()
