"""Intervals and verdicts keep what they promise, on simulated models and fixed seeds."""

import pytest

from benchmarks.intervals import (
    CHECKED,
    SETTINGS,
    Checked,
    Setting,
    corrected_coverage,
    difference_coverage,
    f1_change_coverage,
    f1_coverage,
    regressed,
    share_coverage,
)

CASES = [setting for setting in SETTINGS if setting.n <= 150]


@pytest.mark.parametrize("setting", CASES)
def test_intervals_of_shares_and_differences_hold_the_truth(setting: Setting) -> None:
    assert share_coverage(setting, suites=600) >= 0.93
    assert difference_coverage(setting, suites=400) >= 0.93


@pytest.mark.parametrize("setting", [CASES[1], CASES[4]])
def test_intervals_of_macro_f1_hold_the_truth(setting: Setting) -> None:
    assert f1_coverage(setting, suites=60) >= 0.93
    assert f1_change_coverage(setting, suites=60) >= 0.93


@pytest.mark.parametrize("group", [1, 3])
def test_equal_models_hardly_ever_regress_and_worse_ones_do(group: int) -> None:
    alike = 0.0 if group == 1 else 0.5
    assert regressed(Setting(90, group, 0.8, 0.8, alike), comparisons=40) <= 0.05
    assert regressed(Setting(150, group, 0.9, 0.6, alike), comparisons=10) >= 0.9


@pytest.mark.parametrize("setting", CHECKED)
def test_the_interval_of_a_corrected_rate_holds_the_truth(setting: Checked) -> None:
    assert corrected_coverage(setting, draws=500).held >= 0.93
