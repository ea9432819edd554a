"""Every method finds what was planted, for each input the same in any company, and says why not."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import (
    BartConfig,
    BartForSequenceClassification,
    BertConfig,
    BertForSequenceClassification,
    ByT5Tokenizer,
)

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.errors import DetectorError, ModelError, UnknownNameError
from detectors.explaining.attribution import attributions
from detectors.explaining.explainer import Explainer
from detectors.explaining.inputs import read_inputs
from detectors.explaining.methods import CERTIFIED, COMPLETE, METHODS, known
from detectors.records import Attribution
from tests.planted import CUES, Planted

EVERY = sorted(METHODS)
FAITHFUL = sorted(CERTIFIED)
FOUND = 0.9
"""Share of texts whose deciding word a certified method names first."""
PlantedTexts = Callable[[int], list[LabelledText]]


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def texts(planted_texts: PlantedTexts) -> list[str]:
    return [one.text for one in planted_texts(6)]


def explained(
    classifier: Classifier, texts: list[str], method: str, **baselines: str | None
) -> list[Attribution]:
    found = attributions(classifier, texts, method=method, **baselines)  # type: ignore[arg-type]
    assert all(isinstance(one, Attribution) for one in found)
    return [one for one in found if isinstance(one, Attribution)]


@pytest.mark.parametrize("method", FAITHFUL)
def test_the_deciding_word_has_the_highest_score(
    classifier: Classifier, planted_texts: PlantedTexts, method: str
) -> None:
    examples = planted_texts(24)
    found = explained(classifier, [one.text for one in examples], method, other_baseline=None)
    near = 1 if method == "occlusion" else 0  # which blurs neighbours
    assert share_found(examples, found, near=near) >= FOUND


def share_found(
    examples: list[LabelledText], attributed: list[Attribution], *, near: int = 0
) -> float:
    """Of texts whose deciding word, or one at most so `near`, has the highest score."""
    hits = 0
    for example, one in zip(examples, attributed, strict=True):
        places = [at for at, word in enumerate(one.words) if word.text in CUES[example.label]]
        best = max(range(len(one.words)), key=lambda at: one.words[at].score)
        hits += min(abs(best - place) for place in places) <= near
    return hits / len(examples)


@pytest.mark.parametrize("method", EVERY)
def test_words_are_those_of_the_input(
    classifier: Classifier, texts: list[str], method: str
) -> None:
    inputs = read_inputs(classifier, texts)
    for one, found in zip(inputs, explained(classifier, texts, method), strict=True):
        spans = [(word.text, word.start, word.end) for word in found.words]
        assert spans == [(word.text, word.start, word.end) for word in one.words]
        assert (found.method, found.certified) == (method, method in CERTIFIED)
        assert (found.baseline, found.other_baseline) == ("pad", "mask")
        assert found.residual == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("method", EVERY)
def test_the_same_call_gives_the_same_bits_and_company_matters_not(
    classifier: Classifier, texts: list[str], method: str
) -> None:
    found = explained(classifier, texts, method, other_baseline=None)
    assert explained(classifier, texts, method, other_baseline=None) == found
    alone = explained(classifier, texts[3:4], method, other_baseline=None)[0]
    expected = [word.score for word in found[3].words]
    assert [word.score for word in alone.words] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("method", sorted(COMPLETE))
@pytest.mark.parametrize("baseline", ["pad", "mask", "zero", "average"])
def test_scores_of_a_complete_method_add_up_against_each_baseline(
    classifier: Classifier, texts: list[str], method: str, baseline: str
) -> None:
    for one in explained(classifier, texts, method, baseline=baseline):
        assert one.baseline == baseline
        assert one.other_baseline != baseline
        assert one.relative_delta <= 0.02


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize("text", ["fridge", "?", "用 量", "fridge " * 80, "a  b \n"])
def test_odd_texts_are_explained_by_every_method(
    classifier: Classifier, method: str, text: str
) -> None:
    (one,) = explained(classifier, [text], method)
    assert "".join(word.text for word in one.words) in "".join(text.split())
    assert one.truncated == (len(text) > 100)


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize("text", ["", " \n"])
def test_a_text_without_words_says_so(classifier: Classifier, method: str, text: str) -> None:
    inputs = read_inputs(classifier, ["fridge", text])
    good, bad = Explainer(method).explain(classifier, inputs)
    assert isinstance(good, Attribution)
    assert bad == "the text has no words that the model sees"


@pytest.mark.parametrize("method", EVERY)
def test_one_word_has_all_that_there_is(classifier: Classifier, method: str) -> None:
    (one,) = explained(classifier, ["fridge"], method)
    if method in CERTIFIED:
        assert one.relative_delta <= 0.02


def test_a_gradient_alone_finds_it_less_often_and_is_not_certified(
    classifier: Classifier, planted_texts: PlantedTexts
) -> None:
    examples = planted_texts(24)
    found = explained(classifier, [one.text for one in examples], "input_x_gradient")
    assert share_found(examples, found) < FOUND
    assert not any(one.certified for one in found)


def test_any_class_can_be_explained(classifier: Classifier, texts: list[str]) -> None:
    inputs = read_inputs(classifier, texts[:3])
    for target, label in enumerate(classifier.labels):
        for one in Explainer().explain(classifier, inputs, targets=[target] * 3):
            assert isinstance(one, Attribution)
            assert one.target == label


def test_against_another_class_the_deciding_word_speaks_less(classifier: Classifier) -> None:
    inputs = read_inputs(classifier, ["please tell me about the fridge today"])
    scores = []
    for label in ("storage", "dosage"):
        (one,) = Explainer().explain(classifier, inputs, targets=[classifier.labels.index(label)])
        assert isinstance(one, Attribution)
        scores += [word.score for word in one.words if word.text == "fridge"]
    assert scores[0] > 0 > scores[1]


def test_a_logit_that_is_no_number_is_no_attribution(
    planted: Planted, classifier: Classifier
) -> None:
    head = dict(classifier.model.named_parameters())["classifier.weight"]
    whole = head[0].clone()
    try:
        head[0] = torch.nan
        for method in EVERY:
            (found,) = Explainer(method).explain(classifier, read_inputs(classifier, ["fridge"]))
            assert found == "the model returned a logit that is no number"
    finally:
        head[0] = whole
    assert isinstance(attributions(planted.classifier, ["fridge"])[0], Attribution)


def test_second_scores_that_do_not_add_up_are_left_out(
    classifier: Classifier, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detectors.explaining.explainer.OTHER_TOLERANCE", -1.0)
    for one in explained(classifier, texts, "integrated_gradients"):
        assert one.other_baseline is None
        assert all(word.other is None for word in one.words)


def test_an_unknown_method_or_baseline_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="integrated_gradients, kernel_shap"):
        Explainer("attention")
    with pytest.raises(UnknownNameError, match="average, mask, pad, zero"):
        Explainer(baseline="blank")


def test_a_tokenizer_without_a_mask_has_another_second_baseline(
    make_model: Callable[..., Path],
) -> None:
    classifier = Classifier.load(str(make_model("bert")))
    (one,) = explained(classifier, ["take it"], "word_ablation")
    assert one.other_baseline == "average"
    with pytest.raises(DetectorError, match="has no mask token"):
        attributions(classifier, ["take it"], baseline="mask")


def test_a_tokenizer_that_knows_no_characters_is_refused(tmp_path: Path) -> None:
    config = BertConfig(vocab_size=384, hidden_size=8, num_attention_heads=1, num_hidden_layers=1)
    model = BertForSequenceClassification(config)
    model.save_pretrained(tmp_path)
    slow = Classifier(model, ByT5Tokenizer(), tmp_path)
    with pytest.raises(DetectorError, match="which characters a token stands for"):
        attributions(slow, ["take it"])


def test_a_model_that_takes_no_embeddings_is_refused(
    classifier: Classifier, tmp_path: Path
) -> None:
    config = BartConfig(
        vocab_size=300,
        d_model=8,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=1,
        decoder_attention_heads=1,
    )
    model = BartForSequenceClassification(config)
    model.save_pretrained(tmp_path)
    bart = Classifier(model, classifier.tokenizer, tmp_path)
    with pytest.raises(ModelError, match="takes no embeddings"):
        Explainer().explain(bart, read_inputs(bart, ["fridge"]))


def test_names_are_listed_in_order() -> None:
    assert known() == tuple(EVERY)
