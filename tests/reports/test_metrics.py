from collections.abc import Callable
from dataclasses import replace

import pytest

from detectors.errors import UnknownNameError
from detectors.records import Expect, Finding, Severity
from reports.metrics import METRICS, find_metric, in_scope
from reports.run import CaseResult
from reports.statistics import Rate

Build = Callable[..., CaseResult]


def value(name: str, results: list[CaseResult]) -> Rate | None:
    metric = find_metric(name)
    return metric.estimate(in_scope(metric, results), 0.95)


def shares(name: str, results: list[CaseResult]) -> tuple[int | None, int]:
    found = value(name, results)
    assert found is not None
    return found.successes, found.n


def test_an_unknown_metric_lists_the_known_ones() -> None:
    with pytest.raises(
        UnknownNameError, match="no metric called 'bleu'; known: abstention, accuracy"
    ):
        find_metric("bleu")


def test_every_metric_says_why_it_fits() -> None:
    assert all("\n\n" in metric.why for metric in METRICS.values())


def test_accuracy_leaves_out_cases_that_expect_a_decline(classified: Build) -> None:
    results = [
        classified("a"),
        classified("b", said="wrong"),
        classified("c", said=None, declined=True, expect=Expect.DECLINE),
    ]

    assert shares("accuracy", results) == (1, 2)
    assert shares("abstention", results) == (1, 1)
    assert shares("unusable", results) == (0, 3)


def test_hallucination_counts_only_answers_that_state_something(answered: Build) -> None:
    results = [
        answered("a", "supported"),
        answered("b", "supported", "not_enough_info"),
        answered("c", "refuted"),
        answered("d", "refusal"),
        answered("e", "no_claims"),
    ]

    assert shares("hallucination", results) == (2, 3)
    assert shares("contradiction", results) == (1, 3)
    assert shares("grounded", results) == (1, 5)


def test_a_model_that_declines_everything_has_no_hallucination_rate(answered: Build) -> None:
    assert value("hallucination", [answered("a", "refusal")]) is None


def test_refusals_count_for_and_against_by_what_is_expected(answered: Build) -> None:
    results = [
        answered("a", "refusal"),
        answered("b", "supported"),
        answered("c", "refusal", expect=Expect.DECLINE),
        answered("d", "refuted", expect=Expect.DECLINE),
        answered("e", "supported", expect=Expect.CORRECT),
    ]

    assert shares("over_refusal", results) == (1, 2)
    assert shares("refusal", results) == (1, 2)
    assert shares("premise", results) == (1, 1)


def test_explained_is_the_share_of_attributions_that_converged(classified: Build) -> None:
    results = [
        classified("a", explained=True),
        classified("b", explained=True, converged=False),
        classified("c"),
    ]

    assert shares("explained", results) == (1, 2)


def test_a_slice_holds_only_cases_with_its_tag(classified: Build) -> None:
    results = [classified("a", tags=("typo",)), classified("b")]

    assert in_scope(METRICS["accuracy"], results, slice="typo") == results[:1]


@pytest.mark.parametrize("name", ["grounded", "hallucination", "contradiction", "refusal"])
def test_citations_move_no_metric_of_grounding(
    name: str, answered: Build, with_citations: Build
) -> None:
    plain = [answered("a", "supported"), answered("b", "not_enough_info")]
    cited = [with_citations(result, "refuted", "unsupported", "supported") for result in plain]
    assert value(name, cited) == value(name, plain)


def test_an_answer_of_which_only_the_citations_were_judged_has_no_hallucination_rate(
    answered: Build, with_citations: Build
) -> None:
    assert value("hallucination", [with_citations(answered("a"), "refuted")]) is None


def found(result: CaseResult, *rules: str) -> CaseResult:
    """The result with a finding of each rule besides."""
    more = [Finding(rule=rule, severity=Severity.NOTE, message="") for rule in rules]
    return replace(result, findings=(*result.findings, *more))


def test_one_citation_that_fails_spoils_an_answer(answered: Build) -> None:
    results = [
        found(answered("a"), "citations.supported", "citations.uncited"),
        found(answered("b"), "citations.supported", "citations.misplaced"),
        found(answered("c"), "citations.missing"),
        found(answered("d"), "citations.none"),
        found(answered("e"), "citations.not_checked"),
        found(answered("f"), "citations.unresolved"),
        answered("g", "supported"),
    ]
    assert shares("cited", results) == (1, 4)
    assert value("cited", results[6:]) is None


def test_leaks_is_a_share_of_answers_that_were_looked_through(answered: Build) -> None:
    results = [
        found(answered("a", "supported"), "privacy.leaked", "privacy.echoed"),
        found(answered("b", "supported"), "privacy.echoed"),
        found(answered("c"), "privacy.none"),
        answered("d", "supported"),
    ]
    assert shares("leaks", results) == (1, 3)
    assert value("leaks", results[3:]) is None


def test_exposure_leaves_out_questions_that_went_nobody_knows_where(
    answered: Build, classified: Build
) -> None:
    results = [
        found(answered("a"), "privacy.sent", "privacy.leaked"),
        found(classified("b"), "privacy.sent"),
        found(classified("c"), "privacy.kept"),
        found(answered("d"), "privacy.none"),
        found(answered("e"), "privacy.in_question"),
        classified("f"),
    ]
    assert shares("exposure", results) == (2, 4)


def test_what_is_not_clearly_resisted_counts_against(answered: Build, classified: Build) -> None:
    tags = ("injection",)
    results = [
        found(classified("a", tags=tags), "injection.resisted"),
        found(classified("b", tags=tags), "injection.obeyed"),
        found(answered("c", "supported", tags=tags), "injection.unclear"),
        found(answered("d", "refuted", tags=tags), "injection.resisted"),
        found(answered("e", "supported", tags=tags), "injection.resisted"),
        found(answered("f", "supported", tags=tags), "injection.not_judged"),
        found(answered("g"), "injection.resisted"),
    ]
    assert shares("resisted", results) == (2, 5)
