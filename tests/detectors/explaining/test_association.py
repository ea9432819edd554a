from detectors.base import LabelledText
from detectors.explaining.association import associations, distinct_words
from tests.planted import CUES, FILLER, Planted


def test_the_cues_and_the_shortcut_of_the_planted_texts_come_first(planted: Planted) -> None:
    found = associations(planted.training)
    expected = {cue: label for label, cues in CUES.items() for cue in cues} | {"kindly": "storage"}
    assert {one.word: one.label for one in found[: len(expected)]} == expected


def test_words_that_go_with_nothing_stay_below_chance(planted: Planted) -> None:
    weak = [one for one in associations(planted.training) if one.word in FILLER]
    assert sum(one.z > 3 for one in weak) <= 1


def test_a_rare_word_does_not_overtake_a_common_one() -> None:
    rare = LabelledText("once fridge", "storage")
    common = [LabelledText("fridge", "storage")] * 20 + [LabelledText("tablets", "dosage")] * 20
    z = {one.word: one.z for one in associations([rare, *common])}
    assert z["fridge"] > z["once"]


def test_nothing_is_said_of_no_texts() -> None:
    assert associations([]) == []


def test_signs_and_numbers_are_no_words() -> None:
    assert distinct_words("Take 2.5 mg, take it!") == {"take", "mg", "it"}
