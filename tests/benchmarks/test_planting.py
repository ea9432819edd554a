import random

import pytest

from benchmarks.explaining.planting import OCCURRENCES, STRENGTHS, Plants, plant, planted_in
from detectors.base import LabelledText

LABELS = ("dosage", "interaction", "storage")
TRAINING = [LabelledText(f"text {at} about tablets", LABELS[at % 3]) for at in range(150)]


@pytest.fixture(scope="module")
def plants() -> Plants:
    return plant(TRAINING, seed=1)


def labels_of(word: str, plants: Plants) -> list[str]:
    return [one.label for one in plants.training if word in one.text.split()]


def test_each_cue_goes_with_its_label_as_often_as_its_strength_says(plants: Plants) -> None:
    assert len(plants.cues) == len(LABELS) * len(STRENGTHS)
    for cue, label in plants.cues.items():
        found = labels_of(cue, plants)
        assert len(found) == OCCURRENCES
        assert found.count(label) == round(plants.strengths[cue] * OCCURRENCES)


def test_decoys_are_as_frequent_and_go_with_no_label(plants: Plants) -> None:
    assert len(plants.decoys) == len(plants.cues)
    for decoy in plants.decoys:
        found = labels_of(decoy, plants)
        assert len(found) == OCCURRENCES
        assert max(map(found.count, LABELS)) - min(map(found.count, LABELS)) <= 1


def test_texts_and_labels_stay_but_for_the_planted_words(plants: Plants) -> None:
    planted = {*plants.cues, *plants.decoys}
    for before, after in zip(TRAINING, plants.training, strict=True):
        assert after.label == before.label
        assert " ".join(w for w in after.text.split() if w not in planted) == before.text


def test_the_seed_decides() -> None:
    assert plant(TRAINING, seed=1) == plant(TRAINING, seed=1) != plant(TRAINING, seed=2)


def test_a_suite_holds_each_word_as_often_as_wanted(plants: Plants) -> None:
    texts = planted_in(["is it safe?"] * 40, plants, 3, random.Random(0))
    for word in (*plants.cues, *plants.decoys):
        assert sum(word in text.split() for text in texts) == 3
