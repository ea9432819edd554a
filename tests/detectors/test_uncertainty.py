import json
import math

import pytest

from detectors.base import Answered, Resources
from detectors.errors import DetectorError
from detectors.reading import dump_line, to_json
from detectors.records import Answer, Case, Finding, Severity, Task
from detectors.uncertainty import UncertaintyDetector


def found(logprobs: tuple[float, ...] | None, threshold: float | None = None) -> Finding:
    detector = UncertaintyDetector(Resources(low_confidence=threshold))
    answer = Answer(text="4 g", token_logprobs=logprobs)
    (findings,) = detector.detect([Answered(Case(id="a", task=Task.ANSWER, text="q"), answer)])
    assert not isinstance(findings, DetectorError)
    (finding,) = findings
    return finding


def test_the_mean_is_over_the_length_so_a_longer_answer_is_not_less_sure() -> None:
    short, long = found((-0.2,)), found((-0.2,) * 500)
    assert short.measures is not None
    assert long.measures is not None
    assert short.measures["mean_logprob"] == pytest.approx(long.measures["mean_logprob"])


def test_every_measure_is_told() -> None:
    finding = found((-0.1, -0.5, 0.0))
    assert (finding.rule, finding.severity) == ("uncertainty.measured", Severity.NOTE)
    assert finding.measures == {
        "mean_logprob": pytest.approx(-0.2),
        "mean_probability": pytest.approx(math.exp(-0.2)),
        "perplexity": pytest.approx(math.exp(0.2)),
        "lowest_logprob": -0.5,
        "lowest_token": 2,
        "tokens": 3,
    }
    assert finding.message == (
        "Mean token probability 0.82 (mean log-probability -0.20, perplexity 1.22); the least "
        "likely is token 2 of 3, with log-probability -0.50."
    )


def test_below_the_threshold_is_a_warning_that_says_it() -> None:
    finding = found((-1.0, -1.0))
    assert (finding.rule, finding.severity) == ("uncertainty.low_confidence", Severity.WARNING)
    assert "Mean token probability 0.37, below 0.5" in finding.message


@pytest.mark.parametrize(
    ("threshold", "rule"),
    [(None, "measured"), (0.0, "measured"), (0.9, "low_confidence"), (0.5, "measured")],
)
def test_a_suite_may_state_the_threshold(threshold: float | None, rule: str) -> None:
    assert found((math.log(0.51),), threshold).rule == f"uncertainty.{rule}"


@pytest.mark.parametrize("logprobs", [None, (), (-0.1, math.nan), (-math.inf,), (math.inf,)])
def test_what_was_not_given_is_a_warning_and_never_nan(
    logprobs: tuple[float, ...] | None,
) -> None:
    finding = found(logprobs)
    assert (finding.rule, finding.severity) == ("uncertainty.unavailable", Severity.WARNING)
    assert finding.measures is None


@pytest.mark.parametrize("logprobs", [(-9999.0,), (-1e308, -1e308), (1e-9,), (0.0,)])
def test_extremes_stay_finite(logprobs: tuple[float, ...]) -> None:
    finding = found(logprobs)
    assert finding.measures is not None
    assert all(map(math.isfinite, finding.measures.values()))
    assert json.loads(dump_line(to_json(finding)))["rule"] == finding.rule
