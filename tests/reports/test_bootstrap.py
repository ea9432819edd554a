"""The BCa interval beside scipy's, and where there is little to draw from."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from reports.bootstrap import bca
from reports.statistics import Interval


def of_mean(sample: np.ndarray, *, confidence: float = 0.95, resamples: int = 20_000) -> Interval:
    """Of the mean of independent values."""
    random, n = np.random.default_rng(1), len(sample)
    return bca(
        float(sample.mean()),
        drawn=random.choice(sample, size=(resamples, n)).mean(axis=1),
        left_out=(sample.sum() - sample) / (n - 1),
        confidence=confidence,
    )


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
@pytest.mark.parametrize("shape", ["skewed", "symmetric"])
def test_it_is_that_of_scipy_for_independent_values(shape: str, confidence: float) -> None:
    random = np.random.default_rng(0)
    sample = random.exponential(size=40) if shape == "skewed" else random.normal(size=40)
    theirs = bootstrap(
        (sample,),
        np.mean,
        n_resamples=20_000,
        confidence_level=confidence,
        method="BCa",
        rng=np.random.default_rng(2),
    ).confidence_interval
    ours = of_mean(sample, confidence=confidence)
    assert ours.low == pytest.approx(theirs.low, abs=0.02)
    assert ours.high == pytest.approx(theirs.high, abs=0.02)


def test_a_skewed_value_gets_an_interval_that_reaches_to_its_long_side() -> None:
    sample = np.random.default_rng(0).exponential(size=40)
    found, value = of_mean(sample), float(sample.mean())
    assert found.high - value > 1.15 * (value - found.low)


def test_values_that_never_change_have_no_width_and_are_no_nan() -> None:
    assert of_mean(np.ones(12)) == Interval(low=1.0, high=1.0)


def test_a_value_beyond_all_draws_stays_within_them() -> None:
    drawn = np.linspace(0.2, 0.4, 1000)
    for value in (0.1, 0.5):
        found = bca(value, drawn=drawn, left_out=np.array([0.1, 0.3, 0.9]), confidence=0.95)
        assert 0.2 <= found.low <= found.high <= 0.4


@pytest.mark.parametrize("left_out", [[0.0] * 9 + [5.0], [5.0] * 9 + [0.0]])
def test_extreme_skewness_never_turns_an_interval_round(left_out: list[float]) -> None:
    drawn = np.random.default_rng(0).normal(size=1000)
    found = bca(0.0, drawn=drawn, left_out=np.array(left_out), confidence=0.999)
    assert found.low <= found.high
