import pytest

from detectors.comparators import bound, date_bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 5", "least"),
        ("no less than 5", "least"),
        ("a minimum of 5", "least"),
        ("5 or more", "least"),
        ("≥5", "least"),
        ("more than 5", "more"),
        ("over 5", "more"),
        ("under the age of 5", "less"),
        ("fewer than 5", "less"),
        ("< 5", "less"),
        ("up to 5", "most"),
        ("no more than 5", "most"),
        ("must not exceed 5", "most"),
        ("a maximum of 5", "most"),
        ("5 or less", "most"),
        ("about 5", "about"),
        ("nearly 5", "about"),
        ("exactly 5", "exact"),
        ("take 5", "exact"),
    ],
)
def test_a_bound_is_read_beside_its_number(text: str, expected: str) -> None:
    start = text.index("5")
    assert bound(text, start, start + 1) == expected


def test_over_a_time_may_mean_during_it() -> None:
    assert bound("over 5 days", 5, 11, is_time=True) == "exact"


@pytest.mark.parametrize(
    ("before", "direction"),
    [("built before ", -1), ("repaired after the ", 1), ("earlier than ", -1), ("built in ", 0)],
)
def test_a_date_is_bounded_by_before_and_after(before: str, direction: int) -> None:
    assert date_bound(f"{before}2018", len(before)).direction == direction
