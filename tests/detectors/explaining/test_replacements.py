"""Words are taken out token by token, and what stands in their place is known."""

import pytest

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.replacements import Replacement, Replacer
from tests.planted import Planted

TEXT = "please tell me about the fridge today"
OTHERS = ("the old box was lost", "what people should do")


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def one(classifier: Classifier) -> ModelInput:
    return read_inputs(classifier, [TEXT])[0]


@pytest.fixture(scope="module")
def replacer(classifier: Classifier) -> Replacer:
    return Replacer(classifier.tokenizer, read_inputs(classifier, OTHERS))


def test_nothing_taken_leaves_the_input(one: ModelInput, replacer: Replacer) -> None:
    assert all(replacer.without(one, (), how) == one.ids for how in Replacement)


def test_a_masked_word_has_a_mask_for_each_token(
    one: ModelInput, replacer: Replacer, classifier: Classifier
) -> None:
    ids = replacer.without(one, {5}, Replacement.MASK)
    assert classifier.tokenizer.decode(ids) == "[CLS] please tell me about the [MASK] today [SEP]"


def test_a_deleted_word_is_gone(
    one: ModelInput, replacer: Replacer, classifier: Classifier
) -> None:
    assert (
        replacer.without(one, {5}, Replacement.DELETE)
        == classifier.encode(["please tell me about the today"])[0]
    )


def test_a_neighbour_is_another_word_of_another_text(
    one: ModelInput, replacer: Replacer, classifier: Classifier
) -> None:
    for at in range(len(one.words)):
        ids = replacer.without(one, {at}, Replacement.NEIGHBOUR)
        words = str(classifier.tokenizer.decode(ids[1:-1])).split()
        assert words[at] in " ".join(OTHERS).split()
        assert words[at] != one.words[at].text
        assert ids == replacer.without(one, {at}, Replacement.NEIGHBOUR)


def test_no_replacement_makes_the_input_longer(classifier: Classifier, one: ModelInput) -> None:
    long = read_inputs(classifier, ["zyx wvu tsr qpo"])  # unknown words: a token for each letter
    replacer = Replacer(classifier.tokenizer, long)
    every = range(len(one.words))
    assert all(len(replacer.without(one, every, how)) <= len(one.ids) for how in Replacement)


def test_without_other_texts_there_are_no_neighbours(classifier: Classifier) -> None:
    known = Replacer(classifier.tokenizer).replacements()
    assert known == (Replacement.MASK, Replacement.DELETE)
