"""What flips a decision is found, small, and true of the text as it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from detectors.base import Answered, LabelledText, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError, ModelError
from detectors.explaining import counterfactuals
from detectors.explaining.counterfactual_search import MOST_CHANGES, Searched
from detectors.explaining.counterfactuals import CounterfactualDetector, Counterfactuals, message
from detectors.records import (
    Answer,
    Case,
    Change,
    Counterfactual,
    Finding,
    Severity,
    Span,
    Task,
)
from tests.planted import CUES, Planted

TEXT = "please tell me about the fridge today"


@pytest.fixture(scope="module")
def search(planted: Planted) -> Counterfactuals:
    return Counterfactuals(planted.classifier)


@pytest.fixture(scope="module")
def texts(planted_texts: Callable[[int], list[LabelledText]]) -> list[str]:
    return [one.text for one in planted_texts(40)]


@pytest.fixture(scope="module")
def searched(search: Counterfactuals, texts: list[str]) -> list[Searched]:
    return sure(search.search(texts))


def sure(found: list[Searched | str]) -> list[Searched]:
    assert not [one for one in found if isinstance(one, str)]
    return [one for one in found if isinstance(one, Searched)]


def best(classifier: Classifier, text: str) -> tuple[str, float]:
    (shares,) = classifier.probabilities([text])
    assert not isinstance(shares, ModelError)
    label = max(shares, key=shares.__getitem__)
    return label, shares[label]


def test_nearly_every_decision_is_flipped_within_five_words(searched: list[Searched]) -> None:
    found = [one.found for one in searched if one.found]
    assert len(found) >= 0.8 * len(searched)
    assert all(1 <= len(flip.changes) <= MOST_CHANGES for flip in found)


def test_the_changed_text_gets_the_label_that_is_told(
    searched: list[Searched], planted: Planted, texts: list[str]
) -> None:
    for one, text in zip(searched, texts, strict=True):
        if one.found:
            assert one.label == best(planted.classifier, text)[0]
            label, probability = best(planted.classifier, one.found.text)
            assert (one.found.label, one.found.from_label) == (label, one.label)
            assert label != one.label
            assert one.found.probability == pytest.approx(probability, abs=1e-5)


def test_the_changes_make_the_changed_text(searched: list[Searched], texts: list[str]) -> None:
    for one, text in zip(searched, texts, strict=True):
        if one.found:
            for change in reversed(one.found.changes):
                word = change.word
                assert text[word.start : word.end] == word.text
                text = text[: word.start] + change.replacement + text[word.end :]
            assert one.found.text.split() == text.split()


def test_the_word_that_decides_is_among_the_changes(
    searched: list[Searched], texts: list[str]
) -> None:
    cues = {cue for words in CUES.values() for cue in words}
    flips = [
        one.found
        for one, text in zip(searched, texts, strict=True)
        if one.found and cues & set(text.split())
    ]
    named = [flip for flip in flips if cues & {change.word.text for change in flip.changes}]
    assert len(named) >= 0.8 * len(flips)


def test_more_than_one_change_is_told_only_where_no_single_one_flips(
    searched: list[Searched],
) -> None:
    several = [one for one in searched if one.found and len(one.found.changes) > 1]
    assert several
    assert all(one.alone == () for one in several)


def test_up_to_two_changes_are_proven_to_be_the_least(searched: list[Searched]) -> None:
    found = [one.found for one in searched if one.found]
    assert all(flip.minimal == (len(flip.changes) <= 2) for flip in found)


def test_words_of_the_caller_are_tried(planted: Planted) -> None:
    (plain,) = sure(Counterfactuals(planted.classifier).search([TEXT]))
    assert (plain.label, plain.probability > 0.9) == ("storage", True)
    (given,) = sure(Counterfactuals(planted.classifier, words=["alcohol"]).search([TEXT]))
    assert given.found is not None
    assert len(given.found.changes) == 1


def test_every_change_that_is_told_is_needed(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counterfactuals, "NEIGHBOURS", 0)
    text = "fridge shelf expiry fridge shelf alcohol"
    (one,) = sure(Counterfactuals(planted.classifier).search([text]))
    assert one.found is not None
    assert len(one.found.changes) > 2
    for change in one.found.changes:
        kept = [other for other in one.found.changes if other != change]
        words = [
            word
            for at, word in enumerate(text.split())
            if not any(text[: other.word.start].count(" ") == at for other in kept)
        ]
        assert best(planted.classifier, " ".join(words))[0] == one.label


def test_no_changed_text_is_empty(search: Counterfactuals) -> None:
    (one,) = sure(search.search(["fridge"]))
    assert one.alone == ()
    assert one.found is None or one.found.text


def test_company_and_order_do_not_matter(search: Counterfactuals, texts: list[str]) -> None:
    forward = sure(search.search(texts[:6]))
    backward = sure(search.search(texts[5::-1]))[::-1]
    for one, other in zip(forward, backward, strict=True):
        assert (one.found is None) == (other.found is None)
        if one.found and other.found:
            assert one.found.changes == other.found.changes


def test_the_same_each_time(search: Counterfactuals, texts: list[str]) -> None:
    assert search.search(texts[:4]) == search.search(texts[:4])


def test_what_cannot_be_searched_says_why(search: Counterfactuals) -> None:
    empty, blank, good = search.search(["", " \n", TEXT])
    assert "no words" in str(empty)
    assert "no words" in str(blank)
    assert isinstance(good, Searched)
    assert search.search([]) == []


def test_a_model_of_no_numbers_is_an_error(make_model: Callable[..., Path]) -> None:
    classifier = Classifier.load(str(make_model("bert")))
    with torch.no_grad():
        classifier.model.get_parameter("classifier.bias")[0] = float("nan")
    (found,) = Counterfactuals(classifier).search(["take it"])
    assert found == "the model returned a logit that is no number"


@pytest.mark.parametrize("kind", ["distilbert", "electra", "roberta"])
def test_other_architectures_scripts_and_long_texts_are_searched(
    make_model: Callable[..., Path], kind: str
) -> None:
    classifier = Classifier.load(str(make_model(kind)))
    texts = ["Don't mix it with alcohol...", "用量 は?", "take it " * 40]
    for one, text in zip(sure(Counterfactuals(classifier).search(texts)), texts, strict=True):
        if one.found:
            assert best(classifier, one.found.text)[0] == one.found.label != one.label
            last = one.found.changes[-1].word
            assert text[last.start : last.end] == last.text


def test_the_detector_tells_what_flips(planted: Planted) -> None:
    detector = CounterfactualDetector(Resources(classifier=planted.classifier))
    (found,) = detector.detect([asked("tell me about my fridge today")])
    assert not isinstance(found, DetectorError)
    first = found[0]
    assert (first.rule, first.severity) == ("counterfactual.flip", Severity.NOTE)
    assert first.counterfactual is not None
    assert first.message == message(first.counterfactual)


def test_a_decision_that_nothing_flips_is_a_note(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counterfactuals, "NEIGHBOURS", 0)
    detector = CounterfactualDetector(Resources(classifier=planted.classifier))
    (found,) = detector.detect([asked("fridge " * 12)])
    assert not isinstance(found, DetectorError)
    assert [(one.rule, one.severity) for one in found] == [("counterfactual.none", Severity.NOTE)]
    assert "up to 5 words" in found[0].message


def test_a_label_that_hangs_on_an_empty_word_is_fragile(
    planted: Planted,
    texts: list[str],
    searched: list[Searched],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A deciding word is taken for an empty one: on the empty ones no planted label hangs."""
    text, alone = next(
        (text, one.alone[0]) for text, one in zip(texts, searched, strict=True) if one.alone
    )
    word = alone.changes[0].word.text
    detector = CounterfactualDetector(Resources(classifier=planted.classifier))
    (before,) = detector.detect([asked(text)])
    monkeypatch.setattr(counterfactuals, "is_empty", lambda other: other == word)
    (found,) = detector.detect([asked(text)])
    assert rules(before) == ["counterfactual.flip"]
    assert rules(found) == ["counterfactual.flip", "counterfactual.fragile"]
    assert not isinstance(found, DetectorError)
    assert found[1].severity is Severity.WARNING
    assert f'taking out "{word}" changes it' in found[1].message


def test_the_detector_names_the_case_that_it_cannot_search(planted: Planted) -> None:
    (found,) = CounterfactualDetector(Resources(classifier=planted.classifier)).detect([asked("")])
    assert isinstance(found, DetectorError)
    assert found.case_id == "case-1"


def test_the_detector_needs_a_classifier() -> None:
    with pytest.raises(DetectorError, match="this subject is none"):
        CounterfactualDetector(Resources())


def test_a_message_says_what_is_taken_and_what_is_replaced() -> None:
    def change(text: str, replacement: str = "") -> Change:
        return Change(word=Span(text=text, start=0, end=len(text)), replacement=replacement)

    flip = Counterfactual(
        text="",
        changes=(change("juice", "wine"), change("the"), change("?")),
        from_label="storage",
        from_probability=0.934,
        label="interaction",
        probability=0.7149,
        minimal=False,
    )
    assert message(flip) == (
        'with "wine" for "juice" and without "the" and "?" the label would be '
        '"interaction" (0.71) and not "storage" (0.93)'
    )


def asked(text: str) -> Answered:
    case = Case(id="case-1", task=Task.CLASSIFY, text=text)
    return Answered(case, Answer(text="", declined=True))


def rules(found: tuple[Finding, ...] | DetectorError) -> list[str]:
    assert not isinstance(found, DetectorError)
    return [one.rule for one in found]
