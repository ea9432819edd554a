"""Assertions about a classifier whose deciding words, and whose shortcut, are known."""

from pathlib import Path

import pytest

from audit.testing import Underpowered, assert_faithful, assert_no_shortcut, assert_robust
from detectors.errors import AuditError, ModelError
from tests.planted import SHORTCUT, Planted, examples, make_planted

TEXT = "please tell me what people should do with grapefruit at home today"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("planted")


@pytest.fixture(scope="module")
def planted(folder: Path) -> Planted:
    return make_planted(folder)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [one.text for one in examples(120, seed=2, shortcut=False)]


def test_a_text_that_keeps_its_label_is_robust(planted: Planted, folder: Path) -> None:
    assert_robust(str(folder), TEXT, [TEXT + " please", "now " + TEXT])
    assert planted.classifier.labels


def test_a_variant_that_changes_the_label_is_told_with_what_changed(planted: Planted) -> None:
    with pytest.raises(AssertionError, match="1 of 2 variants are not") as told:
        assert_robust(
            planted.classifier, TEXT, [TEXT + " now", TEXT.replace("grapefruit", "fridge")]
        )
    assert '"grapefruit" to "fridge"' in str(told.value)


def test_no_variant_is_no_pass(planted: Planted) -> None:
    with pytest.raises(AuditError, match="give at least one text"):
        assert_robust(planted.classifier, TEXT, [])


def test_a_planted_shortcut_is_found_and_an_honest_word_is_not(
    planted: Planted, texts: list[str]
) -> None:
    word, label = SHORTCUT
    with pytest.raises(AssertionError, match=f'"{word}": 1 of 2 words turn decisions') as told:
        assert_no_shortcut(planted.classifier, texts, [word, "holiday"])
    assert f"moves to   {label}" in str(told.value)
    assert [one.word for one in assert_no_shortcut(planted.classifier, texts, ["holiday"])] == [
        "holiday"
    ]


def test_few_texts_show_no_absence(planted: Planted, texts: list[str]) -> None:
    with pytest.raises(Underpowered, match="of 30 texts that speak for another class"):
        assert_no_shortcut(planted.classifier, texts[:25], ["holiday"])


def test_an_explanation_that_can_be_relied_on_is_given(planted: Planted) -> None:
    (found,) = assert_faithful(planted.classifier, TEXT)
    assert found.target == "interaction"
    assert found.faithfulness is not None
    assert found.faithfulness.reliable


def test_a_text_too_short_to_tell_is_underpowered(planted: Planted) -> None:
    with pytest.raises(Underpowered, match="1 of 1 texts are too short to tell"):
        assert_faithful(planted.classifier, "grapefruit today")


def test_an_explanation_no_better_than_chance_is_told(planted: Planted) -> None:
    with pytest.raises(AssertionError, match="cannot be relied on") as told:
        assert_faithful(planted.classifier, "please tell me about my new medicine today because")
    assert "why        its words carry" in str(told.value)


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        assert_robust(tmp_path, TEXT, ["another"])
