import numpy as np
import pytest

from detectors.labelled import Label, Labelled
from detectors.reliability import (
    balanced_accuracy,
    best_threshold,
    brier_score,
    chance_error,
    expected_calibration_error,
    passed_share,
    reliability_table,
)


def claims(count: int, *, said: float = 1.0, size: int = 1, seed: int = 0) -> list[Labelled]:
    """Claims whose true log-odds are drawn, and stated `said` times as large; `size` a document."""
    draw = np.random.default_rng(seed)
    odds = draw.normal(0, 1.5, count)
    true = draw.random(count) < 1 / (1 + np.exp(-odds))
    stated = np.round(1 / (1 + np.exp(-said * odds)), 5).tolist()
    return [
        Labelled(share, Label.SUPPORTED if right else Label.REFUTED, str(at // size))
        for at, (share, right) in enumerate(zip(stated, true, strict=True))
    ]


def of(*pairs: tuple[float, bool]) -> list[Labelled]:
    return [
        Labelled(share, Label.SUPPORTED if right else Label.NOT_SUPPORTED, str(at))
        for at, (share, right) in enumerate(pairs)
    ]


def test_probabilities_that_are_true_have_an_error_that_chance_explains() -> None:
    scored = claims(20_000)
    error, chance = expected_calibration_error(scored), chance_error(scored)
    assert error is not None
    assert chance is not None
    assert error.value < 0.02
    assert error.low == 0.0
    assert abs(error.value - chance) < 0.005


def test_overstated_probabilities_have_the_error_that_was_put_in() -> None:
    odds = np.random.default_rng(9).normal(0, 1.5, 500_000)
    put_in = float(np.mean(np.abs(1 / (1 + np.exp(-3 * odds)) - 1 / (1 + np.exp(-odds)))))
    error = expected_calibration_error(claims(20_000, said=3.0))
    assert error is not None
    assert error.value == pytest.approx(put_in, abs=0.01)
    assert error.low <= put_in <= error.high


def test_the_error_of_one_probability_is_its_distance_from_the_share() -> None:
    error = expected_calibration_error(of(*[(0.8, True)] * 6, *[(0.8, False)] * 4))
    assert error is not None
    assert error.value == pytest.approx(0.2)


def test_no_figure_depends_on_the_order_of_the_claims() -> None:
    scored = [each._replace(supported=round(each.supported, 1)) for each in claims(300)]
    turned = scored[::-1]
    assert expected_calibration_error(scored) == expected_calibration_error(turned)
    assert chance_error(scored) == chance_error(turned)
    assert reliability_table(scored) == reliability_table(turned)
    assert best_threshold(scored) == best_threshold(turned)


def test_the_table_has_fifteen_bins_of_equally_many_claims() -> None:
    table = reliability_table(claims(3000))
    assert all(abs(row.n - 200) <= 1 for row in table)  # equal probabilities stay together
    assert len(table) == 15
    assert all(abs(row.predicted - row.observed) < 0.12 for row in table)
    assert [row.low for row in table] == sorted(row.low for row in table)


def test_the_table_of_the_smallest_data_leaves_empty_bins_out() -> None:
    assert [row.n for row in reliability_table(of((0.1, False), (0.9, True)))] == [1, 1]
    assert reliability_table([]) == ()


def test_the_brier_score_is_the_mean_square() -> None:
    brier = brier_score(of((0.9, True), (0.4, False)))
    assert brier is not None
    assert brier.value == pytest.approx((0.01 + 0.16) / 2)


def test_balanced_accuracy_weighs_both_kinds_the_same() -> None:
    accuracy = balanced_accuracy(of(*[(0.9, True)] * 9, (0.2, True), (0.9, False)), 0.5)
    assert accuracy is not None
    assert accuracy.value == pytest.approx(0.45)
    assert balanced_accuracy(of((0.9, True)), 0.5) is None


def test_a_threshold_may_be_one_for_each_claim() -> None:
    accuracy = balanced_accuracy(of((0.6, True), (0.6, False)), [0.5, 0.7])
    assert accuracy is not None
    assert accuracy.value == 1.0


def test_claims_of_one_document_make_the_interval_wider() -> None:
    together = [each for each in claims(300) for _ in range(5)]
    alone = [each._replace(document=str(at)) for at, each in enumerate(together)]
    narrow, wide = balanced_accuracy(alone, 0.5), balanced_accuracy(together, 0.5)
    assert narrow is not None
    assert wide is not None
    assert (narrow.value, wide.documents) == (wide.value, 300)
    assert wide.high - wide.low > 1.8 * (narrow.high - narrow.low)


def test_one_document_says_nothing_about_others() -> None:
    brier = brier_score([each._replace(document="one") for each in claims(50)])
    assert brier is not None
    assert (brier.low, brier.high, brier.documents) == (0.0, 1.0, 1)


def test_the_best_threshold_separates_and_ties_go_toward_a_half() -> None:
    assert best_threshold(of((0.1, False), (0.3, False), (0.9, True))) == 0.5
    assert best_threshold(of((0.1, False), (0.2, True), (0.3, True))) == 0.15
    assert best_threshold(of((0.7, False), (0.8, False), (0.9, True))) == 0.85
    assert best_threshold(of((0.3, True))) == 0.5


def test_the_best_threshold_of_a_shifted_detector_is_shifted() -> None:
    odds = np.random.default_rng(0).normal(0, 2, 20_000)
    truth = np.random.default_rng(1).random(20_000) < 1 / (1 + np.exp(-odds))
    stated = 1 / (1 + np.exp(-(odds + 2)))
    found = best_threshold(of(*zip(stated.tolist(), truth.tolist(), strict=True)))
    assert found == pytest.approx(1 / (1 + np.exp(-2)), abs=0.06)


def test_the_share_that_passes_is_of_one_kind_alone() -> None:
    scored = of((0.9, True), (0.9, False), (0.2, False), (0.3, False), (0.1, False))
    let = passed_share(scored, 0.5, supported=False)
    assert let is not None
    assert (let.value, let.n) == (0.25, 4)
    assert passed_share(of((0.9, True)), 0.5, supported=False) is None


def test_nothing_measured_is_none() -> None:
    assert expected_calibration_error([]) is None
    assert chance_error([]) is None
    assert brier_score([]) is None
    assert balanced_accuracy([], 0.5) is None
