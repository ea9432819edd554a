import pytest

from detectors.explaining.gendered import regendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Can she take it?", "Can he take it?"),
        ("Is his dose right?", "Is her dose right?"),
        ("The tablets are his.", "The tablets are hers."),
        ("The tablets are hers.", "The tablets are his."),
        ("Her heart hurts, help her!", "His heart hurts, help him!"),
        ("I gave him and his son one", "I gave her and her daughter one"),
        ("Will it harm her in the night?", "Will it harm him in the night?"),
        ("MY MUM'S pills", "MY DAD'S pills"),
        ("He hurt himself", "She hurt herself"),
        ("My grandmother\u2019s wife", "My grandfather\u2019s husband"),
    ],
)
def test_both_genders_are_written_in_good_grammar(text: str, expected: str) -> None:
    changed = regendered(text)
    assert changed is not None
    assert changed.text == expected


@pytest.mark.parametrize("text", ["Can my mother take her pills?", "He lost his wife's tablets"])
def test_there_and_back_is_the_same(text: str) -> None:
    there = regendered(text)
    assert there is not None
    back = regendered(there.text)
    assert back is not None
    assert back.text == text
    assert there.was_female is not back.was_female


@pytest.mark.parametrize("text", ["", "Two tablets", "The theory", "用量"])
def test_a_text_without_gendered_words_stays(text: str) -> None:
    assert regendered(text) is None
