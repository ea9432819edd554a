"""A classifier is loaded safely, asked in batches, and refused where it is none."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification

from detectors.classifier import Classifier
from detectors.errors import ModelError
from detectors.models import PACKAGED, sha256_file

TEXTS = [f"How much {'may I take ' * n}each day?" for n in range(12)]


@pytest.fixture(scope="session")
def bert(make_model: Callable[..., Path]) -> Path:
    return make_model("bert")


@pytest.fixture(scope="session")
def classifier(bert: Path) -> Classifier:
    return Classifier.load(str(bert))


@pytest.fixture
def copy(bert: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bert, tmp_path / "model"))


def mistake(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        Classifier.load(str(folder))
    return str(caught.value)


def configure(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_classifier_knows_what_it_is(classifier: Classifier, bert: Path) -> None:
    assert classifier.labels == ("dosage", "interaction", "storage")
    assert classifier.max_length == 64
    assert classifier.sha256 == sha256_file(bert / "model.safetensors")
    assert classifier.bytes == (bert / "model.safetensors").stat().st_size
    assert classifier.parameters > 1000


def test_positions_of_the_roberta_family_begin_late(make_model: Callable[..., Path]) -> None:
    classifier = Classifier.load(str(make_model("roberta")))
    assert classifier.max_length == 64
    (found,) = classifier.probabilities(["long " * 200])
    assert isinstance(found, dict)


def test_probabilities_are_those_of_transformers(classifier: Classifier, bert: Path) -> None:
    model = AutoModelForSequenceClassification.from_pretrained(bert)
    encoded = classifier.tokenizer(TEXTS[3], return_tensors="pt")
    with torch.no_grad():
        expected = model(**encoded).logits.softmax(-1)[0].tolist()
    (found,) = classifier.probabilities([TEXTS[3]])
    assert not isinstance(found, ModelError)
    assert list(found) == list(classifier.labels)
    assert list(found.values()) == pytest.approx(expected, abs=1e-6)
    assert sum(found.values()) == pytest.approx(1, abs=1e-12)


def test_neither_order_nor_company_of_a_text_matters(classifier: Classifier) -> None:
    forward = classifier.probabilities(TEXTS, batch_size=4)
    backward = classifier.probabilities(TEXTS[::-1], batch_size=5)[::-1]
    for one, other in zip(forward, backward, strict=True):
        assert one == pytest.approx(other, abs=1e-6)
    assert classifier.probabilities(TEXTS, batch_size=4) == forward


def test_no_text_has_no_probabilities(classifier: Classifier) -> None:
    assert classifier.probabilities([]) == []


def test_a_logit_that_is_no_number_is_an_error_of_its_text_alone(copy: Path) -> None:
    weights = load_file(copy / "model.safetensors")
    broken = Classifier.load(str(copy)).tokenizer.convert_tokens_to_ids("alcohol")
    assert isinstance(broken, int)
    weights["bert.embeddings.word_embeddings.weight"][broken] = float("nan")
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    good, bad = Classifier.load(str(copy)).probabilities(["each day", "with alcohol"])
    assert isinstance(good, dict)
    assert "no number" in str(bad)


def test_loading_and_asking_writes_nothing(bert: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Classifier.load(str(bert)).probabilities(TEXTS)
    assert capfd.readouterr() == ("", "")


def test_pickled_weights_are_refused_unless_allowed(copy: Path) -> None:
    torch.save(load_file(copy / "model.safetensors"), copy / "pytorch_model.bin")
    (copy / "model.safetensors").unlink()
    assert "allow_pickle: true" in mistake(copy)
    allowed = Classifier.load(str(copy), allow_pickle=True)
    assert isinstance(allowed.probabilities(["text"])[0], dict)


def test_safe_weights_are_read_even_where_pickles_are_allowed(copy: Path) -> None:
    (copy / "pytorch_model.bin").write_bytes(b"no pickle")
    assert Classifier.load(str(copy), allow_pickle=True).labels


def test_code_that_a_folder_brings_is_refused_unless_allowed(copy: Path) -> None:
    (copy / "evil.py").write_text("raise SystemExit('ran')")
    code = {"AutoConfig": "evil.Config", "AutoModelForSequenceClassification": "evil.Model"}
    configure(copy, model_type="evil", auto_map=code)
    assert "allow_remote_code: true" in mistake(copy)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("config.json", "no config.json"),
        ("model.safetensors", "no weights"),
        ("tokenizer.json", "no tokenizer"),
    ],
)
def test_a_folder_that_lacks_a_file_says_which(copy: Path, missing: str, said: str) -> None:
    (copy / missing).unlink()
    assert said in mistake(copy)


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_broken_file_is_one_clear_error(copy: Path, broken: str) -> None:
    (copy / broken).write_bytes(b"{ broken")
    assert "cannot be read" in mistake(copy)


def test_a_base_model_is_no_classifier() -> None:
    with pytest.raises(ModelError, match=r"no classifier\.bias.*fine-tune it"):
        Classifier.load(PACKAGED)


def test_weights_of_another_size_do_not_match(copy: Path) -> None:
    configure(copy, id2label={"0": "yes", "1": "no"}, label2id={"yes": 0, "no": 1})
    assert "weights" in mistake(copy)


def test_a_regression_head_is_refused(make_model: Callable[..., Path]) -> None:
    assert "1 label" in mistake(make_model("bert", id2label={0: "score"}))


def test_a_model_of_many_labels_at_once_is_refused(copy: Path) -> None:
    configure(copy, problem_type="multi_label_classification")
    assert "one label for each text" in mistake(copy)


def test_two_classes_of_one_name_are_refused(make_model: Callable[..., Path]) -> None:
    assert "name each class once" in mistake(make_model("bert", id2label={0: "a", 1: "a"}))
