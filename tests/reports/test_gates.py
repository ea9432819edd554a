from collections.abc import Callable
from dataclasses import replace

import pytest

from detectors.errors import AuditError, UnknownNameError
from reports.gates import GateOutcome, decide
from reports.run import Baseline, BaselineOutcome, CaseResult, Failure, Gate, Stage

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
        (
            Gate(subject="slm", metric="accuracy"),
            "exactly one of at_least, at_most and no_worse_than",
        ),
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


def compared(
    classified: Build, cells: list[tuple[bool, bool]], *, failed: str | None = None
) -> list[CaseResult]:
    """Results of `slm` and `llm` on the same cases: whether each was right."""
    return [
        classified(
            f"c{at}",
            subject=subject,
            said="dosage" if right else "other",
            error=FAILED if subject == failed and at == 0 else None,
        )
        for at, cell in enumerate(cells)
        for subject, right in zip(("slm", "llm"), cell, strict=True)
    ]


NO_WORSE = Gate(subject="slm", metric="accuracy", no_worse_than="llm", margin=0.05)
ALIKE, BEHIND, AHEAD = (True, True), (False, True), (True, False)


@pytest.mark.parametrize(
    ("cells", "outcome", "said"),
    [
        ([ALIKE] * 200 + [BEHIND], GateOutcome.PASS, "rules out a loss of more than 5 points."),
        ([ALIKE] * 20 + [AHEAD] * 60, GateOutcome.PASS, "rules out a loss"),
        ([ALIKE] * 40, GateOutcome.UNDERPOWERED, "If both are equally good it needs about 628"),
        ([ALIKE] * 20, GateOutcome.UNDERPOWERED, "20 cases judged for both, of 30"),
        ([ALIKE] * 80 + [BEHIND] * 10, GateOutcome.FAIL, "a loss of more than 5 points."),
        ([], GateOutcome.NOT_RUN, "No case of this kind was asked."),
    ],
)
def test_a_gate_against_another_subject_is_decided_by_the_paired_difference(
    classified: Build, cells: list[tuple[bool, bool]], outcome: GateOutcome, said: str
) -> None:
    found = decide(NO_WORSE, compared(classified, cells))

    assert found.outcome is outcome
    assert said in found.reason


@pytest.mark.parametrize("failed", ["slm", "llm"])
def test_a_case_that_failed_for_either_is_an_error(classified: Build, failed: str) -> None:
    found = decide(NO_WORSE, compared(classified, [ALIKE] * 300, failed=failed))

    assert found.outcome is GateOutcome.ERROR


def test_a_gate_against_a_subject_that_was_not_asked_is_not_run(classified: Build) -> None:
    assert decide(NO_WORSE, results(classified, 50, 0)).outcome is GateOutcome.NOT_RUN


@pytest.mark.parametrize(
    ("hallucinated", "outcome"),
    [(180, GateOutcome.PASS), (20, GateOutcome.FAIL), (0, GateOutcome.FAIL)],
)
def test_a_gate_against_the_baseline_is_decided_from_the_plan(
    answered: Build, hallucinated: int, outcome: GateOutcome
) -> None:
    """Half of the 200 answers hallucinate; in the baseline 180, 20 or none of them did."""
    gate = Gate(subject="llm", metric="hallucination", no_worse_than="baseline")
    asked = [answered(f"q{at}", "refuted" if at % 2 else "supported") for at in range(200)]
    outcomes = tuple(
        BaselineOutcome(subject="llm", metric="hallucination", case=f"q{at}", hit=at < hallucinated)
        for at in range(200)
    )
    baseline = Baseline(suite="s", started=None, record_sha256="", outcomes=outcomes)

    assert decide(gate, asked, baseline).outcome is outcome
    assert decide(gate, asked, replace(baseline, outcomes=())).outcome is GateOutcome.NOT_RUN


@pytest.mark.parametrize(
    ("gate", "complaint"),
    [
        (Gate(subject="slm", metric="macro_f1", no_worse_than="llm"), "is no share of cases"),
        (Gate(subject="slm", metric="accuracy", no_worse_than="slm"), "never worse than itself"),
        (
            Gate(subject="slm", metric="accuracy", no_worse_than="llm", at_least=0.5),
            "exactly one of",
        ),
        (Gate(subject="slm", metric="accuracy", no_worse_than="llm", margin=5), "margin 5 is not"),
    ],
)
def test_a_comparison_that_could_not_be_made_is_refused(gate: Gate, complaint: str) -> None:
    with pytest.raises(AuditError, match=complaint):
        decide(gate, [])


def test_an_underpowered_gate_says_how_many_cases_would_do(classified: Build) -> None:
    found = decide(accuracy(0.8), results(classified, 50, 8))

    assert found.outcome is GateOutcome.UNDERPOWERED
    assert found.reason.endswith("A subject 5 points better than the bound needs 481 cases.")
    assert found.needed == 481
