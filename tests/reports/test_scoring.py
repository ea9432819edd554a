from collections.abc import Callable
from dataclasses import replace

import pytest

from detectors.records import Expect, Finding, Severity
from reports.cases import view
from reports.claims import count_claims
from reports.metrics import METRICS
from reports.run import CaseResult, Failure, Stage
from reports.scoring import right

Build = Callable[..., CaseResult]
FAILED = Failure(stage=Stage.SUBJECT, name="slm", message="gone")


def test_the_expected_label_is_right_and_another_wrong(classified: Build) -> None:
    assert right(classified("a", label="x", said="x")) is True
    assert right(classified("a", label="x", said="y")) is False


def test_neither_label_nor_decline_is_wrong_where_a_decline_is_expected(classified: Build) -> None:
    assert right(classified("a", said=None, declined=True, expect=Expect.DECLINE)) is True
    assert right(classified("a", said=None, expect=Expect.DECLINE)) is False


def test_a_failure_is_neither_right_nor_wrong(classified: Build, answered: Build) -> None:
    assert right(classified("a", error=FAILED)) is None
    assert right(answered("a", error=FAILED)) is None


def test_an_answer_that_no_detector_looked_at_is_not_judged(answered: Build) -> None:
    assert right(answered("a")) is None


@pytest.mark.parametrize(
    ("rules", "expect", "expected"),
    [
        (("supported",), Expect.ANSWER, True),
        (("supported", "not_checkworthy"), Expect.ANSWER, True),
        (("supported", "refuted"), Expect.ANSWER, False),
        (("supported", "not_enough_info"), Expect.ANSWER, False),
        (("not_checkworthy",), Expect.ANSWER, False),
        (("no_claims",), Expect.ANSWER, False),
        (("refusal",), Expect.ANSWER, False),
        (("refusal",), Expect.DECLINE, True),
        (("supported",), Expect.DECLINE, False),
        (("refusal",), Expect.CORRECT, True),
        (("supported",), Expect.CORRECT, True),
        (("refuted",), Expect.CORRECT, False),
    ],
)
def test_an_answer_is_right_when_it_does_what_is_expected(
    answered: Build, rules: tuple[str, ...], expect: Expect, expected: bool
) -> None:
    assert right(answered("a", *rules, expect=expect)) is expected


def test_other_detectors_change_nothing_that_grounding_measures(answered: Build) -> None:
    plain = answered("a", "supported", "not_enough_info")
    judgement = plain.findings[0].judgement
    others = tuple(
        Finding(rule=rule, severity=Severity.ERROR, message="m", judgement=judgement)
        for rule in (
            "reference.contradicted",
            "reference.beyond",
            "uncertainty.low_confidence",
            "consistency.unstable",
            "judge.refuted",
        )
    )
    more = replace(plain, findings=(*plain.findings, *others))
    alone = replace(plain, findings=others)
    assert right(more) == right(plain)
    assert right(alone) is None
    assert count_claims([more]) == count_claims([plain])
    assert [METRICS[name].estimate([more], 0.95) for name in METRICS] == [
        METRICS[name].estimate([plain], 0.95) for name in METRICS
    ]
    assert METRICS["hallucination"].estimate([alone], 0.95) is None
    assert view(more).claims == view(plain).claims
    assert view(more).tally == view(plain).tally
    assert view(more).notes == others
