import pytest

from detectors.quantities import Quantity, quantities
from detectors.rhythms import is_same_rhythm, rhythms


def one(text: str) -> Quantity:
    (found,) = quantities(text) or rhythms(text)
    return found


@pytest.mark.parametrize(
    ("text", "measure", "length"),
    [
        ("an hour", "interval, time", 60),
        ("each week", "interval, time", 7 * 24 * 60),
        ("a year and a half", "interval, months", 18),
        ("quarterly", "interval, months", 3),
        ("annually", "interval, months", 12),
    ],
)
def test_a_time_without_a_number_has_a_length(text: str, measure: str, length: int) -> None:
    (found,) = rhythms(f"We meet for {text}.")
    assert (found.text, found.measure, int(found.low)) == (text, measure, length)


def test_a_time_with_a_number_is_none_of_these() -> None:
    assert rhythms("The hour is late, and it took two weeks.") == ()


@pytest.mark.parametrize(
    ("often", "after"),
    [
        ("three times a day", "every 8 hours"),
        ("four times a year", "every three months"),
        ("four times a year", "quarterly"),
        ("once a week", "weekly"),
        ("twice a week", "every 84 hours"),
    ],
)
def test_how_often_is_after_what_time_both_ways_round(often: str, after: str) -> None:
    assert is_same_rhythm(one(often), one(after))
    assert is_same_rhythm(one(after), one(often))


@pytest.mark.parametrize(
    ("often", "after"),
    [
        ("three times a day", "every 6 hours"),
        ("four times a year", "monthly"),
        ("12 times a year", "every 12 hours"),
    ],
)
def test_another_rhythm_is_not(often: str, after: str) -> None:
    assert not is_same_rhythm(one(often), one(after))
