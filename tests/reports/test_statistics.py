import pytest
from scipy.stats import binomtest

from reports.statistics import (
    Outcome,
    Pair,
    design_effect,
    mcnemar_exact,
    paired_difference,
    quantiles,
    rate,
    wilson,
)


def outcomes(hits: int, misses: int) -> list[Outcome]:
    return [Outcome(number < hits, f"c{number}") for number in range(hits + misses)]


@pytest.mark.parametrize(("successes", "n"), [(0, 5), (5, 5), (7, 12), (93, 100)])
def test_wilson_agrees_with_scipy_on_whole_numbers(successes: int, n: int) -> None:
    theirs = binomtest(successes, n).proportion_ci(method="wilson", confidence_level=0.9)

    ours = wilson(successes, n, confidence=0.9)

    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_nothing_judged_is_none() -> None:
    assert rate([]) is None
    assert quantiles([]) is None


def test_independent_cases_have_no_design_effect() -> None:
    found = rate(outcomes(9, 3))

    assert found is not None
    assert found.effective_n == pytest.approx(12)
    assert (found.n, found.successes, found.clusters) == (12, 9, 12)


def test_clusters_that_agree_within_count_once_each() -> None:
    grouped = [Outcome(number < 30, f"c{number // 3}") for number in range(60)]

    assert design_effect(grouped) == pytest.approx(3, rel=0.05)


def test_clusters_without_any_miss_are_no_evidence_of_independence() -> None:
    grouped = [Outcome(True, f"c{number // 3}") for number in range(60)]

    assert design_effect(grouped) == pytest.approx(3, rel=0.1)


def test_the_effective_n_is_never_more_than_n_nor_less_than_one() -> None:
    opposed = [Outcome(number % 2 == 0, f"c{number // 2}") for number in range(40)]

    assert design_effect(opposed) >= 1
    assert design_effect([Outcome(True, "one")] * 10) <= 10


def test_one_more_right_answer_never_lowers_the_lower_limit() -> None:
    lows = []
    for hits in range(60):
        found = rate([Outcome(number < hits, f"c{number // 3}") for number in range(60)])
        assert found is not None
        lows.append(found.interval.low)

    assert all(low <= later + 1e-3 for low, later in zip(lows, lows[3:], strict=False))


def test_quantiles_say_what_they_rest_on() -> None:
    found = quantiles([3.0, 1.0, 2.0])

    assert found is not None
    assert (found.n, found.median) == (3, 2.0)
    assert found.p95 == pytest.approx(2.9)


def test_mcnemar_is_certain_of_nothing_without_disagreement() -> None:
    assert mcnemar_exact(0, 0) == 1.0
    assert mcnemar_exact(10, 0) == pytest.approx(2 / 1024)


def test_the_paired_interval_matches_the_published_example() -> None:
    """Newcombe 1998, table II, method 10: a=36, b=12, c=2, d=0."""
    cells = [(True, True)] * 36 + [(True, False)] * 12 + [(False, True)] * 2
    pairs = [Pair(first, second, f"c{number}") for number, (first, second) in enumerate(cells)]

    found = paired_difference(pairs)

    assert (found.low, found.high) == pytest.approx((0.0569, 0.3404), abs=2e-4)


def test_the_paired_interval_changes_its_sign_with_the_order() -> None:
    cells = [(True, True)] * 20 + [(True, False)] * 8 + [(False, True)] * 3 + [(False, False)] * 4
    forth = paired_difference([Pair(a, b, str(i)) for i, (a, b) in enumerate(cells)])
    back = paired_difference([Pair(b, a, str(i)) for i, (a, b) in enumerate(cells)])

    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low))
