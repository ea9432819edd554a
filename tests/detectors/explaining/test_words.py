"""Words keep their spans, and share out the scores of their tokens without loss."""

import pytest

from detectors.explaining.words import TokenScore, merge, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is 2.5 mg ok?", ["Is", "2.5", "mg", "ok", "?"]),
        ("don't take co-codamol 12-hourly.", ["don't", "take", "co-codamol", "12-hourly", "."]),
        ("aspirin,codeine and/or 1,0", ["aspirin", ",", "codeine", "and", "/", "or", "1,0"]),
        ("cafe\u0301 नमस्ते", ["cafe\u0301", "नमस्ते"]),
        ("用量は", ["用", "量", "は"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_word_is_what_a_reader_takes_for_one(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


def test_spans_are_offsets_into_the_text_and_leave_out_only_space() -> None:
    text = "  How much (5\u00a0mg)… — daily?\n"
    found = words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert "".join(word.text for word in found) == "".join(text.split())


def test_a_word_has_the_sum_of_its_tokens() -> None:
    merged = merge(
        "metformin ok", [TokenScore(0, 3, 1.0), TokenScore(3, 9, 0.5), TokenScore(10, 12, -2.0)]
    )
    assert [(word.text, word.score) for word in merged.words] == [("metformin", 1.5), ("ok", -2.0)]


def test_a_token_across_words_is_shared_by_their_characters() -> None:
    merged = merge("no...", [TokenScore(0, 2, 1.0), TokenScore(2, 5, 3.0)])
    assert [word.score for word in merged.words] == [1.0, 1.0, 1.0, 1.0]


def test_what_no_word_can_have_is_the_residual() -> None:
    merged = merge("a b", [TokenScore(0, 0, 5.0), TokenScore(0, 1, 1.0), TokenScore(1, 2, 0.5)])
    assert merged.residual == 5.5


def test_words_that_the_model_never_saw_are_left_out() -> None:
    assert [word.text for word in merge("one two three", [TokenScore(0, 3, 1.0)]).words] == ["one"]
