"""Confidence figures on cases whose answer is known."""

import random

import pytest

from detectors.records import Answer
from reports.scorecard.confidence import Judged, calibration_error, confidence, reliability


def cases(count: int, *, confidence: float, right: float, inside: bool = True) -> list[Judged]:
    return [
        Judged(
            confidence, inside and n < round(right * count), inside, f"{confidence}-{inside}-{n}"
        )
        for n in range(count)
    ]


def test_a_model_that_keeps_its_word_has_no_calibration_error() -> None:
    found = calibration_error(cases(100, confidence=0.8, right=0.8))
    assert found is not None
    assert found.value == pytest.approx(0.0)


def test_the_error_is_the_distance_between_confidence_and_share_right() -> None:
    known = cases(100, confidence=0.95, right=0.65) + cases(100, confidence=0.55, right=0.55)
    found = calibration_error([*known, *cases(50, confidence=0.9, right=0.0, inside=False)])
    assert found is not None
    assert found.value == pytest.approx(0.15)
    assert found.low < 0.15 < found.high
    assert found.n == 200


def test_too_few_cases_give_no_figure() -> None:
    assert calibration_error(cases(19, confidence=0.9, right=1.0)) is None


@pytest.mark.parametrize(
    ("answer", "sure"),
    [
        (Answer(text="", label="a", probabilities={"a": 0.7, "b": 0.3}), 0.7),
        (Answer(text="", declined=True, probabilities={"a": 0.4, "b": 0.35}), 0.4),
        (Answer(text="a", label="a", choice_probability=0.4), 0.4),
        (Answer(text="none", declined=True, choice_probability=0.9), 0.1),
        (Answer(text="a", label="a", token_logprobs=(-0.5,)), None),
    ],
)
def test_confidence_is_that_of_the_label_or_what_declining_leaves(
    answer: Answer, sure: float | None
) -> None:
    found = confidence(answer)
    assert found == (None if sure is None else pytest.approx(sure))


def test_bins_hold_every_case_of_the_domain_once() -> None:
    draw = random.Random(5)
    known = [Judged(draw.random(), draw.random() < 0.5, True, str(n)) for n in range(200)]
    bins = reliability([*known, Judged(1.0, True, True, "edge")])
    assert sum(one.n for one in bins) == 201
    assert [one.predicted for one in bins] == sorted(one.predicted for one in bins)


def test_clusters_are_drawn_whole() -> None:
    """Ten copies of each case say no more than the case."""
    draw = random.Random(7)
    single = [Judged(draw.random(), draw.random() < 0.5, True, str(n)) for n in range(60)]
    copied = [case for case in single for _ in range(10)]
    one, other = calibration_error(single), calibration_error(copied)
    assert one is not None
    assert other is not None
    width, wide = (e.high - e.low for e in (one, other))
    assert wide == pytest.approx(width, rel=0.05)
