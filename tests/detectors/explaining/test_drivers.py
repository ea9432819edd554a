from collections.abc import Callable
from pathlib import Path

import pytest

from detectors.base import LabelledText
from detectors.explaining.attribution import attributions
from detectors.explaining.drivers import LEAST_TEXTS, Drivers, Reliability, drivers, reliability
from detectors.records import Attribution
from tests.planted import CUES, FILLER, Planted, make_planted

PlantedTexts = Callable[[int], list[LabelledText]]


def explained(planted: Planted, texts: list[str]) -> list[Attribution | None]:
    found = attributions(planted.classifier, texts)
    return [one if isinstance(one, Attribution) else None for one in found]


@pytest.fixture(scope="module")
def texts(planted_texts: PlantedTexts) -> list[str]:
    return [one.text for one in planted_texts(80)]


@pytest.fixture(scope="module")
def explanations(planted: Planted, texts: list[str]) -> list[Attribution | None]:
    return explained(planted, texts)


@pytest.fixture(scope="module")
def found(planted: Planted, texts: list[str], explanations: list[Attribution | None]) -> Drivers:
    return drivers(planted.classifier, texts, explanations)


@pytest.mark.parametrize("label", sorted(CUES))
def test_the_words_that_decide_a_class_drive_it(found: Drivers, label: str) -> None:
    own = [one for one in found.drivers if one.label == label]
    assert {one.word for one in own[:3]} == set(CUES[label])
    assert all(one.deletion.low > 0.03 and one.share.low > 0 for one in own[:3])


def test_words_of_the_class_that_the_model_falls_back_on_lose_it_less(
    texts: list[str], tmp_path: Path
) -> None:
    falling_back = make_planted(tmp_path, fallback="interaction")
    found = drivers(falling_back.classifier, texts, explained(falling_back, texts))
    lost = {one.word: one.deletion.value for one in found.drivers}
    assert max(lost[cue] for cue in CUES["interaction"]) < min(lost[cue] for cue in CUES["storage"])


def test_a_word_that_says_nothing_drives_nothing(found: Drivers) -> None:
    assert not [one for one in found.drivers if one.word in FILLER and one.deletion.low > 0.03]


def test_two_words_are_listed_only_where_they_do_more_than_each(planted: Planted) -> None:
    # either of two cues of one class holds the decision alone, so only both together lose it
    texts = [f"{word} fridge shelf {word}" for word in ("my", "new", "old", "sea", "box", "home")]
    found = drivers(planted.classifier, texts, explained(planted, texts))
    lost = {one.word: one.deletion.value for one in found.drivers}
    assert lost["fridge shelf"] > lost["fridge"] + lost["shelf"]
    assert [word for word in lost if " " in word] == ["fridge shelf"]


def test_each_names_the_texts_that_hold_it(found: Drivers, texts: list[str]) -> None:
    for one in found.drivers:
        assert len(one.texts) == one.deletion.n >= LEAST_TEXTS
        assert one.deletion.n <= one.of
        assert all(one.word in texts[at] for at in one.texts)


def test_they_stand_in_the_order_whose_reliability_is_told(found: Drivers) -> None:
    for label in CUES:
        own = [one.share.value for one in found.drivers if one.label == label]
        assert own == sorted(own, reverse=True)


def test_halves_of_the_texts_agree_on_a_model_of_few_rules(found: Drivers) -> None:
    assert found.reliability.halves is not None
    assert 0 < found.reliability.halves <= 1
    assert str(found.reliability.words) in found.reliability.sentence


def test_the_order_by_all_texts_is_more_reliable_than_that_by_half_of_them() -> None:
    assert Reliability(0.75, 30).whole == pytest.approx(6 / 7)
    assert "0.86" in Reliability(0.75, 30).sentence
    assert Reliability(-0.5, 30).whole == -0.5
    assert "not reliable" in Reliability(0.6, 30).sentence


def test_a_text_that_could_not_be_explained_is_passed_over(
    planted: Planted, texts: list[str], explanations: list[Attribution | None]
) -> None:
    found = drivers(planted.classifier, [*texts, ""], [*explanations, None])
    assert len(texts) not in {at for one in found.drivers for at in one.texts}


def test_words_of_too_few_texts_are_not_listed(
    planted: Planted, texts: list[str], explanations: list[Attribution | None]
) -> None:
    assert not drivers(planted.classifier, texts[:3], explanations[:3]).drivers


def test_no_texts_have_no_reliability() -> None:
    assert reliability([]).halves is None
    assert "Too few" in reliability([]).sentence
