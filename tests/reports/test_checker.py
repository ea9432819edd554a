import pytest

from detectors.calibration import CheckerError, MeasuredShare
from reports.checker import corrected
from reports.statistics import Interval, Rate, wilson


def share(value: float, n: float) -> MeasuredShare:
    return MeasuredShare(value=value, low=0.0, high=1.0, n=round(n), effective_n=n)


def error(sensitivity: float, specificity: float, n: float = 100) -> CheckerError:
    return CheckerError(
        sensitivity=share(sensitivity, n), specificity=share(specificity, n), threshold=0.5
    )


def observed(hits: int, n: int) -> Rate:
    return Rate(
        value=hits / n,
        n=n,
        successes=hits,
        interval=wilson(hits, n),
        confidence=0.95,
        clusters=n,
        effective_n=n,
    )


def width(interval: Interval) -> float:
    return interval.high - interval.low


def test_the_rate_is_corrected_as_rogan_and_gladen_have_it() -> None:
    """0.8 of a true 30 % are seen, and 0.1 of the other 70 %: 31 % in all."""
    found = corrected(observed(31, 100), error(0.8, 0.9))

    assert found is not None
    assert found.value == pytest.approx(0.3)
    assert found.interval.low < 0.3 < found.interval.high


def test_a_checker_that_never_errs_changes_nothing_to_speak_of() -> None:
    found = corrected(observed(20, 100), error(1.0, 1.0, n=1e6))

    assert found is not None
    assert found.value == pytest.approx(0.2)
    plain = wilson(20, 100)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (plain.low, plain.high), abs=0.01
    )


def test_what_false_alarms_alone_would_show_is_corrected_to_nothing() -> None:
    found = corrected(observed(5, 100), error(0.8, 0.9))

    assert found is not None
    assert (found.value, found.interval.low) == (0.0, 0.0)


def test_fewer_labelled_answers_widen_the_interval() -> None:
    few, many = (corrected(observed(31, 100), error(0.8, 0.9, n)) for n in (30, 3000))

    assert few is not None
    assert many is not None
    assert width(few.interval) > width(many.interval) > width(wilson(31, 100))


@pytest.mark.parametrize(
    "useless", [error(0.5, 0.5), error(0.3, 0.6), error(0.55, 0.5), error(0.9, 0.9, n=2)]
)
def test_a_checker_that_is_no_better_than_chance_corrects_nothing(useless: CheckerError) -> None:
    assert corrected(observed(50, 100), useless) is None
