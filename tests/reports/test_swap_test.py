from itertools import product

import pytest

from reports.statistics import Pair, mcnemar_exact
from reports.swap_test import swap_test


def alone(only_first: int, only_second: int, agree: int = 5) -> list[Pair]:
    cells = [(True, False)] * only_first + [(False, True)] * only_second + [(True, True)] * agree
    return [Pair(first, second, f"c{at}") for at, (first, second) in enumerate(cells)]


@pytest.mark.parametrize(
    ("only_first", "only_second"), [(0, 0), (6, 0), (9, 3), (20, 20), (60, 31)]
)
def test_where_every_case_stands_alone_it_is_mcnemar(only_first: int, only_second: int) -> None:
    found = swap_test(alone(only_first, only_second))

    assert found.p == pytest.approx(mcnemar_exact(only_first, only_second))


def test_clusters_are_swapped_whole() -> None:
    """Against all 2^5 swaps, one by one."""
    nets = [3, 2, -1, 2, 1]
    pairs = [
        Pair(net > 0, net < 0, f"g{at}") for at, net in enumerate(nets) for _ in range(abs(net))
    ]
    sums = [sum(map(int.__mul__, nets, signs)) for signs in product((1, -1), repeat=len(nets))]

    assert swap_test(pairs).p == pytest.approx(sum(abs(s) >= 7 for s in sums) / 32)


def test_a_group_that_fails_together_proves_less_than_as_many_cases_alone() -> None:
    together = [Pair(False, True, f"g{at // 5}") for at in range(10)]

    assert swap_test(together).p == pytest.approx(0.5)
    assert swap_test(alone(0, 10)).p < 0.01


def test_no_result_on_few_changes_is_below_the_least() -> None:
    assert swap_test(alone(4, 0)).p == swap_test(alone(2, 2)).least == pytest.approx(0.125)
    assert swap_test(alone(3000, 0)).p >= 0
