"""What an answer owes to a passage shows when the question is asked again without it."""

from collections.abc import Sequence

import pytest

from detectors.errors import AuditError
from detectors.explaining.context_ablation import (
    distance,
    leave_one_out,
    planned_calls,
)

PASSAGES = ("An adult may take 4 g a day.", "It is kept in a fridge.", "It was first sold in 1956.")


class Reader:
    """Answers from the first passage that holds the word, and counts its calls."""

    def __init__(self, word: str) -> None:
        self.word, self.calls = word, 0

    def __call__(self, passages: Sequence[str], /) -> str:
        self.calls += 1
        return next((one for one in passages if self.word in one), "I do not know.")


class Wavering:
    """Says something else each time."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, passages: Sequence[str], /) -> str:
        self.calls += 1
        return f"answer {self.calls} of {len(passages)}"


def test_the_passage_that_an_answer_is_read_from_is_the_decisive_one() -> None:
    found = leave_one_out(Reader("4 g"), PASSAGES)
    assert found.answer == PASSAGES[0]
    assert found.noise == 0
    assert [one.passage for one in found.decisive] == [PASSAGES[0]]
    assert [one.shift for one in found.shifts[1:]] == [0, 0]
    assert found.shifts[0].answer == "I do not know."


def test_two_passages_that_say_the_same_hide_each_other() -> None:
    assert leave_one_out(Reader("4 g"), [PASSAGES[0], PASSAGES[0]]).decisive == ()


def test_what_an_answer_moves_by_itself_decides_nothing() -> None:
    found = leave_one_out(Wavering(), PASSAGES)
    assert found.noise > 0
    assert all(one.shift >= found.noise for one in found.shifts)
    same = leave_one_out(Wavering(), [])
    assert (same.shifts, same.decisive) == ((), ())


@pytest.mark.parametrize("n", [0, 1, 3])
def test_it_asks_as_often_as_it_said(n: int) -> None:
    reader = Reader("4 g")
    found = leave_one_out(reader, PASSAGES[:n])
    assert reader.calls == found.calls == planned_calls(PASSAGES[:n])


def test_a_limit_is_kept_before_the_first_call() -> None:
    reader = Reader("4 g")
    with pytest.raises(AuditError, match="3 passages need 5 calls, and 4 are allowed; give 2"):
        leave_one_out(reader, PASSAGES, most_calls=4)
    assert reader.calls == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("At most 4 g a day.", "at most 4 g a day", 0.0),
        ("4 g", "none", 1.0),
        ("four grams daily", "four grams", 1 - 4 / 5),
        ("用量", "用法", 0.5),
        ("", "", 0.0),
        ("", "4 g", 1.0),
        ("...", "?", 0.0),
    ],
)
def test_answers_are_compared_by_their_words(one: str, other: str, expected: float) -> None:
    assert distance(one, other) == pytest.approx(expected)
    assert distance(other, one) == pytest.approx(expected)
