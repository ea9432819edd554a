"""The training examples that taught a cue are named for the decisions that hang on it."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
import torch
from captum.influence import TracInCP
from torch import Tensor, nn
from torch.utils.data import TensorDataset

from detectors.base import Answered, LabelledText, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining import influence
from detectors.explaining.embedding_gradients import token_gradients
from detectors.explaining.influence import NAMED, InfluenceDetector, Influences, Influential
from detectors.records import Answer, Case, Influence, Severity, Task
from tests.planted import FILLER, SHORTCUT, Planted

CUED = [f"{' '.join(FILLER[at : at + 5])} {SHORTCUT[0]}" for at in range(12)]
"""Nothing but the shortcut says anything of a label."""


@pytest.fixture(scope="module")
def influences(planted: Planted) -> Influences:
    return Influences(planted.classifier, planted.training)


def found(influences: Influences, *texts: str) -> list[Influential]:
    every = influences.of(texts)
    assert not [one for one in every if isinstance(one, str)]
    return [one for one in every if isinstance(one, Influential)]


def supporters(one: Influential) -> list[Influence]:
    return [each for each in one.influences if each.supports]


def test_the_examples_that_taught_the_shortcut_support_what_hangs_on_it(
    influences: Influences,
) -> None:
    deceived = [one for one in found(influences, *CUED) if one.label == SHORTCUT[1]]
    assert len(deceived) >= 10
    named = [each for one in deceived for each in supporters(one)]
    assert len(named) == NAMED * len(deceived)
    assert sum(SHORTCUT[0] in one.text for one in named) >= 0.8 * len(named)


def test_a_decision_without_the_shortcut_does_not_name_it(influences: Influences) -> None:
    (one,) = found(influences, "what people should do with alcohol")
    assert one.label == "interaction"
    assert not [each for each in supporters(one) if SHORTCUT[0] in each.text]
    assert all("alcohol" in each.text for each in supporters(one))


def test_both_sides_are_ranked_and_rows_are_those_of_the_file(
    influences: Influences, planted: Planted
) -> None:
    (one,) = found(influences, CUED[0])
    sides = [each.supports for each in one.influences]
    assert sides == [True] * NAMED + [False] * NAMED
    for side in (True, False):
        strengths = [abs(each.score) for each in one.influences if each.supports is side]
        assert strengths == sorted(strengths, reverse=True)
    for each in one.influences:
        assert planted.training[each.row - 1] == (each.text, each.label)
        assert -1 <= each.score <= 1
        assert (each.score > 0) == each.supports
        assert each.method == "gradient"


def test_scores_are_those_of_tracin_on_the_embedding_layer(planted: Planted) -> None:
    """Captum's own, with the gradient by the whole table of embeddings, which is slow."""
    classifier = planted.classifier
    training = [one for one in planted.training if len(one.text.split()) == 9][:20]
    text, label = CUED[0], classifier.labels.index(SHORTCUT[1])
    expected = _captum(classifier, text, label, training)
    rows = sorted(range(len(training)), key=lambda at: -float(expected[at]))
    best = [at + 1 for at in rows if expected[at] > 0][:NAMED]
    (one,) = found(Influences(classifier, training), text)
    assert [each.row for each in supporters(one)] == best
    for each in one.influences:
        assert each.score == pytest.approx(float(expected[each.row - 1]), abs=1e-4)


def test_a_sure_decision_is_explained_by_likeness_and_says_so(
    influences: Influences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(influence, "token_gradients", lambda _, texts, __: [None for _ in texts])
    (one,) = found(influences, "what people should do with alcohol")
    assert {each.method for each in one.influences} == {"neighbour"}
    assert {each.label for each in supporters(one)} == {"interaction"}
    assert all(each.label != "interaction" for each in one.influences if not each.supports)
    assert "by likeness alone" in influence.finding(one).message


def test_neither_order_nor_company_matters_and_it_is_the_same_each_time(
    influences: Influences, planted: Planted
) -> None:
    forward = found(influences, *CUED[:4])
    assert found(influences, *CUED[:4]) == forward
    again = Influences(planted.classifier, planted.training)
    for one, other in zip(forward, found(again, *CUED[3::-1])[::-1], strict=True):
        assert [each.row for each in one.influences] == [each.row for each in other.influences]


def test_the_classifier_is_left_as_it_was(planted: Planted, influences: Influences) -> None:
    before = planted.classifier.probabilities(CUED)
    found(influences, *CUED)
    assert planted.classifier.probabilities(CUED) == before
    assert not [one for one in planted.classifier.model.parameters() if one.requires_grad]


@pytest.mark.parametrize("kind", ["distilbert", "electra", "roberta", "gpt2"])
def test_other_architectures_texts_and_scripts_are_compared(
    make_model: Callable[..., Path], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier = Classifier.load(str(make_model(kind)))
    training = [LabelledText("take it", "dosage"), LabelledText("用量", "storage")]
    texts = ["", "may", "用量 は?", "take it " * 100]
    for one in found(Influences(classifier, training), *texts):
        assert {each.row for each in one.influences} <= {1, 2}
    monkeypatch.setattr(influence, "token_gradients", lambda _, texts, __: [None for _ in texts])
    (same,) = found(Influences(classifier, [LabelledText("may", "dosage")]), "may")
    assert same.influences[0].score == pytest.approx(1)


def test_a_logit_that_is_no_number_is_an_error_of_its_own(
    make_model: Callable[..., Path],
) -> None:
    classifier = Classifier.load(str(make_model("bert")))
    with torch.no_grad():
        classifier.model.get_parameter("classifier.bias")[0] = float("nan")
    assert token_gradients(classifier, ["take it"], [0]) == [None]
    (one,) = Influences(classifier, [LabelledText("take", "dosage")]).of(["take it"])
    assert one == "the model returned a logit that is no number"


def test_no_text_has_no_influence(influences: Influences) -> None:
    assert influences.of([]) == []


def test_a_training_file_of_other_labels_is_refused(planted: Planted) -> None:
    with pytest.raises(DetectorError, match="has no label 'weather'"):
        Influences(planted.classifier, [LabelledText("rain", "weather")])


def test_the_detector_names_rows(planted: Planted) -> None:
    resources = Resources(classifier=planted.classifier, training=planted.training)
    case = Case(id="case-1", task=Task.CLASSIFY, text=CUED[0])
    (one,) = InfluenceDetector(resources).detect([Answered(case, Answer(text="storage"))])
    assert not isinstance(one, DetectorError)
    (only,) = one
    assert (only.rule, only.severity) == ("influence.training", Severity.NOTE)
    rows = ", ".join(str(each.row) for each in only.influences if each.supports)
    assert f'"storage": for it rows {rows}; against it rows ' in only.message


@pytest.mark.parametrize("training", [None, ()])
def test_the_detector_needs_what_the_classifier_was_trained_on(
    planted: Planted, training: tuple[LabelledText, ...] | None
) -> None:
    with pytest.raises(DetectorError, match="this subject is none"):
        InfluenceDetector(Resources())
    with pytest.raises(DetectorError, match="name it as `train`"):
        InfluenceDetector(Resources(classifier=planted.classifier, training=training))


class _Logits(nn.Module):
    """The classifier as Captum calls models."""

    def __init__(self, classifier: Classifier) -> None:
        super().__init__()
        self.model = deepcopy(classifier.model)  # its gradients are turned on

    def forward(self, ids: Tensor) -> Tensor:
        logits: Tensor = self.model(input_ids=ids).logits
        return logits


def _captum(classifier: Classifier, text: str, label: int, training: list[LabelledText]) -> Tensor:
    """(n,) cosines of the text's gradient with those of the examples, all of one length."""
    ids = torch.tensor(classifier.encode([one.text for one in training]))
    labels = torch.tensor([classifier.labels.index(one.label) for one in training])
    asked = (torch.tensor(classifier.encode([text])), torch.tensor([label]))
    model = _Logits(classifier)
    layer = "model.bert.embeddings.word_embeddings"
    model.get_submodule(layer).requires_grad_(True)
    traced = TracInCP(
        model,
        TensorDataset(ids, labels),
        checkpoints=["final"],
        checkpoints_load_func=lambda *_: 1.0,
        layers=[layer],
        loss_fn=nn.CrossEntropyLoss(reduction="none"),
        batch_size=len(training),
        sample_wise_grads_per_batch=False,
    )
    products = traced.influence(asked)[0]
    lengths = traced.self_influence() * traced.self_influence(asked)
    cosines: Tensor = (products / lengths.sqrt()).detach()
    return cosines
