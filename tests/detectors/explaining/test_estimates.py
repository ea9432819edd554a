import numpy as np
import pytest

from detectors.explaining.estimates import cases_needed, detectable, mean, p_above, share


@pytest.mark.parametrize("n", [5, 20, 100])
def test_the_interval_of_a_mean_holds_the_truth_95_times_of_100(n: int) -> None:
    draw = np.random.default_rng(n)
    found = [mean(draw.normal(0.1, 0.2, n)) for _ in range(1000)]
    held = sum(one is not None and one.low <= 0.1 <= one.high for one in found)
    assert 930 <= held <= 970


@pytest.mark.parametrize("changes", [[], [0.3]])
def test_fewer_than_two_changes_have_no_mean(changes: list[float]) -> None:
    assert mean(changes) is None


def test_changes_that_are_all_the_same_leave_no_doubt() -> None:
    one = mean([0.0, 0.0, 0.0])
    assert one is not None
    assert (one.low, one.high, p_above(one, 0.0)) == (0.0, 0.0, 1.0)


def test_the_lower_limit_and_the_one_sided_p_agree() -> None:
    one = mean([0.1, 0.2, 0.15, 0.05, 0.3])
    assert one is not None
    assert p_above(one, one.low) == pytest.approx(0.025)


def test_no_cases_have_no_share() -> None:
    assert share(0, 0) is None


def test_no_hits_are_no_proof_of_none() -> None:
    one = share(0, 30)
    assert one is not None
    assert one.low == 0
    assert one.high == pytest.approx(0.1135, abs=1e-3)


def test_as_many_cases_as_are_needed_find_the_difference_nine_times_of_ten() -> None:
    n = cases_needed(0.1, 0.03, confidence=0.95)
    draw = np.random.default_rng(0)
    found = [mean(draw.normal(0.03, 0.1, n)) for _ in range(1000)]
    assert 0.87 <= sum(one is not None and one.low > 0 for one in found) / 1000 <= 0.93
    assert detectable(0.1, n, confidence=0.95) == pytest.approx(0.03, abs=5e-4)
