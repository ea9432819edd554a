import pytest

from detectors.dates import dates
from detectors.intervals import is_shifted, lies_between
from detectors.quantities import quantities


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("eight hours", "from 9:00 to 17:00"),
        ("90 minutes", "at 9:15 and 10:45"),
        ("15 years", "opened in 1990, closed in 2005"),
        ("three months", "between March 2020 and June 2020"),
        ("three months", "from March to June"),
        ("ten days", "from 1 May 2020 to 11 May 2020"),
        ("two weeks", "on 3 May and 17 May"),
    ],
)
def test_the_time_between_two_dates_is_told_by_them(claimed: str, known: str) -> None:
    assert lies_between(quantities(claimed)[0], dates(known))


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("nine hours", "from 9:00 to 17:00"),
        ("16 years", "opened in 1990, closed in 2005"),
        ("15 km", "opened in 1990, closed in 2005"),
        ("15 years", "opened in 1990"),
        ("two weeks", "on 31 February and 30 February"),
    ],
)
def test_another_time_is_not(claimed: str, known: str) -> None:
    assert not lies_between(quantities(claimed)[0], dates(known))


def test_a_year_is_another_one_and_the_years_between() -> None:
    known, times = dates("It began in 1990."), quantities("It took 15 years.")
    assert is_shifted(dates("It ended in 2005.")[0], known, times)
    assert not is_shifted(dates("It ended in 2004.")[0], known, times)
    assert not is_shifted(dates("It ended in May.")[0], known, times)
