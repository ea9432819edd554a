import pytest

from detectors.matching import is_stated, leaves_room, turns_bound
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
        ("at most 6 km", "4 to 6 km"),
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


@pytest.mark.parametrize(
    ("claimed", "known"),
    [("8 km", "under 10 km"), ("12 km", "more than 10 km"), ("10.5 km", "over 10 km")],
)
def test_an_amount_within_a_bound_is_left_room_though_nothing_states_it(
    claimed: str, known: str
) -> None:
    assert leaves_room(one(known), one(claimed), is_turned=False)
    assert not is_stated(one(claimed), [one(known)])


def test_beyond_a_limit_there_is_room_only_where_one_side_denies() -> None:
    assert leaves_room(one("no more than 10 km"), one("12 km"), is_turned=True)
    assert not leaves_room(one("no more than 10 km"), one("12 km"), is_turned=False)
    assert not leaves_room(one("no more than 10 km"), one("at most 12 km"), is_turned=True)


def test_a_range_that_is_told_downwards_has_both_its_ends() -> None:
    assert is_stated(one("62 %"), [one("from 62 % to 40 %")])
    assert is_stated(one("40 %"), [one("from 62 % to 40 %")])
