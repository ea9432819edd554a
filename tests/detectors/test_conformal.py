import numpy as np
import pytest

from detectors.conformal import budget_thresholds, conformal_threshold, needed
from detectors.errors import AuditError
from detectors.labelled import Label, Labelled


@pytest.mark.parametrize("alpha", [0.02, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("count", [60, 199])
def test_at_most_the_budget_of_unsupported_claims_passes_over_calibration_draws(
    alpha: float, count: int
) -> None:
    draw = np.random.default_rng(0)
    shares = []
    for _ in range(3000):
        scores = np.round(draw.beta(1, 3, count), 5)
        threshold = conformal_threshold(scores.tolist(), alpha)
        assert threshold is not None
        shares.append(1 - _beta_1_3(threshold))
    allowed = np.floor(round(alpha * (count + 1), 9)) / (count + 1)
    error = 3 * np.std(shares) / np.sqrt(len(shares))
    assert np.mean(shares) <= alpha + error
    assert np.mean(shares) == pytest.approx(allowed, abs=error + 1e-4)


def _beta_1_3(score: float) -> float:
    return 1 - (1 - score) ** 3


@pytest.mark.parametrize("digits", [1, 5])
def test_the_budget_is_kept_where_claims_of_a_document_fail_together(digits: int) -> None:
    draw = np.random.default_rng(0)
    losses: list[float] = []
    for _ in range(1500):
        levels = draw.normal(-1, 1, 61)
        sizes = draw.integers(1, 9, 61)
        place = np.repeat(np.arange(61), sizes)
        odds = levels[place] + draw.normal(0, 0.3, len(place))
        scores = np.round(1 / (1 + np.exp(-odds)), digits)
        known = place < 60
        names = [str(name) for name in place[known]]
        threshold = conformal_threshold(scores[known].tolist(), 0.1, documents=names)
        losses.append(0.0 if threshold is None else float(np.mean(scores[~known] >= threshold)))
    assert np.mean(losses) <= 0.1 + 2 * np.std(losses) / np.sqrt(len(losses))


def test_the_smallest_data_that_can_keep_a_budget_passes_none_of_it() -> None:
    assert needed(0.05) == 19
    scores = [at / 100 for at in range(19)]
    assert conformal_threshold(scores[1:], 0.05) is None
    assert conformal_threshold(scores, 0.05) == pytest.approx(0.18001)


def test_too_few_documents_are_too_few_however_many_claims_they_have() -> None:
    assert conformal_threshold([0.1] * 1000, 0.1, documents=["a"] * 1000) is None


def test_one_claim_a_document_is_the_same_as_no_documents() -> None:
    scores = np.random.default_rng(0).random(57).round(5).tolist()
    names = [str(at) for at in range(57)]
    assert conformal_threshold(scores, 0.1, documents=names) == conformal_threshold(scores, 0.1)


def test_no_threshold_is_given_where_sure_claims_alone_break_the_budget() -> None:
    assert conformal_threshold([1.0] * 100, 0.05) is None


def test_tied_scores_pass_together_or_not_at_all() -> None:
    scores = [0.5] * 10 + [0.2] * 90
    assert conformal_threshold(scores, 0.05) == 0.50001
    assert conformal_threshold(scores, 0.2) == 0.20001


def test_a_larger_budget_never_has_a_higher_threshold() -> None:
    scores = np.random.default_rng(0).random(300).round(5).tolist()
    found = [conformal_threshold(scores, alpha / 100) for alpha in range(1, 60)]
    known = [threshold for threshold in found if threshold is not None]
    assert len(known) == 59
    assert known == sorted(known, reverse=True)


@pytest.mark.parametrize("alpha", [0.0, 1.0, -0.1, 5.0])
def test_what_is_no_budget_is_an_error(alpha: float) -> None:
    with pytest.raises(AuditError, match="is no error budget"):
        conformal_threshold([0.1], alpha)


def test_the_table_counts_the_unsupported_and_says_none_for_what_it_cannot_keep() -> None:
    labels = [Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO, Label.NOT_SUPPORTED]
    scored = [Labelled(at / 80, labels[at % 4], str(at)) for at in range(80)]
    rows = budget_thresholds(scored)
    assert [row.n for row in rows] == [60] * 5
    assert [row.threshold is None for row in rows] == [True, False, False, False, False]
    assert budget_thresholds([])[0].threshold is None
