"""All medicines here are invented, and so is everything said of them."""

import pytest

from detectors.base import Answered, Resources
from detectors.errors import DetectorError
from detectors.records import Answer, Case, Finding, Severity, Task
from detectors.reference_answer import ReferenceDetector

QUESTION = "How much zorvan may an adult take in 24 hours?"
DOSE = "An adult may take at most 4 g of zorvan in 24 hours."
FRIDGE = "Meldin tablets are kept in a fridge below 8 °C."


@pytest.fixture(scope="module")
def detector() -> ReferenceDetector:
    return ReferenceDetector(Resources())


def pair(answer: str, reference: str | None, question: str = QUESTION) -> Answered:
    case = Case(id="case", task=Task.ANSWER, text=question, reference=reference)
    return Answered(case, Answer(text=answer))


def found(detector: ReferenceDetector, answered: Answered) -> tuple[Finding, ...]:
    (findings,) = detector.detect([answered])
    assert not isinstance(findings, DetectorError)
    return findings


def rules(detector: ReferenceDetector, answered: Answered) -> list[str]:
    return [finding.rule.removeprefix("reference.") for finding in found(detector, answered)]


def test_an_answer_that_says_what_the_reference_says_agrees(detector: ReferenceDetector) -> None:
    assert rules(detector, pair(DOSE, DOSE)) == ["agrees"]


def test_another_number_than_the_references_is_an_error_with_both(
    detector: ReferenceDetector,
) -> None:
    wrong = DOSE.replace("4 g", "8 g")
    contradicted, missing = found(detector, pair(wrong, DOSE))
    assert (contradicted.rule, contradicted.severity) == (
        "reference.contradicted",
        Severity.ERROR,
    )
    assert wrong[contradicted.start : contradicted.end] == wrong
    assert contradicted.message == (
        f'The reference answer says otherwise: "{wrong}" '
        "The passage says 4 g where the answer says 8 g."
    )
    assert contradicted.judgement is not None
    assert (missing.rule, missing.severity) == ("reference.missing", Severity.WARNING)


def test_what_the_answer_leaves_out_is_a_warning_that_quotes_it(
    detector: ReferenceDetector,
) -> None:
    agrees, missing = found(detector, pair(DOSE, f"{DOSE} {FRIDGE}"))
    assert agrees.rule == "reference.agrees"
    assert missing.message == f'The reference states this and the answer does not: "{FRIDGE}"'
    assert (missing.rule, missing.severity) == ("reference.missing", Severity.WARNING)
    assert (missing.start, missing.judgement) == (None, None)


def test_what_only_the_answer_says_is_a_note(detector: ReferenceDetector) -> None:
    agrees, beyond = found(detector, pair(f"{DOSE} {FRIDGE}", DOSE))
    assert agrees.rule == "reference.agrees"
    assert (beyond.rule, beyond.severity) == ("reference.beyond", Severity.NOTE)


@pytest.mark.parametrize("answer", ["I do not know.", ""])
def test_an_answer_that_states_nothing_misses_the_reference(
    detector: ReferenceDetector, answer: str
) -> None:
    assert rules(detector, pair(answer, DOSE)) == ["missing"]


def test_a_few_words_are_read_after_the_question(detector: ReferenceDetector) -> None:
    assert rules(detector, pair("8 g.", "4 g."))[0] == "contradicted"


@pytest.mark.parametrize("reference", [None, "", "  "])
def test_a_case_without_a_reference_says_so(
    detector: ReferenceDetector, reference: str | None
) -> None:
    (finding,) = found(detector, pair(DOSE, reference))
    assert (finding.rule, finding.severity) == ("reference.none", Severity.NOTE)


def test_sides_that_state_nothing_are_not_passed_over(detector: ReferenceDetector) -> None:
    assert rules(detector, pair("I do not know.", "I do not know.")) == ["unjudged"]


def test_another_language_is_not_guessed_at(detector: ReferenceDetector) -> None:
    german = "Ein Erwachsener darf nicht mehr als 4 g in 24 Stunden nehmen, und das ist zu viel."
    (finding,) = found(detector, pair(german, DOSE))
    assert finding.rule == "reference.unjudged"
    assert "German" in finding.message


def test_answers_judged_together_are_judged_as_alone(detector: ReferenceDetector) -> None:
    pairs = [pair(DOSE, DOSE), pair(DOSE, None), pair(DOSE.replace("4 g", "8 g"), DOSE)]
    assert list(detector.detect(pairs)) == [found(detector, each) for each in pairs]


def test_no_answer_is_no_finding(detector: ReferenceDetector) -> None:
    assert list(detector.detect([])) == []
