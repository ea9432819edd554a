"""Where curves cross is found where it is known, and left open where it was not measured."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.crossing import Crossing, crossing

SIZES = (8, 16, 32, 64)
CASES = 400


def right(*shares: float, repeats: int = 2) -> NDArray[np.bool_]:
    """(P, R, C): of the cases in a fixed order the first ones, as many as the share says."""
    order = np.random.default_rng(0).permutation(CASES)
    points = [np.tile(order < share * CASES, (repeats, 1)) for share in shares]
    return np.stack(points)


def clusters(size: int = 1) -> list[str]:
    return [f"c{at // size}" for at in range(CASES)]


def test_a_level_that_a_point_has_is_reached_there() -> None:
    found = crossing(SIZES, right(0.2, 0.5, 0.7, 0.8), right(0.5)[0], clusters())
    assert found.value == 16
    assert found.n == CASES


def test_between_points_it_lies_in_the_middle_of_the_logarithm() -> None:
    found = crossing(SIZES, right(0.2, 0.4, 0.6, 0.8), right(0.5)[0], clusters())
    assert found.value is not None
    assert found.value == pytest.approx(16 * 2**0.5, abs=0.1)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert 16 < found.low < found.value < found.high < 32
    assert found.reason is None


def test_a_dip_by_chance_is_no_second_crossing() -> None:
    dipped = crossing(SIZES, right(0.2, 0.52, 0.48, 0.8), right(0.5)[0], clusters())
    assert dipped.value == 16


def test_beyond_what_was_measured_there_is_no_number() -> None:
    found = crossing(SIZES, right(0.1, 0.2, 0.3, 0.4), right(0.9)[0], clusters())
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.reason == (
        "No crossing within what was measured: it stays below up to 64 examples."
    )


def test_a_model_that_is_ahead_at_once_is_said_to_be() -> None:
    found = crossing(SIZES, right(0.6, 0.7, 0.8, 0.9), right(0.2)[0], clusters())
    assert found.value is None
    assert found.reason == "It is as good with the fewest examples measured, 8, or fewer."


def test_an_end_of_the_interval_beyond_the_last_point_stays_open() -> None:
    curve = np.stack([row[:, :40] for row in right(0.2, 0.3, 0.4, 0.5)])
    level = np.roll(curve[3], 7, axis=1)  # as often right, on other cases
    found = crossing(SIZES, curve, level, clusters()[:40])
    assert found.value is not None
    assert found.high is None
    assert found.reason
    assert "upper end of the interval lies beyond the most measured, 64" in found.reason


def test_cases_that_vary_one_another_widen_the_interval() -> None:
    order = np.sort(np.random.default_rng(1).random(CASES))
    curve = np.stack([np.tile(order < share, (2, 1)) for share in (0.2, 0.4, 0.6, 0.8)])
    level = np.tile(np.random.default_rng(2).random(CASES) < 0.5, (2, 1))
    alone = crossing(SIZES, curve, level, clusters())
    grouped = crossing(SIZES, curve, level, clusters(20))
    assert _width(grouped) > _width(alone)


def test_the_interval_holds_the_true_crossing_as_often_as_it_says() -> None:
    """Simulated with independent cases and one draw of examples."""
    draw = np.random.default_rng(3)
    true, held = 16 * 2**0.5, 0
    for _ in range(40):
        curve = draw.random((4, 1, 150)) < np.array([0.2, 0.4, 0.6, 0.8])[:, None, None]
        found = crossing(SIZES, curve, draw.random((1, 150)) < 0.5, clusters()[:150])
        held += (found.low or 0) <= true <= (found.high or np.inf)
    assert held >= 34


def _width(found: Crossing) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low
