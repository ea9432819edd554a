from fractions import Fraction

import pytest

from detectors.quantities import quantities


@pytest.mark.parametrize(
    ("text", "measure", "low", "high"),
    [
        ("2.5 mg", "mass", 2500, 2500),
        ("1,000 mg", "mass", 1_000_000, 1_000_000),
        ("1 g", "mass", 1_000_000, 1_000_000),
        ("500 micrograms", "mass", 500, 500),
        ("twenty-five mg", "mass", 25_000, 25_000),
        ("two hundred mg", "mass", 200_000, 200_000),
        ("5-10 mg", "mass", 5000, 10_000),
        ("5 mg to 10 mg", "mass", 5000, 10_000),
        ("between 5 and 10 mg", "mass", 5000, 10_000),
        ("500 mg to 1 g", "mass", 500_000, 1_000_000),
        ("60 kg", "mass of a body", 60 * 10**9, 60 * 10**9),
        ("5 mg/kg", "mass by body mass", 5000, 5000),
        ("1.5 litres", "volume", 1500, 1500),
        ("7 mmol/L", "amount by volume", 7000, 7000),
        ("140/90 mmHg", "blood pressure", 140_090, 140_090),
        ("90 mmHg", "pressure", 90, 90),
        ("38.5 °C", "temperature", Fraction(77, 2), Fraction(77, 2)),
        ("101.3 °F", "temperature", Fraction(77, 2), Fraction(77, 2)),
        ("35 per cent", "share", 35, 35),
        ("5%", "share", 5, 5),
        ("every 4 to 6 hours", "interval, time", 240, 360),
        ("for 24 hours", "duration, time", 1440, 1440),
        ("one day", "duration, time", 1440, 1440),
        ("6 months", "duration, months", 6, 6),
        ("aged 6 to 12 years", "age, months", 72, 144),
        ("a 12-year-old", "age, months", 144, 144),
        ("twice a day", "times a day", 2, 2),
        ("three times daily", "times a day", 3, 3),
        ("two tablets", "count of tablet", 2, 2),
        ("1 or 2 tablets", "count of tablet", 1, 2),
        ("half a tablet", "count of tablet", Fraction(1, 2), Fraction(1, 2)),
        ("call 999", "number", 999, 999),
        ("in 2019", "year", 2019, 2019),
        ("12 March 2024", "date", 20_240_312, 20_240_312),
        ("2024-03-12", "date", 20_240_312, 20_240_312),
    ],
)
def test_one_quantity_is_read(
    text: str, measure: str, low: int | Fraction, high: int | Fraction
) -> None:
    (found,) = quantities(text)
    assert (found.measure, found.low, found.high) == (measure, low, high)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text", ["", "COVID-19", "vitamin B12", "one of them", "at 5 p.m.", "8:30"]
)
def test_what_is_no_quantity_is_passed_over(text: str) -> None:
    assert quantities(text) == ()


def test_two_amounts_joined_by_and_are_no_range() -> None:
    assert [q.text for q in quantities("5 mg and 10 mg")] == ["5 mg", "10 mg"]


@pytest.mark.parametrize("text", ["4 g a day", "4 g daily", "4 g/day", "4 g in 24 hours"])
def test_an_amount_a_day_is_told_from_a_single_one(text: str) -> None:
    assert quantities(text)[0].per_day
    assert not quantities("4 g")[0].per_day


def test_the_day_of_an_amount_is_no_duration() -> None:
    assert [q.measure for q in quantities("4 g in any 24 hours")] == ["mass", "period, time"]


def test_a_strength_is_a_mass_and_a_volume() -> None:
    assert [q.text for q in quantities("10 mg/5 ml")] == ["10 mg", "5 ml"]


def test_digits_without_end_are_no_number() -> None:
    assert quantities("1" * 20_000) == ()


def test_a_text_that_repeats_itself_is_read_in_time() -> None:
    assert len(quantities("5 mg " * 5000)) == 5000


def test_a_ratio_is_no_blood_pressure() -> None:
    (found,) = quantities("in 20/25 patients")
    assert (found.text, found.measure, found.low) == ("20/25", "ratio", Fraction(4, 5))


@pytest.mark.parametrize(
    ("text", "measure", "low"),
    [
        ("$5m", "money in USD", 5_000_000),
        ("1.234,50 EUR", "money in EUR", Fraction("1234.5")),
        ("£1.2bn", "money in GBP", 1_200_000_000),
        ("one in four people", "share", 25),
        ("two thirds of them", "share", Fraction(200, 3)),
        ("25 basis points", "percentage points", Fraction(1, 4)),
        ("a dozen eggs", "count of egg", 12),
        ("5 miles", "length", 8_046_720),
    ],
)
def test_money_shares_and_lengths_are_read(text: str, measure: str, low: int | Fraction) -> None:
    (found,) = quantities(text)
    assert (found.measure, found.low) == (measure, low)


def test_a_bound_is_read_with_its_quantity() -> None:
    assert [q.bound for q in quantities("at least 5 mg, up to 10 mg, about 7 mg")] == [
        "least",
        "most",
        "about",
    ]
