"""A text with words taken out or replaced is still written as a text."""

import pytest

from detectors.explaining.word_changes import changed
from detectors.explaining.words import words

TEXT = "May I take it, with grapefruit?"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, TEXT),
        ({6: "wine"}, "May I take it, with wine?"),
        ({0: ""}, "I take it, with grapefruit?"),
        ({0: "", 1: ""}, "take it, with grapefruit?"),
        ({4: "", 7: ""}, "May I take it with grapefruit"),
        (dict.fromkeys(range(7), ""), "?"),
    ],
)
def test_only_the_named_words_change(changes: dict[int, str], expected: str) -> None:
    assert changed(TEXT, words(TEXT), changes) == expected


def test_signs_and_scripts_without_spaces_keep_together() -> None:
    text = " 用量は?\n"
    assert changed(text, words(text), {1: ""}) == " 用は?\n"


def test_words_that_were_never_read_stay() -> None:
    assert changed("one two three", words("one two"), {0: ""}) == "two three"
