"""All medicines here are invented, and so is everything said of them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from detectors.base import Answered, Resources
from detectors.corpus import read_corpus
from detectors.embedding import Embedder
from detectors.entailment import Pair, PairScore
from detectors.errors import DetectorError
from detectors.grounding_detector import GroundingDetector
from detectors.index import CorpusIndex
from detectors.models import PACKAGED
from detectors.records import Answer, Case, Entailment, Finding, Judgement, Severity, Task

ZORVAN = """# Zorvan

## Dose

Adults take 500 mg of zorvan every 4 to 6 hours. The most zorvan for an adult is 4 g in 24 hours.
Children aged 6 to 12 years take 250 mg of zorvan twice a day.

## Warnings

Zorvan must not be taken with milk. Zorvan often causes a dry mouth and blue nails.
"""
MELDIN = """# Meldin

## Dose

Adults take 20 mg of meldin once a day. The most meldin for an adult is 40 mg a day.

## Storage

Meldin is kept in a fridge below 8 °C and is thrown away after 28 days.
"""
HOW_MUCH = "How much zorvan may an adult take in a day?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> CorpusIndex:
    folder: Path = tmp_path_factory.mktemp("corpus")
    (folder / "zorvan.md").write_text(ZORVAN, encoding="utf-8")
    (folder / "meldin.md").write_text(MELDIN, encoding="utf-8")
    return CorpusIndex.build(read_corpus(folder).documents, Embedder(PACKAGED))


@pytest.fixture(scope="module")
def detector(index: CorpusIndex) -> GroundingDetector:
    return GroundingDetector(Resources(corpus=index))


def answered(question: str, answer: str) -> Answered:
    return Answered(Case(id="case", task=Task.ANSWER, text=question), Answer(text=answer))


def found(detector: GroundingDetector, question: str, answer: str) -> tuple[Finding, ...]:
    (findings,) = detector.detect([answered(question, answer)])
    assert not isinstance(findings, DetectorError)
    return findings


def judged(detector: GroundingDetector, question: str, answer: str) -> Judgement:
    (finding,) = found(detector, question, answer)
    assert finding.judgement is not None
    return finding.judgement


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (HOW_MUCH, "An adult may take at most 4 g of zorvan in 24 hours."),
        (HOW_MUCH, "The most zorvan for an adult is 4000 mg a day."),
        ("How often?", "Adults take 500 mg zorvan every 4 to 6 hours."),
        ("Does zorvan have side effects?", "Zorvan often causes blue nails and a dry mouth."),
        ("Can I drink milk?", "Zorvan must not be taken with milk."),
        ("How is meldin stored?", "Meldin is kept in the fridge below 8 °C."),
        ("How is meldin stored?", "It is kept in a fridge below 8 °C."),
    ],
)
def test_what_the_corpus_says_is_supported(
    detector: GroundingDetector, question: str, answer: str
) -> None:
    assert judged(detector, question, answer).verdict == "supported"


@pytest.mark.parametrize(
    ("question", "answer", "rule"),
    [
        (HOW_MUCH, "The most zorvan for an adult is 6 g in 24 hours.", "values.number"),
        (HOW_MUCH, "The most zorvan for an adult is 4 mg in 24 hours.", "values.unit"),
        (HOW_MUCH, "6 g.", "values.number"),
        ("How often?", "Adults take 500 mg zorvan every 4 to 6 days.", "values.unit"),
        ("From what age?", "Children aged 2 to 4 years take 250 mg of zorvan.", "values.number"),
        ("How much meldin?", "The most meldin for an adult is 4 g a day.", "values.number"),
    ],
)
def test_another_value_is_refuted(
    detector: GroundingDetector, question: str, answer: str, rule: str
) -> None:
    judgement = judged(detector, question, answer)
    assert (judgement.verdict, judgement.rule) == ("refuted", rule)


@pytest.mark.parametrize(
    ("question", "answer", "rule"),
    [
        ("What is the capital?", "The capital of the moon is Selene.", "no_evidence"),
        ("Who found zorvan?", "Zorvan was found by a farmer in Kent.", "entailment"),
    ],
)
def test_what_the_corpus_does_not_say_is_not_enough_info(
    detector: GroundingDetector, question: str, answer: str, rule: str
) -> None:
    judgement = judged(detector, question, answer)
    assert (judgement.verdict, judgement.rule) == ("not_enough_info", rule)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Can I drink milk?", "Zorvan may be taken with milk."),
        ("How is zorvan stored?", "Zorvan is kept in a fridge below 8 °C."),
        ("What does zorvan do?", "Zorvan never causes blue nails."),
    ],
)
def test_what_the_corpus_denies_or_says_of_another_medicine_is_not_supported(
    detector: GroundingDetector, question: str, answer: str
) -> None:
    assert judged(detector, question, answer).verdict != "supported"


def test_the_reason_and_the_first_passage_say_what_differs(detector: GroundingDetector) -> None:
    judgement = judged(detector, HOW_MUCH, "The most zorvan for an adult is 6 g in 24 hours.")
    assert judgement.reason == "The passage says 4 g where the answer says 6 g."
    first = judgement.evidence[0]
    assert first.text == ZORVAN[first.start : first.end]
    assert "4 g in 24 hours" in first.text


def test_every_sentence_has_its_finding_with_its_span(detector: GroundingDetector) -> None:
    text = "Sure! The most zorvan for an adult is 6 g a day. Zorvan often causes a dry mouth."
    findings = found(detector, HOW_MUCH, text)
    assert [(f.rule, f.severity) for f in findings] == [
        ("grounding.not_checkworthy", Severity.NOTE),
        ("grounding.refuted", Severity.ERROR),
        ("grounding.supported", Severity.NOTE),
    ]
    assert all(f.judgement and text[f.start : f.end] == f.judgement.claim.text for f in findings)


def test_a_refusal_is_noted(detector: GroundingDetector) -> None:
    findings = found(detector, HOW_MUCH, "I do not know. Please ask a pharmacist.")
    assert (findings[0].rule, findings[0].severity) == ("grounding.refusal", Severity.NOTE)


def test_a_refusal_may_add_what_is_supported(detector: GroundingDetector) -> None:
    more = "The pages do not say. The most zorvan for an adult is {} in 24 hours."
    rules = [found(detector, "For cats?", more.format(dose))[0].rule for dose in ("4 g", "6 g")]
    assert rules == ["grounding.refusal", "grounding.not_checkworthy"]


@pytest.mark.parametrize("answer", ["", " \n", "Hello!", "Yes.", "What do you mean?"])
def test_an_answer_that_states_nothing_is_a_warning(
    detector: GroundingDetector, answer: str
) -> None:
    first = found(detector, HOW_MUCH, answer)[0]
    assert (first.rule, first.severity) == ("grounding.no_claims", Severity.WARNING)


def test_a_list_item_is_read_with_its_lead_in(detector: GroundingDetector) -> None:
    text = "The most zorvan for an adult is:\n- 6 g in 24 hours"
    assert [f.rule for f in found(detector, "?", text)] == [
        "grounding.not_checkworthy",
        "grounding.refuted",
    ]


def test_judging_together_or_alone_makes_no_difference(detector: GroundingDetector) -> None:
    pairs = [
        answered(HOW_MUCH, "The most zorvan for an adult is 6 g in 24 hours."),
        answered("How is meldin stored?", "Meldin is kept in a fridge below 8 °C. I hope so."),
        answered("?", ""),
    ]
    together = detector.detect(pairs)
    assert list(together) == [detector.detect([pair])[0] for pair in pairs]
    assert list(detector.detect([])) == []


def test_without_a_corpus_it_cannot_be_built() -> None:
    with pytest.raises(DetectorError, match="needs a reference corpus"):
        GroundingDetector(Resources())


class Contrary:
    """An entailment model that refutes everything."""

    name, sha256 = "contrary", "0"

    def score(self, pairs: Sequence[Pair]) -> Sequence[PairScore]:
        refuting = Entailment(supported=0.1, refuted=0.8, not_enough_info=0.1)
        return [PairScore(refuting) for _ in pairs]


def test_another_entailment_model_drops_in(index: CorpusIndex) -> None:
    detector = GroundingDetector(Resources(corpus=index), entailment=Contrary())
    judgement = judged(detector, "Milk?", "Zorvan must not be taken with milk.")
    assert (judgement.verdict, judgement.rule) == ("refuted", "entailment")
