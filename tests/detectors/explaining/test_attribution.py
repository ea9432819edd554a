"""Attributions add up, for every architecture, and say where they do not."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from detectors.base import Answered, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining import integrated_gradients
from detectors.explaining.attribution import (
    AttributionDetector,
    agreed,
    attributions,
    finding,
)
from detectors.explaining.explainer import TOLERANCE
from detectors.explaining.inputs import read_inputs
from detectors.records import Answer, Attribution, Case, Severity, Task, WordScore

TEXTS = (
    "How much may I take each day?",
    "Don't mix it with alcohol...",
    "Is 2.5 mg ok?",
    "每 用量",
)


KINDS = (
    "albert", "bert", "camembert", "deberta-v2", "distilbert", "electra", "gpt2", "modernbert",
    "mpnet", "roberta", "xlm-roberta",
)  # fmt: skip
FROM_PADDING = ("camembert", "mpnet", "roberta", "xlm-roberta")
"""Count positions by tokens that are no padding, on ids."""


@pytest.fixture(scope="session", params=KINDS)
def classifier(request: pytest.FixtureRequest, make_model: Callable[..., Path]) -> Classifier:
    return Classifier.load(str(make_model(request.param)))


@pytest.fixture(scope="session")
def bert(make_model: Callable[..., Path]) -> Classifier:
    return Classifier.load(str(make_model("bert")))


def explained(classifier: Classifier, *texts: str) -> list[Attribution]:
    found = attributions(classifier, texts)
    return [one for one in found if isinstance(one, Attribution)]


def logit(classifier: Classifier, ids: list[int], label: str) -> float:
    with torch.no_grad():
        logits = classifier.model(input_ids=torch.tensor([ids])).logits[0]
    return float(logits[classifier.labels.index(label)])


def without_words(classifier: Classifier, text: str) -> list[int]:
    """The tokens of the text with padding in the place of all that the tokenizer did not add."""
    (one,) = read_inputs(classifier, [text])
    pad = classifier.tokenizer.pad_token_id
    assert isinstance(pad, int)
    return [token if special else pad for token, special in zip(one.ids, one.special, strict=True)]


def test_scores_add_up_to_the_difference_that_the_words_make(classifier: Classifier) -> None:
    found = explained(classifier, *TEXTS)
    assert len(found) == len(TEXTS)
    for text, one in zip(TEXTS, found, strict=True):
        total = sum(word.score for word in one.words) + one.residual
        (ids,) = classifier.encode([text])
        if classifier.model.config.model_type not in FROM_PADDING:
            with_words = logit(classifier, ids, one.target)
            difference = with_words - logit(classifier, without_words(classifier, text), one.target)
            assert total - one.convergence_delta == pytest.approx(difference, abs=1e-4)
        share = abs(one.convergence_delta) / max(abs(total - one.convergence_delta), 1e-3)
        assert one.relative_delta == pytest.approx(share, abs=1e-4)
    # random weights are wilder than trained ones: a difference may be small beside what makes it
    assert sum(one.relative_delta <= TOLERANCE for one in found) >= len(TEXTS) - 1


def test_the_label_explained_is_the_most_probable(classifier: Classifier) -> None:
    for one, shares in zip(
        explained(classifier, *TEXTS), classifier.probabilities(TEXTS), strict=True
    ):
        assert isinstance(shares, dict)
        assert one.target == max(shares, key=lambda label: shares[label])


def test_every_word_has_one_score_and_its_span(classifier: Classifier) -> None:
    for text, one in zip(TEXTS, explained(classifier, *TEXTS), strict=True):
        assert all(text[word.start : word.end] == word.text for word in one.words)
        assert "".join(word.text for word in one.words) == text.replace(" ", "")


def test_special_tokens_get_nothing(classifier: Classifier) -> None:
    assert all(one.residual == pytest.approx(0, abs=1e-6) for one in explained(classifier, *TEXTS))


def test_neither_order_nor_company_of_a_text_matters(classifier: Classifier) -> None:
    forward = explained(classifier, *TEXTS)
    backward = explained(classifier, *TEXTS[::-1])[::-1]
    for one, other in zip(forward, backward, strict=True):
        expected = [word.score for word in one.words]
        assert [word.score for word in other.words] == pytest.approx(expected, abs=1e-4)


def test_scores_that_do_not_add_up_are_a_warning(
    bert: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrated_gradients, "STEPS", 2)
    monkeypatch.setattr(integrated_gradients, "MOST_POINTS", 3)
    worst = max(explained(bert, *TEXTS), key=lambda one: one.relative_delta)
    found = finding(worst)
    assert (found.rule, found.severity) == ("attribution.not_converged", Severity.WARNING)
    assert "unreliable" in found.message
    assert found.attribution == worst


def test_a_text_that_is_too_long_is_explained_as_far_as_it_was_read(bert: Classifier) -> None:
    whole, cut = explained(bert, "take it", "take it " * 100)
    assert not whole.truncated
    assert cut.truncated
    assert 0 < len(cut.words) < 100


def test_a_text_without_words_is_an_error_of_its_own(bert: Classifier) -> None:
    empty, blank, good = attributions(bert, ["", " \n", "take it"])
    assert "no words" in str(empty)
    assert "no words" in str(blank)
    assert isinstance(good, Attribution)


def test_no_text_has_no_attribution(bert: Classifier) -> None:
    assert attributions(bert, []) == []


def test_a_model_that_decides_otherwise_on_embeddings_is_not_explained(
    make_model: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier = Classifier.load(str(make_model("bert")))
    forward = classifier.model.forward

    def scaled(**inputs: torch.Tensor) -> object:  # as models that scale embeddings of ids alone
        if "inputs_embeds" in inputs:
            inputs["inputs_embeds"] = inputs["inputs_embeds"] * 4
        return forward(**inputs)

    scaled.__signature__ = inspect.signature(forward)  # type: ignore[attr-defined]
    monkeypatch.setattr(classifier.model, "forward", scaled)
    (found,) = attributions(classifier, ["take it"])
    assert "otherwise on embeddings" in str(found)


def test_the_detector_explains_even_a_declined_answer(bert: Classifier) -> None:
    (found,) = AttributionDetector(Resources(classifier=bert)).detect([asked(TEXTS[0])])
    assert not isinstance(found, DetectorError)
    (only,) = found
    assert only.attribution is not None
    assert only.attribution.faithfulness is not None
    assert replace(only.attribution, faithfulness=None) == explained(bert, TEXTS[0])[0]


def test_an_explanation_that_is_no_better_than_chance_says_so(bert: Classifier) -> None:
    (found,) = AttributionDetector(Resources(classifier=bert)).detect([asked(TEXTS[0])])
    assert not isinstance(found, DetectorError)
    (only,) = found  # of a model with random weights
    assert (only.rule, only.severity) == ("attribution.not_reliable", Severity.WARNING)
    assert "no more than random words" in only.message


def words(*scores: tuple[str, float, float | None]) -> tuple[WordScore, ...]:
    return tuple(
        WordScore(text=text, start=at, end=at + 1, score=score, other=other)
        for at, (text, score, other) in enumerate(scores)
    )


def attribution(*scores: tuple[str, float, float | None], other: str | None) -> Attribution:
    return Attribution(
        target="dosage",
        words=words(*scores),
        method="integrated_gradients",
        baseline="pad",
        residual=0.0,
        convergence_delta=0.0,
        relative_delta=0.0,
        other_baseline=other,
    )


def test_named_are_the_words_that_weigh_most_under_both_baselines() -> None:
    one = attribution(
        ("a", 3.0, 0.1), ("b", -2.0, -1.0), ("c", 1.5, -2.0), ("d", 0.1, 0.9), ("e", 1.0, 1.0),
        ("f", 0.2, 0.3), ("g", 0.3, 0.2), ("h", 0.0, 0.0),
        other="mask",
    )  # fmt: skip
    assert [word.text for word in agreed(one)] == ["b", "e"]  # a is weak there, c turns its sign
    expected = 'words that weigh most for "dosage": "b" -2.00, "e" +1.00'
    assert finding(one).message == expected


def test_without_a_second_baseline_the_first_decides_alone() -> None:
    one = attribution(("a", 3.0, None), ("b", -2.0, None), ("c", 1.0, None), other=None)
    assert [word.text for word in agreed(one)] == ["a", "b"]


def test_where_the_baselines_disagree_no_word_is_named() -> None:
    message = finding(attribution(("a", 3.0, 0.1), ("b", 0.1, 2.0), other="mask")).message
    assert message == (
        'no word weighs most for or against "dosage" under both baselines, pad and mask'
    )


def test_a_heuristic_says_so(bert: Classifier) -> None:
    (one,) = attributions(bert, TEXTS[:1], method="input_x_gradient")
    assert isinstance(one, Attribution)
    assert not one.certified
    found = finding(one)
    assert "heuristic" in found.message
    assert found.rule == "attribution.words"  # its scores were never said to add up


def test_the_detector_names_the_case_that_it_cannot_explain(bert: Classifier) -> None:
    (found,) = AttributionDetector(Resources(classifier=bert)).detect([asked("")])
    assert isinstance(found, DetectorError)
    assert found.case_id == "case-1"


def test_the_detector_needs_a_classifier() -> None:
    with pytest.raises(DetectorError, match="this subject is none"):
        AttributionDetector(Resources())


def asked(text: str) -> Answered:
    case = Case(id="case-1", task=Task.CLASSIFY, text=text)
    return Answered(case, Answer(text="", declined=True))
