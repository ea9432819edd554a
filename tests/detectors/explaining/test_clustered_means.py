"""Means have intervals that hold the truth, also where texts come in groups."""

import numpy as np
import pytest
from scipy.stats import t

from detectors.explaining.estimates import Measured, clustered


def test_independent_texts_have_students_interval() -> None:
    values = [0.1, 0.4, 0.2, 0.9, 0.3]
    found = clustered(Measured(value, str(at)) for at, value in enumerate(values))
    low, high = t.interval(0.95, 4, np.mean(values), np.std(values, ddof=1) / 5**0.5)
    assert found is not None
    assert found[:3] == pytest.approx((np.mean(values), low, high))
    assert (found.n, found.clusters) == (5, 5)


def test_texts_that_vary_one_another_count_as_one() -> None:
    alone = clustered(Measured(value, str(at)) for at, value in enumerate([0.1, 0.4, 0.2]))
    copied = clustered(
        Measured(v, str(at)) for at, v in enumerate([0.1, 0.4, 0.2]) for _ in range(9)
    )
    assert alone is not None
    assert copied is not None
    assert copied[:3] == pytest.approx(alone[:3])
    assert (copied.n, copied.clusters) == (27, 3)


@pytest.mark.parametrize("clusters", ["", "a", "aaa"])
def test_one_group_says_nothing_of_others(clusters: str) -> None:
    assert clustered(Measured(0.5, name) for name in clusters) is None


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    draw = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        groups = draw.normal(size=12)
        found = clustered(
            Measured(float(group + draw.normal()), str(at))
            for at, group in enumerate(groups)
            for _ in range(3)
        )
        assert found is not None
        held += found.low <= 0 <= found.high
    assert 0.92 <= held / 400 <= 0.98
