import pytest

from detectors.dates import Date, dates, is_stated, order


def one(text: str) -> Date:
    (found,) = dates(text)
    assert text[found.start : found.end] == found.text
    return found


@pytest.mark.parametrize(
    "text",
    [
        "3 May 2024",
        "May 3rd, 2024",
        "2024-05-03",
        "3rd of May 2024",
        "03.05.2024",
        "third of May 2024",
    ],
)
def test_a_whole_date_is_read_however_it_is_written(text: str) -> None:
    date = one(text)
    assert (date.years, date.month, date.day, date.weekday) == ((2024, 2024), 5, 3, 4)


def test_a_date_with_slashes_is_read_only_where_it_is_unambiguous() -> None:
    assert (one("13/05/2024").month, one("13/05/2024").day) == (5, 13)
    assert (one("03/05/2024").years, one("03/05/2024").month) == ((2024, 2024), None)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("the 1990s", (1990, 1999)),
        ("in the nineties", (1990, 1999)),
        ("the 19th century", (1800, 1899)),
        ("in 1066", (1066, 1066)),
    ],
)
def test_years_decades_and_centuries_are_read(text: str, years: tuple[int, int]) -> None:
    assert one(text).years == years


@pytest.mark.parametrize(
    ("text", "minute"), [("5 p.m.", 1020), ("17:30", 1050), ("12 am", 0), ("at noon", 720)]
)
def test_times_of_day_are_read(text: str, minute: int) -> None:
    assert one(text).minute == minute


@pytest.mark.parametrize("text", ["You may go", "2000 people", "$2000", "version 1.2.10", "1066"])
def test_what_is_no_date_is_passed_over(text: str) -> None:
    assert dates(text) == ()


def test_31_february_is_a_date_without_a_weekday() -> None:
    assert one("31 February 2020").weekday is None


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("in May 2024", "3 May 2024"),
        ("on 3 May", "2024-05-03"),
        ("on Friday", "2024-05-03"),
        ("in the 1990s", "in 1994"),
        ("5 pm", "17:00"),
        ("3 May 2024", "on 3 May, later in 2024"),
    ],
)
def test_a_date_states_its_parts(claimed: str, known: str) -> None:
    assert is_stated(one(claimed), dates(known))


@pytest.mark.parametrize(
    ("claimed", "known"),
    [("on 3 May", "in May"), ("in 1994", "in the 1990s"), ("3 May 2024", "3 May 2023")],
)
def test_a_date_states_no_more_than_it_says(claimed: str, known: str) -> None:
    assert not is_stated(one(claimed), dates(known))


def test_a_month_is_read_in_figures_too() -> None:
    assert (one("03/2022").years, one("03/2022").month) == ((2022, 2022), 3)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("in 1999", "in 2005"), ("3 May", "4 May"), ("May 2020", "June 2020"), ("9 am", "5 p.m.")],
)
def test_dates_have_an_order(earlier: str, later: str) -> None:
    assert order(one(earlier), one(later)) == -1
    assert order(one(later), one(earlier)) == 1
    assert order(one(later), one(later)) == 0


def test_dates_that_share_no_part_have_none() -> None:
    assert order(one("in 1999"), one("3 May")) is None
    assert order(one("3 May"), one("9 am")) is None
