from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detectors.calibration import ModelId, uncalibrated, write_calibration
from detectors.errors import AuditError
from detectors.labelled import Label, Labelled
from detectors.recalibration import FOLDS, deal, hold_back, recalibrate, refit
from detectors.scaling import Method

BASE = uncalibrated(ModelId(name="entailment", sha256="ab" * 32))


def claims(documents: int, *, size: int = 2, seed: int = 0) -> list[Labelled]:
    """Claims of a detector three times as sure as it may be; those of a document are alike."""
    draw = np.random.default_rng(seed)
    odds = np.repeat(draw.normal(0, 1.0, documents), size) + draw.normal(0, 1, documents * size)
    right = draw.random(len(odds)) < 1 / (1 + np.exp(-odds))
    stated = np.round(1 / (1 + np.exp(-3 * odds)), 5).tolist()
    return [
        Labelled(share, Label.SUPPORTED if hit else Label.NOT_SUPPORTED, str(at // size))
        for at, (share, hit) in enumerate(zip(stated, right, strict=True))
    ]


def test_fitting_brings_the_error_down_on_documents_held_back() -> None:
    made = recalibrate(BASE, claims(400))
    assert made.before.error is not None
    assert made.after is not None
    assert made.after.error is not None
    assert made.before.error.value > 0.15
    assert made.after.error.high < 0.08
    assert made.calibration.ece.in_domain == made.after.error
    assert made.calibration.scale == pytest.approx(1 / 3, abs=0.07)


def test_what_is_fitted_says_on_what() -> None:
    scored = claims(100)
    made = recalibrate(BASE, scored, name="own", sources=["b", "a"], sha256="cd" * 32).calibration
    assert made.name == "own"
    assert (made.fitted_on.sources, made.fitted_on.sha256) == (("a", "b"), "cd" * 32)
    assert (made.fitted_on.n, made.fitted_on.documents) == (200, 100)
    assert made.model == BASE.model


def test_the_same_claims_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    scored = claims(60)
    shuffled = [scored[at] for at in np.random.default_rng(3).permutation(len(scored))]
    write_calibration(refit(BASE, scored), tmp_path / "a.json")
    write_calibration(refit(BASE, shuffled), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_few_claims_and_claims_of_one_kind_are_refused() -> None:
    scored = claims(100)
    with pytest.raises(AuditError, match="29 labelled claims are too few"):
        refit(BASE, scored[:29])
    with pytest.raises(AuditError, match="claims are supported; calibration needs some of both"):
        refit(BASE, [each._replace(label=Label.SUPPORTED) for each in scored])
    with pytest.raises(AuditError, match="claims are not supported; calibration needs some"):
        refit(BASE, [each._replace(label=Label.REFUTED) for each in scored])
    with pytest.raises(AuditError, match="too few for isotonic regression; 1000 or more"):
        refit(BASE, scored, method=Method.ISOTONIC)


def test_scores_that_say_nothing_or_the_opposite_are_refused() -> None:
    turned = [each._replace(supported=round(1 - each.supported, 5)) for each in claims(100)]
    with pytest.raises(AuditError, match="no scaling can mend that"):
        refit(BASE, turned)


def test_an_isotonic_calibration_is_not_fitted_again() -> None:
    scored = claims(600)
    made = refit(BASE, scored, method=Method.ISOTONIC)
    assert made.knots
    with pytest.raises(AuditError, match="is isotonic already"):
        refit(made, scored)


def test_no_document_is_in_two_folds_and_the_folds_are_even() -> None:
    scored = claims(50, size=3)
    folds = deal(scored)
    assert len({(each.document, fold) for each, fold in zip(scored, folds, strict=True)}) == 50
    assert {folds.count(fold) for fold in range(FOLDS)} == {30}


def test_what_cannot_be_held_back_is_not_measured() -> None:
    scored = [
        each._replace(document="one" if each.is_supported else each.document)
        for each in claims(100)
    ]
    assert hold_back(BASE, scored) is None
    made = recalibrate(BASE, scored)
    assert (made.after, made.table) == (None, ())
    assert made.calibration.ece.in_domain is None


def test_the_budgets_hold_on_documents_held_back() -> None:
    made = recalibrate(BASE, claims(1500, size=1))
    for row in made.budgets:
        assert row.passed is not None
        assert row.kept is not None
        assert row.passed.low <= row.fitted.budget
        assert row.passed.value < row.kept.value


def test_the_review_band_has_the_threshold_and_leaves_a_tenth_outside() -> None:
    made = refit(BASE, claims(500))
    assert made.review_low <= made.threshold <= made.review_high
    assert made.review_low > 0
    assert made.review_high < 1


def test_with_too_few_claims_everything_is_to_be_looked_at() -> None:
    scored = [each._replace(document=each.document[-1:]) for each in claims(15)]
    supported = [each._replace(document="x") if each.is_supported else each for each in scored]
    few = [each if each.is_supported else each._replace(document="y") for each in supported]
    made = refit(BASE, few)
    assert (made.review_low, made.review_high) == (0.0, 1.0)
    assert all(row.threshold is None for row in made.conformal if row.budget < 0.2)


def test_the_model_and_coefficients_of_any_calibration_stay() -> None:
    base = replace(BASE, scale=0.8, offset=0.1)
    made = refit(base, claims(200))
    assert (made.features, made.coefficients, made.intercepts) == (
        base.features,
        base.coefficients,
        base.intercepts,
    )
