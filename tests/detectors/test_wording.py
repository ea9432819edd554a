import pytest

from detectors.wording import distinct_2, repetition, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" - ... ", []),
        ("Take 2.5 mg - don't!", ["take", "2.5", "mg", "don't"]),
        ("**Bold** (twice)", ["bold", "twice"]),
        ("用药 twice", ["用", "药", "twice"]),
        ("दिन में दो", ["दिन", "में", "दो"]),
        ("วันละ", ["ว", "น", "ล", "ะ"]),
    ],
)
def test_words_are_what_stands_between_spaces_or_letters(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_repetition_is_the_share_of_4_grams_seen_before() -> None:
    assert repetition(["a", "b", "c", "d", "e", "f", "g"]) == 0
    assert repetition(["a"] * 11) == pytest.approx(7 / 8)
    assert repetition(["a", "b", "c", "d", "a", "b", "c", "d"]) == pytest.approx(1 / 5)


def test_distinct_2_is_the_share_of_different_2_grams() -> None:
    assert distinct_2(["a", "b", "c"]) == 1
    assert distinct_2(["a", "b", "a", "b", "a"]) == pytest.approx(1 / 2)


@pytest.mark.parametrize("few", [[], ["a"]])
def test_what_is_too_short_has_no_share(few: list[str]) -> None:
    assert repetition(few) is None
    assert distinct_2(few) is None
