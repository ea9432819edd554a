"""A typo changes two characters of one word, in any script, and no word's place."""

import pytest

from detectors.explaining.typos import misspelt
from detectors.explaining.words import words


@pytest.mark.parametrize(
    "text",
    [
        "please keep it in the fridge",
        "храните таблетки в холодильнике",
        "ضع الدواء في الثلاجة",
        "naïve café",
    ],
)
def test_one_word_is_misspelt_and_all_keep_their_places(text: str) -> None:
    found = misspelt(text, words(text), ())
    assert found is not None
    before, after = words(text), words(found.text)
    assert [(one.start, one.end) for one in before] == [(one.start, one.end) for one in after]
    changed = [at for at, one in enumerate(before) if after[at].text != one.text]
    assert changed == [found.word]
    assert sorted(before[found.word].text) == sorted(after[found.word].text)
    assert before[found.word].text[0] == after[found.word].text[0]
    assert found == misspelt(text, words(text), ())


def test_kept_words_are_not_misspelt() -> None:
    text = "please keep tablets"
    for at in range(3):
        found = misspelt(text, words(text), {0, 1, 2} - {at})
        assert found is None or found.word == at


@pytest.mark.parametrize("text", ["", "a to", "xbb 12345", "用量は"])
def test_words_without_letters_to_swap_have_no_typo(text: str) -> None:
    assert misspelt(text, words(text), ()) is None
