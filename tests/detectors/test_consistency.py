"""All medicines here are invented, and so is everything said of them."""

from collections.abc import Mapping, Sequence

import pytest

from detectors.base import Answered, Resources
from detectors.consistency import ConsistencyDetector
from detectors.errors import DetectorError, SubjectError
from detectors.records import Answer, Case, Finding, Severity, Task
from detectors.sampling import Samples

QUESTION = "How much zorvan may an adult take in 24 hours?"
DOSE = "An adult may take at most 4 g of zorvan in 24 hours."
OTHER = "An adult may take at most 9 g of zorvan in 24 hours."
FRIDGE = "Meldin tablets are kept in a fridge below 8 °C."


class Sampled:
    """Samples by heart, as a recording has them."""

    temperature = 0.7

    def __init__(self, samples: Mapping[str, Samples]) -> None:
        self.samples = samples
        self.asked: list[str] = []

    def __call__(self, cases: Sequence[Case], *, n: int) -> Sequence[Samples]:
        self.asked += [f"{case.id} x {n}" for case in cases]
        return [self.samples[case.id] for case in cases]


def pair(answer: str, case: str = "a") -> Answered:
    return Answered(Case(id=case, task=Task.ANSWER, text=QUESTION), Answer(text=answer))


def found(answer: str, *samples: str) -> tuple[Finding, ...]:
    sampler = Sampled({"a": samples})
    detector = ConsistencyDetector(Resources(sampler=sampler, samples=len(samples)))
    (findings,) = detector.detect([pair(answer)])
    assert not isinstance(findings, DetectorError)
    return findings


def test_a_claim_that_comes_back_is_stable() -> None:
    (finding,) = found(DOSE, DOSE, DOSE, OTHER)
    assert (finding.rule, finding.severity) == ("consistency.stable", Severity.NOTE)
    assert finding.measures is not None
    assert finding.measures["share_supported"] == pytest.approx(2 / 3)
    assert (finding.start, finding.end) == (0, len(DOSE))
    assert finding.message == (
        f'Of 3 samples at temperature 0.7, 2 say this and 1 say otherwise: "{DOSE}"'
    )


def test_a_claim_that_samples_contradict_is_unstable() -> None:
    (finding,) = found(DOSE, OTHER, OTHER, DOSE)
    assert (finding.rule, finding.severity) == ("consistency.unstable", Severity.WARNING)
    assert finding.measures is not None
    assert (finding.measures["samples"], finding.measures["refuted"]) == (3, 2)
    assert finding.measures["contradiction"] > 0


def test_a_claim_that_samples_do_not_hold_is_unstable_too() -> None:
    stable, unstable = found(f"{DOSE} {FRIDGE}", DOSE, f"{DOSE} Ask a pharmacist.", "")
    assert (stable.rule, unstable.rule) == ("consistency.stable", "consistency.unstable")
    assert unstable.measures is not None
    assert unstable.measures["supported"] == 0


def test_an_answer_that_states_nothing_costs_no_call() -> None:
    sampler = Sampled({"b": (DOSE, DOSE)})
    detector = ConsistencyDetector(Resources(sampler=sampler, samples=2))
    nothing, stable = detector.detect([pair("I do not know."), pair(DOSE, "b")])
    assert isinstance(nothing, tuple)
    assert [finding.rule for finding in nothing] == ["consistency.no_claims"]
    assert isinstance(stable, tuple)
    assert [finding.rule for finding in stable] == ["consistency.stable"]
    assert sampler.asked == ["b x 2"]


def test_samples_that_failed_fail_their_case_alone() -> None:
    gone = SubjectError("the endpoint is gone", subject="large", case_id="a")
    sampler = Sampled({"a": gone, "b": (DOSE, DOSE)})
    failed, stable = ConsistencyDetector(Resources(sampler=sampler)).detect(
        [pair(DOSE), pair(DOSE, "b")]
    )
    assert isinstance(failed, DetectorError)
    assert (failed.case_id, "the endpoint is gone" in str(failed)) == ("a", True)
    assert isinstance(stable, tuple)
    assert sampler.asked == ["a x 5", "b x 5"]


def test_another_language_is_not_guessed_at() -> None:
    german = "Ein Erwachsener darf nicht mehr als 4 g in 24 Stunden nehmen, und das ist zu viel."
    (finding,) = found(DOSE, german, german)
    assert (finding.rule, finding.severity) == ("consistency.unjudged", Severity.WARNING)


def test_a_subject_that_cannot_be_asked_again_is_refused() -> None:
    with pytest.raises(DetectorError, match="this one cannot be asked twice"):
        ConsistencyDetector(Resources())
