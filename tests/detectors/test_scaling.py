from dataclasses import replace

import numpy as np
import pytest

from detectors.calibration import Calibration, ModelId, uncalibrated
from detectors.labelled import Label, Labelled
from detectors.scaling import Method, rescored, scaled

BASE = uncalibrated(ModelId(name="entailment", sha256="ab" * 32))


def claims(count: int, *, scale: float, offset: float) -> list[Labelled]:
    """Claims whose true log-odds are `scale` times those stated, plus `offset`."""
    draw = np.random.default_rng(0)
    stated = draw.normal(0, 2, count)
    true = draw.random(count) < 1 / (1 + np.exp(-(scale * stated + offset)))
    shares = np.round(1 / (1 + np.exp(-stated)), 5).tolist()
    return [
        Labelled(share, Label.SUPPORTED if right else Label.NOT_SUPPORTED, str(at))
        for at, (share, right) in enumerate(zip(shares, true, strict=True))
    ]


def test_platt_finds_the_scaling_that_made_the_labels() -> None:
    found = scaled(BASE, claims(20_000, scale=0.6, offset=-0.8))
    assert (found.scale, found.offset) == pytest.approx((0.6, -0.8), abs=0.05)
    assert (found.features, found.coefficients) == (BASE.features, BASE.coefficients)


def test_a_scaling_of_a_scaled_calibration_is_of_both() -> None:
    scored = claims(5000, scale=0.6, offset=-0.8)
    once = scaled(BASE, scored)
    twice = scaled(once, rescored(scored, before=BASE, after=once))
    assert (twice.scale, twice.offset) == pytest.approx((once.scale, once.offset), abs=0.01)


def test_rescored_claims_have_what_the_calibration_itself_gives() -> None:
    after = replace(BASE, scale=0.5, offset=1.0)
    (found,) = rescored([Labelled(0.3, Label.REFUTED, "a")], before=BASE, after=after)
    assert found.supported == pytest.approx(_given(after, 0.3), abs=1e-5)


def _given(calibration: Calibration, supported: float) -> float:
    rest = (1 - supported) / 2
    names = ("log_supported", "log_refuted", "log_not_enough_info")
    logs = np.log([supported, rest, rest]).tolist()
    return calibration.probability(dict(zip(names, logs, strict=True))).supported


def test_scores_that_are_the_wrong_way_round_get_a_scale_of_zero_never_below() -> None:
    assert scaled(BASE, claims(500, scale=-1.0, offset=0.0)).scale == 0.0


def test_perfectly_separated_claims_get_a_finite_scale() -> None:
    scored = [Labelled(0.9, Label.SUPPORTED, "a")] * 20 + [Labelled(0.1, Label.REFUTED, "b")] * 20
    found = scaled(BASE, scored)
    assert 0 < found.scale < 10


def test_isotonic_follows_any_shape_that_rises_and_is_never_certain() -> None:
    draw = np.random.default_rng(0)
    stated = draw.random(20_000).round(5)
    truth = np.where(stated < 0.5, 0.1, 0.7)  # a step, which no Platt scaling can follow
    right = draw.random(20_000) < truth
    scored = [
        Labelled(share, Label.SUPPORTED if hit else Label.REFUTED, "a")
        for share, hit in zip(stated.tolist(), right, strict=True)
    ]
    found = scaled(BASE, scored, method=Method.ISOTONIC)
    given = np.array([each.supported for each in rescored(scored, before=BASE, after=found)])
    assert np.mean(np.abs(given - truth)) < 0.02
    assert 0 < given.min() <= given.max() < 1
    assert (np.diff(given[np.argsort(stated)]) >= 0).all()
