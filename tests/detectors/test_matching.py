import pytest

from detectors.matching import is_same_rhythm, is_stated, turns_bound
from detectors.quantities import Quantity, quantities


def one(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("1.2 billion", "1,187 million"),
        ("about 20 km", "18 km"),
        ("48 %", "about 47 %"),
        ("more than 100 km", "150 km"),
        ("at least 18 km", "18 km"),
        ("6 km", "4 to 6 km"),
    ],
)
def test_rounded_and_bounded_numbers_are_stated(claimed: str, known: str) -> None:
    assert is_stated(one(claimed), [one(known)])


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("120 mg", "118 mg"),
        ("about 20 km", "14 km"),
        ("150 km", "more than 100 km"),
        ("at least 16 km", "at least 18 km"),
        ("at least 18 km", "under 18 km"),
        ("5 to 6 km", "4 to 7 km"),
    ],
)
def test_other_numbers_are_not(claimed: str, known: str) -> None:
    assert not is_stated(one(claimed), [one(known)])


def test_the_same_figure_bounded_on_the_other_side_turns_it() -> None:
    assert turns_bound(one("under 18 km"), one("at least 18 km"))
    assert not turns_bound(one("over 18 km"), one("at least 18 km"))


def test_three_times_a_day_is_every_eight_hours() -> None:
    assert is_same_rhythm(one("every 8 hours"), one("three times a day"))
    assert not is_same_rhythm(one("every 6 hours"), one("three times a day"))
