import re
from fractions import Fraction

import pytest

from detectors.numbers import FRACTION, NUMBER, fraction, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("67 million", 67_000_000),
        ("67m people", 67_000_000),
        ("1.2bn", 1_200_000_000),
        ("1.234,50 EUR", Fraction("1234.5")),
        ("1.234.567", 1_234_567),
        ("3,5 mg", Fraction("3.5")),
        ("1,187", 1187),
        ("12\u00a0000", 12_000),
        ("2½", Fraction(5, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("sixty-seven million", 67_000_000),
        ("two hundred and five", 205),
        ("one million two hundred thousand", 1_200_000),
        ("half a dozen", 6),
        ("a hundred", 100),
        ("twenty - five", 25),
        ("two and a half", Fraction(5, 2)),
        ("one and three quarters", Fraction(7, 4)),
    ],
)
def test_a_number_is_read_whole(text: str, value: int | Fraction) -> None:
    found = re.search(NUMBER, text, re.IGNORECASE)
    assert found is not None
    assert number(found[0]).value == value


@pytest.mark.parametrize(
    ("text", "step"), [("1,200", 100), ("1.2 billion", 10**8), ("2.50", Fraction(1, 100))]
)
def test_a_step_is_the_worth_of_the_last_digit(text: str, step: int | Fraction) -> None:
    assert number(text).step == step


@pytest.mark.parametrize(
    ("text", "value"),
    [("two thirds", Fraction(2, 3)), ("a third of", Fraction(1, 3)), ("half of", Fraction(1, 2))],
)
def test_a_fraction_is_read_from_words(text: str, value: Fraction) -> None:
    found = re.search(FRACTION, text)
    assert found is not None
    assert fraction(found[0]).value == value


@pytest.mark.parametrize("text", ["half-life", "second half of", "a third person"])
def test_what_only_sounds_like_a_fraction_is_none(text: str) -> None:
    assert re.search(FRACTION, text) is None
