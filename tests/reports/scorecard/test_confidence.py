"""Confidence figures on cases whose answer is known."""

import random

import pytest

from reports.scorecard.confidence import Judged, calibration_error, reliability, separation


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


@pytest.mark.parametrize(
    ("inside", "outside", "area"), [(0.9, 0.2, 1.0), (0.5, 0.5, 0.5), (0.2, 0.9, 0.0)]
)
def test_separation_is_the_chance_that_a_case_of_the_domain_is_surer(
    inside: float, outside: float, area: float
) -> None:
    known = cases(30, confidence=inside, right=1.0)
    strange = cases(30, confidence=outside, right=0.0, inside=False)
    found = separation([*known, *strange])
    assert found is not None
    assert found.value == pytest.approx(area)


def test_too_few_cases_give_no_figure() -> None:
    assert calibration_error(cases(19, confidence=0.9, right=1.0)) is None
    few = cases(19, confidence=0.2, right=0.0, inside=False)
    assert separation([*cases(40, confidence=0.9, right=1.0), *few]) is None


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
