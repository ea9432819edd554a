from collections.abc import Callable, Sequence

import pytest
import torch

from detectors.base import Answered, LabelledText, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.reliance_detector import RelianceDetector
from detectors.records import Answer, Case, Finding, Severity, Task
from detectors.registry import DETECTORS, load
from tests.detectors.conftest import MakeModel
from tests.planted import SHORTCUT, Planted

PlantedTexts = Callable[[int], list[LabelledText]]


def answered(suite: Sequence[LabelledText]) -> list[Answered]:
    return [
        Answered(
            Case(id=f"c{at}", task=Task.CLASSIFY, text=one.text, label=one.label),
            Answer(text=one.label, label=one.label),
        )
        for at, one in enumerate(suite)
    ]


@pytest.fixture(scope="module")
def findings(planted: Planted, planted_texts: PlantedTexts) -> Sequence[Finding]:
    resources = Resources(classifier=planted.classifier, training=planted.training)
    return RelianceDetector(resources).examine(answered(planted_texts(90)))


def of(findings: Sequence[Finding], rule: str) -> list[Finding]:
    return [one for one in findings if one.rule == f"reliance.{rule}"]


def test_the_registry_knows_it() -> None:
    loaded = load("detector", "reliance", group="assaykit.detectors", builtin=DETECTORS)
    assert loaded is RelianceDetector


def test_the_shortcut_is_a_warning_that_names_its_cases(findings: Sequence[Finding]) -> None:
    one = of(findings, "shortcut")[0]
    assert one.severity is Severity.WARNING
    assert f'"{SHORTCUT[0]}"' in one.message
    assert f'"{SHORTCUT[1]}"' in one.message
    assert one.cases
    assert one.measures is not None
    assert 0 < one.measures["low"] < one.measures["effect"] < one.measures["high"]
    assert one.measures["n"] >= 30


def test_drivers_are_notes_and_at_most_ten_a_class(findings: Sequence[Finding]) -> None:
    found = of(findings, "driver")
    assert {one.severity for one in found} == {Severity.NOTE}
    assert 2 <= len(found) <= 30
    assert any('"tablets" speaks for "dosage"' in one.message for one in found)


def test_where_there_is_a_concern_none_is_not_said(findings: Sequence[Finding]) -> None:
    assert not of(findings, "none")
    assert not of(findings, "underpowered")
    assert len(of(findings, "reliability")) == len(of(findings, "length")) == 1


def test_every_measure_is_a_number(findings: Sequence[Finding]) -> None:
    for one in findings:
        assert all(value == value for value in (one.measures or {}).values())


@pytest.mark.parametrize("texts", [[], [""], ["fridge"], ["fridge", "alcohol please"]])
def test_few_texts_are_underpowered_and_never_clean(planted: Planted, texts: list[str]) -> None:
    suite = [LabelledText(text, "storage") for text in texts]
    found = RelianceDetector(Resources(classifier=planted.classifier)).examine(answered(suite))
    assert of(found, "underpowered")
    assert not of(found, "none")


def test_variants_of_one_case_are_no_evidence_of_their_own(planted: Planted) -> None:
    case = Case(id="a", task=Task.CLASSIFY, text="fridge", label="storage")
    varied = Case(id="b", task=Task.CLASSIFY, text="the fridge", label="storage", group="a")
    answer = Answer(text="storage", label="storage")
    detector = RelianceDetector(Resources(classifier=planted.classifier))
    found = detector.examine([Answered(case, answer), Answered(varied, answer)])
    assert of(found, "underpowered")[0].measures == {"n": 1, "needed": 40}


def test_it_needs_a_classifier() -> None:
    with pytest.raises(DetectorError, match="classifiers alone"):
        RelianceDetector(Resources())


def test_a_model_that_returns_no_numbers_cannot_be_examined(make_model: MakeModel) -> None:
    classifier = Classifier.load(str(make_model()))
    with torch.no_grad():
        next(iter(classifier.model.parameters())).fill_(torch.nan)
    detector = RelianceDetector(Resources(classifier=classifier))
    with pytest.raises(DetectorError, match="no number"):
        detector.examine(answered([LabelledText("may I take it each day", "dosage")] * 3))
