from collections.abc import Callable

import pytest

from detectors.errors import AuditError, UnknownNameError
from reports.gates import GateOutcome, decide
from reports.run import CaseResult, Failure, Gate, Stage

Build = Callable[..., CaseResult]
FAILED = Failure(stage=Stage.DETECTOR, name="attribution", message="gone")


def results(classified: Build, right: int, wrong: int) -> list[CaseResult]:
    said = ["dosage"] * right + ["other"] * wrong
    return [classified(f"c{number}", said=label) for number, label in enumerate(said)]


def accuracy(at_least: float, minimum_n: int = 30) -> Gate:
    return Gate(subject="slm", metric="accuracy", at_least=at_least, minimum_n=minimum_n)


@pytest.mark.parametrize(
    ("right", "wrong", "outcome"),
    [
        (98, 2, GateOutcome.PASS),
        (92, 8, GateOutcome.UNDERPOWERED),
        (89, 11, GateOutcome.FAIL),
        (29, 0, GateOutcome.UNDERPOWERED),
    ],
)
def test_only_a_whole_interval_above_the_bound_passes(
    classified: Build, right: int, wrong: int, outcome: GateOutcome
) -> None:
    assert decide(accuracy(0.9), results(classified, right, wrong)).outcome is outcome


def test_a_gate_with_an_upper_bound_passes_below_it(classified: Build) -> None:
    gate = Gate(subject="slm", metric="unusable", at_most=0.1)

    assert decide(gate, results(classified, 60, 0)).outcome is GateOutcome.PASS
    assert decide(gate, results(classified, 32, 0)).outcome is GateOutcome.UNDERPOWERED


def test_a_gate_without_cases_is_not_run(classified: Build) -> None:
    found = decide(
        Gate(subject="nobody", metric="accuracy", at_least=0.5), results(classified, 5, 0)
    )

    assert (found.outcome, found.rate) == (GateOutcome.NOT_RUN, None)


def test_a_gate_whose_answers_cannot_be_judged_is_not_run(answered: Build) -> None:
    gate = Gate(subject="llm", metric="hallucination", at_most=0.1)

    assert decide(gate, [answered("a", "refusal")]).outcome is GateOutcome.NOT_RUN


def test_one_failed_case_in_scope_is_an_error(classified: Build) -> None:
    asked = [*results(classified, 60, 0), classified("broken", error=FAILED)]

    found = decide(accuracy(0.5), asked)

    assert found.outcome is GateOutcome.ERROR
    assert found.reason == "1 of 61 cases could not be asked or judged."


def test_an_unknown_metric_is_named(classified: Build) -> None:
    with pytest.raises(UnknownNameError, match="no metric called 'bleu'"):
        decide(Gate(subject="slm", metric="bleu", at_least=0.5), results(classified, 1, 0))


@pytest.mark.parametrize(
    ("gate", "complaint"),
    [
        (Gate(subject="slm", metric="accuracy"), "exactly one of at_least and at_most"),
        (Gate(subject="slm", metric="accuracy", at_least=0.1, at_most=0.9), "exactly one of"),
        (Gate(subject="slm", metric="accuracy", at_least=90), "not from 0 to 1"),
        (
            Gate(subject="slm", metric="accuracy", at_least=0.9, confidence=95),
            "not between 0 and 1",
        ),
        (
            Gate(subject="slm", metric="accuracy", at_least=0.9, minimum_n=0),
            "minimum_n 0 is below 1",
        ),
    ],
)
def test_a_gate_that_no_run_could_decide_is_refused(gate: Gate, complaint: str) -> None:
    with pytest.raises(AuditError, match=complaint):
        decide(gate, [])
