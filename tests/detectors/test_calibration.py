import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from detectors.calibration import (
    BudgetThreshold,
    Calibration,
    ExpectedError,
    FittedOn,
    Knot,
    ModelId,
    log_odds,
    read_calibration,
    uncalibrated,
    write_calibration,
)
from detectors.errors import AuditError, DetectorError, RecordError
from detectors.records import Entailment, Verdict

MODEL = ModelId(name="entailment", sha256="ab" * 32)
CALIBRATION = Calibration(
    name="tiny",
    model=MODEL,
    features=("support", "values.number"),
    coefficients=((1.0, 0.0), (-0.5, 2.0), (-0.25, 0.5)),
    intercepts=(0.0, -1.0, 0.5),
    threshold=0.6,
    review_low=0.3,
    review_high=0.8,
    conformal=(
        BudgetThreshold(budget=0.01, threshold=None, n=40, documents=40),
        BudgetThreshold(budget=0.05, threshold=0.9, n=40, documents=40),
        BudgetThreshold(budget=0.2, threshold=0.7, n=40, documents=40),
    ),
    fitted_on=FittedOn(sources=("own",), n=80, documents=80, sha256="cd" * 32),
    ece=ExpectedError(),
)


def signs(support: float, number: float = 0.0) -> dict[str, float]:
    return {"support": support, "values.number": number}


def test_the_probabilities_are_those_of_the_regression() -> None:
    found = CALIBRATION.probability(signs(2.0, 1.0))
    weights = [math.exp(2.0), math.exp(-1.0 + 2.0 - 1.0), math.exp(-0.5 + 0.5 + 0.5)]
    expected = [weight / sum(weights) for weight in weights]
    assert [found.supported, found.refuted, found.not_enough_info] == pytest.approx(expected, 1e-4)


@pytest.mark.parametrize("support", [-1e6, -40.0, -0.1, 0.0, 3.3, 40.0, 1e6])
def test_probabilities_are_rounded_sum_to_one_and_are_never_negative(support: float) -> None:
    found = CALIBRATION.probability(signs(support, 1.0))
    every = (found.supported, found.refuted, found.not_enough_info)
    assert sum(every) == pytest.approx(1.0, abs=1e-12)
    assert all(0 <= each <= 1 and round(each, 5) == each for each in every)


def test_more_support_never_lowers_the_probability() -> None:
    found = [CALIBRATION.probability(signs(step / 10)).supported for step in range(-80, 80)]
    assert found == sorted(found)


def test_scale_and_offset_act_on_the_log_odds_and_keep_the_rest_in_proportion() -> None:
    plain = CALIBRATION.probability(signs(0.3))
    scaled = replace(CALIBRATION, scale=0.5, offset=-1.0).probability(signs(0.3))
    assert log_odds(scaled.supported) == pytest.approx(
        0.5 * log_odds(plain.supported) - 1, abs=1e-3
    )
    share = plain.refuted / plain.not_enough_info
    assert scaled.refuted / scaled.not_enough_info == pytest.approx(share, abs=1e-3)


def test_knots_are_joined_by_straight_lines_and_level_outside() -> None:
    knots = (Knot(-1.0, 0.2), Knot(1.0, 0.6))
    line = replace(CALIBRATION, knots=knots)
    assert [line.supported(odds) for odds in (-9.0, -1.0, 0.0, 1.0, 9.0)] == pytest.approx(
        [0.2, 0.2, 0.4, 0.6, 0.6]
    )


def test_a_missing_an_unknown_and_a_broken_sign_are_named() -> None:
    with pytest.raises(DetectorError, match=r"weighs 'values.number', which is missing"):
        CALIBRATION.probability({"support": 1.0})
    with pytest.raises(DetectorError, match=r"does not know 'age'; known: support, values.number"):
        CALIBRATION.probability({**signs(1.0), "age": 3.0})
    for broken in (math.nan, math.inf, 1e308):
        with pytest.raises(DetectorError, match="no number that can be weighed"):
            replace(CALIBRATION, coefficients=((9.0, 0.0),) * 3).probability(signs(broken))


def test_the_threshold_decides_what_is_supported_and_a_budget_may_take_its_place() -> None:
    sure = Entailment(supported=0.65, refuted=0.2, not_enough_info=0.15)
    assert CALIBRATION.verdict(sure) is Verdict.SUPPORTED
    assert CALIBRATION.verdict(sure, error_budget=0.2) is Verdict.REFUTED
    unsure = Entailment(supported=0.5, refuted=0.2, not_enough_info=0.3)
    assert CALIBRATION.verdict(unsure) is Verdict.NOT_ENOUGH_INFO
    assert [CALIBRATION.needs_review(each) for each in (sure, unsure)] == [True, True]


def test_a_budget_takes_the_next_stricter_threshold_and_none_is_an_error() -> None:
    assert CALIBRATION.threshold_for(0.1) == 0.9
    with pytest.raises(AuditError, match=r"error budget of 0.02; .* for: 0.05, 0.2"):
        CALIBRATION.threshold_for(0.02)


def test_the_uncalibrated_one_gives_back_the_scores() -> None:
    scores = Entailment(supported=0.7, refuted=0.1, not_enough_info=0.2)
    features = {
        "log_supported": math.log(0.7),
        "log_refuted": math.log(0.1),
        "log_not_enough_info": math.log(0.2),
    }
    assert uncalibrated(MODEL).probability(features) == scores


def test_a_file_is_read_back_as_it_was_and_written_to_the_same_bytes(tmp_path: Path) -> None:
    full = replace(CALIBRATION, knots=(Knot(-1.0, 0.2), Knot(1.0, 0.6)))
    write_calibration(full, tmp_path / "a.json")
    write_calibration(read_calibration(tmp_path / "a.json"), tmp_path / "b.json")
    assert read_calibration(tmp_path / "b.json") == full
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    keys = list(json.loads((tmp_path / "a.json").read_bytes()))
    assert keys == sorted(keys)
    assert "schema" in keys


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("schema", 2, "is of schema 2; this version reads 1"),
        ("schema", None, "is of schema None"),
        ("threshold", math.nan, "field threshold: holds a number that is none"),
        ("intercepts", [0, 1], "field intercepts: three numbers are wanted"),
        ("coefficients", [[1.0]] * 3, "field coefficients: three rows of 2 numbers"),
        ("coefficients", [[1.0, math.inf]] * 3, "field coefficients: holds a number that is none"),
        ("features", ["a", "a"], "field features: is empty or names a sign twice"),
        ("scale", -1, "field scale: is not above 0"),
        ("threshold", 1.5, "field threshold: is no probability"),
        ("review_low", 0.9, "field review_low: is above review_high"),
        ("knots", [[0, 0.5], [1, 0.4]], "field knots: must rise"),
        ("colour", "red", "field colour: "),
        ("threshold", "high", "field threshold: "),
    ],
)
def test_what_is_wrong_in_a_file_is_named(
    tmp_path: Path, field: str, value: object, problem: str
) -> None:
    path = tmp_path / "c.json"
    write_calibration(CALIBRATION, path)
    path.write_text(json.dumps({**json.loads(path.read_bytes()), field: value}))
    with pytest.raises(RecordError) as error:
        read_calibration(path)
    assert problem in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("text", ["", "[1]", "{", "\x00"])
def test_what_is_no_calibration_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text)
    with pytest.raises(RecordError, match=r"not JSON|schema None"):
        read_calibration(path)
