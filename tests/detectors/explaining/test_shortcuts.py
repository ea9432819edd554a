from collections.abc import Callable, Sequence

import pytest

from detectors.base import LabelledText
from detectors.explaining.attribution import attributions
from detectors.explaining.shortcuts import Shortcuts, SuiteLabels, shortcuts
from detectors.records import Attribution
from tests.planted import CUES, FILLER, SHORTCUT, Planted

PlantedTexts = Callable[[int], list[LabelledText]]


def search(planted: Planted, suite: Sequence[LabelledText], **legitimate: list[str]) -> Shortcuts:
    texts, labels = [one.text for one in suite], [one.label for one in suite]
    return shortcuts(
        planted.classifier,
        texts,
        explained(planted, texts),
        labels=labels,
        training=planted.training,
        legitimate=legitimate,
    )


def explained(planted: Planted, texts: Sequence[str]) -> list[Attribution]:
    found = attributions(planted.classifier, texts[:20])
    return [one for one in found if isinstance(one, Attribution)]


@pytest.fixture(scope="module")
def suite(planted_texts: PlantedTexts) -> list[LabelledText]:
    return planted_texts(90)


@pytest.fixture(scope="module")
def found(planted: Planted, suite: list[LabelledText]) -> Shortcuts:
    return search(planted, suite)


def test_the_planted_shortcut_is_found_and_nothing_else(found: Shortcuts) -> None:
    assert [(one.word, one.label) for one in found.listed] == [SHORTCUT]


def test_good_signs_act_and_are_borne_out_by_the_suite(found: Shortcuts) -> None:
    acting = {one.word: one for one in found.measured if one.acts}
    cues = {cue: label for label in CUES for cue in CUES[label]}
    assert cues.keys() <= acting.keys()
    assert all(acting[cue].label == label for cue, label in cues.items())
    assert all(acting[cue].witnesses.bear_out for cue in cues)


def test_words_that_say_nothing_do_not_act(found: Shortcuts) -> None:
    assert not [one.word for one in found.measured if one.acts and one.word in FILLER]


def test_a_word_that_the_suite_lists_as_legitimate_acts_and_is_no_shortcut(
    planted: Planted, suite: list[LabelledText]
) -> None:
    word, label = SHORTCUT
    found = search(planted, suite, **{label: [word.upper()]})
    assert not found.listed
    assert next(one for one in found.measured if one.word == word).acts


def test_a_right_sign_of_one_label_may_be_a_shortcut_to_another(
    planted: Planted, suite: list[LabelledText]
) -> None:
    found = search(planted, suite, dosage=[SHORTCUT[0]])
    assert [(one.word, one.label) for one in found.listed] == [SHORTCUT]


def test_it_turns_decisions_in_the_texts_that_it_names(
    suite: list[LabelledText], found: Shortcuts
) -> None:
    one = found.listed[0]
    assert one.flips.hits == len(one.texts) >= 2
    assert all(suite[at].label != SHORTCUT[1] for at in one.texts)


def test_the_same_texts_give_the_same_findings(
    planted: Planted, suite: list[LabelledText], found: Shortcuts
) -> None:
    assert search(planted, suite) == found


def test_few_texts_are_not_enough(planted: Planted, suite: list[LabelledText]) -> None:
    assert not search(planted, suite[:20]).enough


@pytest.mark.parametrize("texts", [[], [""], ["fridge"], ["用量"]])
def test_next_to_no_text_gives_next_to_nothing(planted: Planted, texts: list[str]) -> None:
    found = shortcuts(planted.classifier, texts, [])
    assert (found.measured, found.enough) == ((), False)


def test_forms_of_a_word_witness_together() -> None:
    suite = SuiteLabels(
        ["missed it", "I miss it", "missing", "fridge"], ["late", "late", "late", "x"]
    )
    assert suite.of("misses", "late")[:2] == (3, 3)
    assert not suite.of("absent", "late").bear_out
