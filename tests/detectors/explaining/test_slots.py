from detectors.classifier import Classifier
from detectors.explaining.slots import Slot, slots
from tests.detectors.conftest import MakeModel
from tests.planted import Planted


def test_places_take_turns_over_the_texts(planted: Planted) -> None:
    texts = ["tell me about tablets?", "tell me about tablets?", "tell me about tablets?"]
    found = [slot.holding("kindly") for slot in slots(planted.classifier, texts)]
    assert found[0] == "kindly tell me about tablets?"
    assert found[1] == "tell me about tablets kindly?"
    assert found[2].replace("kindly ", "", 1) == texts[0] or found[2] == found[1]


def test_a_slot_without_its_word_is_the_text(planted: Planted) -> None:
    texts = ["tell me", "one", "  spaced  out ?", "用量"]
    assert [slot.text for slot in slots(planted.classifier, texts)] == texts


def test_a_text_without_words_gives_no_slot_and_is_not_counted(planted: Planted) -> None:
    assert [slot.source for slot in slots(planted.classifier, ["", " ", "fridge"])] == [2]


def test_the_model_sees_a_word_that_is_put_into_a_text_too_long_for_it(
    make_model: MakeModel,
) -> None:
    classifier = Classifier.load(str(make_model()))
    long = "may take alcohol each " * 60
    unknown = "qqq"
    for slot in slots(classifier, [long, long, long]):
        plain, held = classifier.encode([slot.text, slot.holding(unknown)])
        assert len(plain) < len(held) <= classifier.max_length


def test_words_are_set_apart_by_spaces() -> None:
    assert Slot(0, "Is it", "?").holding("safe") == "Is it safe?"
    assert Slot(0, "", "(maybe)").holding("safe") == "safe (maybe)"
    assert Slot(0, "", "").holding("safe") == "safe"
