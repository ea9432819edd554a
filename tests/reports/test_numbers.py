import pytest

from reports.numbers import (
    interval_text,
    money,
    p_value,
    percent,
    points,
    points_interval,
    seconds,
    signed,
)
from reports.statistics import Interval


def test_intervals_are_rounded_outwards() -> None:
    assert interval_text(Interval(low=0.94996, high=0.98001)) == "94.9 to 98.1 %"
    assert interval_text(Interval(low=0.8, high=1.0)) == "80.0 to 100.0 %"
    assert points_interval(Interval(low=-0.0301, high=0.1)) == "−3.1 to +10.0 points"  # noqa: RUF001


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (percent(0.9342), "93.4 %"),
        (points(0.125), "+12.5"),
        (signed(-0.514), "−0.51"),  # noqa: RUF001
        (signed(-0.001), "0.00"),
        (money(0.0), "0"),
        (money(0.0000651), "0.0000651"),
        (money(4.2), "4.20"),
        (money(1284.4), "1284"),
        (seconds(0.0042), "4.2 ms"),
        (seconds(1.5), "1.50 s"),
        (seconds(75.0), "75.0 s"),
        (p_value(0.00001), "p < 0.001"),
        (p_value(0.0312), "p = 0.031"),
    ],
)
def test_numbers_are_short_and_carry_their_unit(shown: str, expected: str) -> None:
    assert shown == expected
