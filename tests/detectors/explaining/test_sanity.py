"""The detector tells over a suite whether explanations mean anything."""

from collections.abc import Callable, Sequence
from math import isfinite

import pytest

from detectors.base import Answered, LabelledText, Resources
from detectors.errors import DetectorError
from detectors.explaining import randomisation
from detectors.explaining.random_weights import Layers
from detectors.explaining.sanity import SAMPLE, SanityDetector
from detectors.records import Answer, Case, Finding, Severity, Task
from detectors.registry import DETECTORS, load
from tests.planted import Planted


def asked(texts: Sequence[str], group: int = 1) -> list[Answered]:
    """Answers to these texts, of which so many in a row vary one another."""
    return [
        Answered(
            Case(id=f"c{at}", task=Task.CLASSIFY, text=text, group=f"c{at - at % group}"),
            Answer(text=""),
        )
        for at, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def texts(planted_texts: Callable[[int], list[LabelledText]]) -> list[str]:
    return [one.text for one in planted_texts(SAMPLE + 20)]


@pytest.fixture(scope="module")
def found(planted: Planted, texts: list[str]) -> Sequence[Finding]:
    return SanityDetector(Resources(classifier=planted.classifier)).examine(asked(texts))


def test_a_sound_method_on_a_trained_model_passes(found: Sequence[Finding]) -> None:
    assert [(one.rule, one.severity) for one in found[:3]] == [
        ("sanity.randomisation", Severity.NOTE),
        ("sanity.randomisation", Severity.NOTE),
        ("sanity.lift", Severity.NOTE),
    ]
    assert [one.rule for one in found[3:]] == ["sanity.stability"] * 2


def test_measures_have_an_interval_and_an_n(found: Sequence[Finding]) -> None:
    for one in found[:4]:
        assert one.measures is not None
        assert all(isfinite(value) for value in one.measures.values())
        assert one.measures["low"] < one.measures["value"] < one.measures["high"]
    assert found[2].measures is not None
    assert found[2].measures["n"] == SAMPLE


def test_the_cases_whose_explanation_lost_are_named(found: Sequence[Finding]) -> None:
    lift = found[2]
    assert lift.measures is not None
    assert len(lift.cases) == lift.measures["testable"] - lift.measures["reliable"]


def test_a_method_that_survives_random_weights_is_an_error(
    planted: Planted, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(randomisation, "LIMITS", dict.fromkeys(Layers, -1.0))
    detector = SanityDetector(Resources(classifier=planted.classifier))
    for one in detector.examine(asked(texts[:20]))[:2]:
        assert one.severity is Severity.ERROR
        assert "not certified" in one.message


def test_too_few_answers_are_a_warning_and_never_a_pass(planted: Planted, texts: list[str]) -> None:
    found = SanityDetector(Resources(classifier=planted.classifier)).examine(asked(texts[:1]))
    assert [one.severity for one in found[:3]] == [Severity.WARNING] * 3
    assert all("too few texts" in one.message for one in found)
    assert all(one.measures is not None and one.measures["n"] == 0 for one in found)


@pytest.mark.parametrize("texts", [[], ["", " "]])
def test_a_suite_without_words_is_an_error(planted: Planted, texts: list[str]) -> None:
    with pytest.raises(DetectorError, match="nothing can be explained"):
        SanityDetector(Resources(classifier=planted.classifier)).examine(asked(texts))


def test_cases_of_a_group_are_paraphrases(planted: Planted, texts: list[str]) -> None:
    pairs = [text for one in texts[:10] for text in (one, " ".join(reversed(one.split())))]
    found = SanityDetector(Resources(classifier=planted.classifier)).examine(asked(pairs, 2))
    assert "paraphrase: rank correlation" in found[4].message
    assert found[4].measures is not None
    assert found[4].measures["n"] > 5


def test_the_detector_needs_a_classifier() -> None:
    with pytest.raises(DetectorError, match="this subject is none"):
        SanityDetector(Resources())


def test_the_detector_is_known_by_name() -> None:
    known = load("detector", "sanity", group="assaykit.detectors", builtin=DETECTORS)
    assert known is SanityDetector
