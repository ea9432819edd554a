"""All medicines here are invented, and so is everything said of them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from detectors.base import Answered, Resources
from detectors.citations import CitationDetector
from detectors.corpus import read_corpus
from detectors.embedding import Embedder
from detectors.errors import DetectorError
from detectors.index import CorpusIndex
from detectors.models import PACKAGED
from detectors.records import Answer, Case, Finding, Severity, Task, Verdict
from detectors.registry import DETECTORS, load

ZORVAN = """# Zorvan

## Dose

Adults take 500 mg of zorvan every 4 to 6 hours. The most zorvan for an adult is 4 g in 24 hours.

## Warnings

Zorvan must not be taken with milk. Zorvan often causes a dry mouth and blue nails.
"""
MELDIN = """# Meldin

## Dose

Adults take 20 mg of meldin once a day. The most meldin for an adult is 40 mg a day.

## Storage

Meldin is kept in a fridge below 8 °C and is thrown away after 28 days.
"""
MILK = "Zorvan must not be taken with milk"
FRIDGE = "Meldin is kept in a fridge below 8 °C"


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> CitationDetector:
    folder: Path = tmp_path_factory.mktemp("corpus")
    (folder / "zorvan.md").write_text(ZORVAN, encoding="utf-8")
    (folder / "meldin.md").write_text(MELDIN, encoding="utf-8")
    index = CorpusIndex.build(read_corpus(folder).documents, Embedder(PACKAGED))
    return CitationDetector(Resources(corpus=index))


def answered(answer: str, documents: Sequence[str] = ()) -> Answered:
    case = Case(id="case", task=Task.ANSWER, text="What should I know?", documents=tuple(documents))
    return Answered(case, Answer(text=answer))


def found(
    detector: CitationDetector, answer: str, documents: Sequence[str] = ()
) -> tuple[Finding, ...]:
    (findings,) = detector.detect([answered(answer, documents)])
    assert not isinstance(findings, DetectorError)
    return findings


def rules(
    detector: CitationDetector, answer: str, documents: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Each finding's rule, with what its span points at."""
    return [
        (f.rule.removeprefix("citations."), answer[f.start or 0 : f.end or 0])
        for f in found(detector, answer, documents)
    ]


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        (f"{MILK} [Zorvan].", "[Zorvan]"),
        (f"{MILK}. [zorvan.md]", "[zorvan.md]"),
        (f"{MILK} (Source: Zorvan, Warnings).", "(Source: Zorvan, Warnings)"),
        (f"{MILK} (Zorvan).", "(Zorvan)"),
        (f"{MILK} [1].\n\nSources:\n1. Zorvan", "[1]"),
        (f"{MILK}.¹\n\n¹ zorvan.md", "¹"),
        (f"{MILK}.[^z]\n\n[^z]: the Zorvan page", "[^z]"),
        ("According to Zorvan, zorvan must not be taken with milk.", "Zorvan"),
        (f"{MILK}, see [here](zorvan.md).", "[here](zorvan.md)"),
    ],
)
def test_a_source_that_says_it_supports_its_sentence(
    detector: CitationDetector, answer: str, mark: str
) -> None:
    assert rules(detector, answer) == [("supported", mark)]


def test_a_source_that_says_otherwise_is_an_error_with_its_passage(
    detector: CitationDetector,
) -> None:
    text = "The most zorvan for an adult is 6 g in 24 hours [Zorvan]."
    (finding,) = found(detector, text)
    assert (finding.rule, finding.severity) == ("citations.refuted", Severity.ERROR)
    assert finding.message == "[Zorvan] (zorvan.md) says otherwise."
    assert finding.judgement is not None
    assert finding.judgement.verdict is Verdict.REFUTED
    assert {evidence.document for evidence in finding.judgement.evidence} == {"zorvan.md"}


def test_the_judged_claim_is_the_text_of_the_answer(detector: CitationDetector) -> None:
    text = f"Hello! {MILK} [Zorvan]."
    (finding,) = found(detector, text)
    assert finding.judgement is not None
    claim = finding.judgement.claim
    assert claim.text == text[claim.start : claim.end]


def test_a_source_that_does_not_say_it_is_a_warning(detector: CitationDetector) -> None:
    (finding,) = found(detector, "The capital of the moon is Selene [Zorvan].")
    assert (finding.rule, finding.severity) == ("citations.unsupported", Severity.WARNING)


@pytest.mark.parametrize(
    "claim",
    [FRIDGE, "Adults take 20 mg of meldin once a day", "Meldin is thrown away after 28 days"],
)
def test_where_another_document_says_it_that_one_is_named(
    detector: CitationDetector, claim: str
) -> None:
    (finding,) = found(detector, f"{claim} [Zorvan].")
    assert (finding.rule, finding.severity) == ("citations.misplaced", Severity.WARNING)
    assert finding.message == "[Zorvan] (zorvan.md) does not say this; meldin.md does."
    assert finding.judgement is not None
    assert finding.judgement.evidence[0].document == "meldin.md"


def test_an_invented_source_is_an_error(detector: CitationDetector) -> None:
    text = f"{MILK} [1].\n\nSources:\n1. The Big Book of Zorvan"
    (finding,) = found(detector, text)
    assert (finding.rule, finding.severity) == ("citations.missing", Severity.ERROR)
    assert "The Big Book of Zorvan" in finding.message


def test_an_invented_source_that_nothing_cites_is_one_too(detector: CitationDetector) -> None:
    text = f"{MILK} [1].\n\nSources:\n1. Zorvan\n2. Nonsuch"
    assert rules(detector, text) == [("supported", "[1]"), ("missing", "Nonsuch")]


def test_a_number_without_a_list_is_the_document_of_the_case_in_that_place(
    detector: CitationDetector,
) -> None:
    text = f"{MILK} [1]. {FRIDGE} [2]."
    assert rules(detector, text, ["zorvan.md", "meldin.md"]) == [
        ("supported", "[1]"),
        ("supported", "[2]"),
    ]
    assert [rule for rule, _ in rules(detector, text, ["meldin.md", "zorvan.md"])] == [
        "misplaced",
        "misplaced",
    ]


def test_a_number_that_leads_nowhere_is_unresolved(detector: CitationDetector) -> None:
    assert rules(detector, f"{MILK} [1].") == [("unresolved", "[1]")]
    assert rules(detector, f"{MILK} [3].\n\nSources:\n1. Zorvan") == [("unresolved", "[3]")]


def test_claims_without_a_citation_are_noted_in_an_answer_that_cites(
    detector: CitationDetector,
) -> None:
    text = f"{MILK} [Zorvan]. {FRIDGE}. I hope this helps!"
    assert rules(detector, text) == [("supported", "[Zorvan]"), ("uncited", f"{FRIDGE}.")]


@pytest.mark.parametrize("answer", ["", " \n", f"{MILK}.", f"{MILK}:\n```\na[1]\n```", "[", "Hi!"])
def test_an_answer_without_citations_says_so(detector: CitationDetector, answer: str) -> None:
    (finding,) = found(detector, answer)
    assert (finding.rule, finding.severity) == ("citations.none", Severity.NOTE)


def test_a_list_that_no_mark_leads_to_stands_behind_the_whole_answer(
    detector: CitationDetector,
) -> None:
    text = f"{MILK}. {FRIDGE}.\n\nSources:\n- Zorvan\n- Meldin\n- Nonsuch"
    assert [rule for rule, _ in rules(detector, text)] == ["supported", "supported", "missing"]


def test_a_source_on_its_own_line_stands_behind_the_paragraph_above(
    detector: CitationDetector,
) -> None:
    text = f"{MILK}. Zorvan often causes a dry mouth.\nSource: Zorvan\n\n{FRIDGE}.\nSource: Meldin"
    assert rules(detector, text) == [
        ("supported", "Source: Zorvan"),
        ("supported", "Source: Zorvan"),
        ("supported", "Source: Meldin"),
    ]


def test_what_needs_two_sources_is_supported_by_both(detector: CitationDetector) -> None:
    text = f"{MILK} [Zorvan] and meldin is kept in a fridge below 8 °C [Meldin]."
    assert [rule for rule, _ in rules(detector, text)] == ["supported", "supported"]


def test_a_source_beside_one_that_suffices_has_to_say_it_too(detector: CitationDetector) -> None:
    text = f"{FRIDGE} [Meldin][Zorvan]."
    assert rules(detector, text) == [("supported", "[Meldin]"), ("misplaced", "[Zorvan]")]


def test_in_another_language_it_is_only_told_whether_the_source_exists(
    detector: CitationDetector,
) -> None:
    text = "Nehmen Sie die Tablette nicht mit Milch [Zorvan]. Das ist nicht gut für Sie [doc-99]."
    assert rules(detector, text) == [("not_checked", "[Zorvan]"), ("missing", "[doc-99]")]


def test_a_citation_behind_nothing_to_check_says_so(detector: CitationDetector) -> None:
    assert rules(detector, "Hello! [Zorvan]") == [("not_checked", "[Zorvan]")]


def test_thousands_of_the_same_citation_are_one(detector: CitationDetector) -> None:
    assert len(found(detector, MILK + " [Zorvan]" * 3000 + "[" * 3000)) == 1


def test_judging_together_or_alone_makes_no_difference(detector: CitationDetector) -> None:
    pairs = [
        answered(f"{MILK} [Zorvan]. {FRIDGE} [Zorvan]."),
        answered(f"{MILK} [Meldin]."),
        answered(""),
    ]
    assert list(detector.detect(pairs)) == [detector.detect([pair])[0] for pair in pairs]
    assert list(detector.detect([])) == []


def test_without_a_corpus_it_cannot_be_built() -> None:
    with pytest.raises(DetectorError, match="needs a reference corpus"):
        CitationDetector(Resources())


def test_a_suite_finds_it_by_name() -> None:
    loaded = load("detector", "citations", group="assaykit.detectors", builtin=DETECTORS)
    assert loaded is CitationDetector
