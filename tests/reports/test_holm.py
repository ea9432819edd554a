import pytest

from reports.holm import holm
from reports.swap_test import SwapTest


def with_p(*p: float, least: float = 0.0) -> list[SwapTest]:
    return [SwapTest(p=each, least=least) for each in p]


def test_the_smallest_p_pays_for_all_and_the_next_for_the_rest() -> None:
    """Four tests worked by hand: 4 x 0.01, 3 x 0.015 raised to it, 2 x 0.03, 1 x 0.04 raised."""
    assert holm(with_p(0.01, 0.04, 0.03, 0.015)) == pytest.approx((0.04, 0.06, 0.06, 0.045))


def test_a_p_is_never_above_1() -> None:
    assert holm(with_p(0.6, 0.9)) == (1.0, 1.0)


def test_tests_that_could_show_nothing_cost_the_others_nothing() -> None:
    hopeless = with_p(0.25, 1.0, 0.5, least=0.25)

    assert holm([*with_p(0.02), *hopeless]) == (0.02, None, None, None)


def test_without_tests_there_is_nothing_to_correct() -> None:
    assert holm([]) == ()
