from collections.abc import Callable

import pytest

from reports.f1 import macro_f1
from reports.run import CaseResult

Build = Callable[..., CaseResult]


def test_macro_f1_is_the_mean_over_the_expected_labels(classified: Build) -> None:
    said = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", None)]
    results = [classified(f"{i}", label=label, said=to) for i, (label, to) in enumerate(said)]

    found = macro_f1(results, 0.95)

    assert found is not None
    assert found.value == pytest.approx((4 / 5 + 2 / 3 + 0) / 3)
    assert found.successes is None


def test_a_perfect_score_still_has_an_interval(classified: Build) -> None:
    found = macro_f1(
        [classified(f"{i}", label="ab"[i % 2], said="ab"[i % 2]) for i in range(30)], 0.95
    )

    assert found is not None
    assert found.value == 1
    assert found.interval.low == pytest.approx(0.886, abs=1e-3)


def test_the_same_results_give_the_same_interval(classified: Build) -> None:
    results = [classified(f"{i}", label="ab"[i % 2], said="aab"[i % 3]) for i in range(40)]

    assert macro_f1(results, 0.95) == macro_f1(results, 0.95)


def test_without_judged_cases_there_is_no_score() -> None:
    assert macro_f1([], 0.95) is None
