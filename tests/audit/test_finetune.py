"""Fine-tuning gives a whole, documented, repeatable model, or nothing."""

import json
from pathlib import Path

import pytest
import torch
from transformers import BertModel

from audit.finetune import Finetuned, cached_finetune, finetune
from audit.model_card import Recipe, read_training
from detectors.classifier import Classifier
from detectors.errors import ModelError
from detectors.models import sha256_file
from tests.tiny_base import write_base

WORDS = ["dose", "fridge", "how", "much", "in", "a", "the"]
FILLER = WORDS[2:]
RECIPE = Recipe(epochs=5, batch_size=8, learning_rate=5e-3)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that is no classifier yet."""
    return write_base(tmp_path_factory.mktemp("base"), WORDS)


@pytest.fixture(scope="module")
def train(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "train.jsonl"
    with path.open("w") as file:
        for at in range(60):
            label, key = (("storage", "fridge"), ("dosage", "dose"))[at % 2]
            one, other = FILLER[at % 5], FILLER[at // 5 % 5]
            text = " ".join([one, key, other, *["a"] * (at // 25)])
            file.write(json.dumps({"text": text, "label": label}) + "\n")
    return path


@pytest.fixture(scope="module")
def made(base: Path, train: Path, tmp_path_factory: pytest.TempPathFactory) -> Finetuned:
    out = tmp_path_factory.mktemp("made") / "model"
    return finetune(str(base), train, out, recipe=RECIPE)


def test_a_fine_tuned_model_knows_its_labels_and_the_right_answers(made: Finetuned) -> None:
    classifier = Classifier.load(str(made.folder))
    assert classifier.labels == ("dosage", "storage")
    dose, fridge = classifier.probabilities(["how much the dose", "in the fridge"])
    assert isinstance(dose, dict)
    assert isinstance(fridge, dict)
    assert dose["dosage"] > 0.5 < fridge["storage"]


def test_labels_stand_in_the_order_that_was_asked_for(
    base: Path, train: Path, tmp_path: Path
) -> None:
    labels = ("storage", "dosage")
    made = finetune(str(base), train, tmp_path / "m", labels=labels, recipe=Recipe(epochs=1))
    assert Classifier.load(str(made.folder)).labels == labels


def test_the_card_says_how_the_model_came_to_be(made: Finetuned, base: Path, train: Path) -> None:
    training = made.training
    assert training.train_sha256 == sha256_file(train)
    assert training.base_sha256 == sha256_file(base / "model.safetensors")
    assert training.weights_sha256 == sha256_file(made.folder / "model.safetensors")
    assert training.validation_low <= training.validation_accuracy <= training.validation_high
    assert training.validation_history[-1] == training.validation_accuracy
    assert len(training.validation_history) == RECIPE.epochs
    card = (made.folder / "README.md").read_text(encoding="utf-8")
    for fact in (training.train_sha256, training.base_sha256, training.weights_sha256, "Limits"):
        assert fact in card
    assert read_training(made.folder) == training
    stored = json.loads((made.folder / "assay.json").read_text(encoding="utf-8"))
    assert stored["recipe"]["warmup"] == 0.1  # defaults are facts too: a later version's may differ


def test_every_parameter_is_trained(made: Finetuned, base: Path) -> None:
    before = BertModel.from_pretrained(base).state_dict()
    after = Classifier.load(str(made.folder)).model.state_dict()
    for name, weights in before.items():
        assert not torch.equal(weights, after[f"bert.{name}"]), name


def test_the_same_seed_gives_the_same_weights(
    made: Finetuned, base: Path, train: Path, tmp_path: Path
) -> None:
    again = finetune(str(base), train, tmp_path / "again", recipe=RECIPE)
    other = finetune(str(base), train, tmp_path / "other", recipe=RECIPE, seed=1)
    assert again.training.weights_sha256 == made.training.weights_sha256
    assert other.training.weights_sha256 != made.training.weights_sha256


def test_the_random_numbers_of_the_caller_are_left_alone(
    base: Path, train: Path, tmp_path: Path
) -> None:
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    finetune(str(base), train, tmp_path / "model", recipe=Recipe(epochs=1))
    assert torch.equal(torch.rand(1), expected)


def test_progress_counts_every_step(base: Path, train: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    recipe = Recipe(epochs=2, batch_size=16)
    finetune(
        str(base), train, tmp_path / "model", recipe=recipe,
        progress=lambda *step: seen.append(step),
    )  # fmt: skip
    total = seen[-1][2]
    assert [done for _, done, _ in seen] == list(range(1, total + 1))


def test_an_interrupted_run_leaves_nothing(base: Path, train: Path, tmp_path: Path) -> None:
    def interrupt(*step: object) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finetune(str(base), train, tmp_path / "model", progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_never_overwritten(
    made: Finetuned, base: Path, train: Path
) -> None:
    with pytest.raises(ModelError, match="exists already"):
        finetune(str(base), train, made.folder)


def test_a_fine_tuned_model_can_be_the_base_of_another(
    made: Finetuned, train: Path, tmp_path: Path
) -> None:
    rows = train.read_text().replace("storage", "keeping") + '{"text":"a","label":"x"}\n'
    more = tmp_path / "train.jsonl"
    more.write_text(rows + '{"text":"the","label":"x"}\n')
    again = finetune(str(made.folder), more, tmp_path / "again", recipe=Recipe(epochs=1))
    assert Classifier.load(str(again.folder)).labels == ("dosage", "keeping", "x")


def test_a_base_without_its_weights_is_refused(train: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        finetune(str(tmp_path / "nowhere"), train, tmp_path / "model")


def test_the_cache_is_used_again_for_the_same_parts_alone(
    base: Path, train: Path, tmp_path: Path
) -> None:
    recipe = Recipe(epochs=1)
    first = cached_finetune(str(base), train, tmp_path, recipe=recipe)
    assert cached_finetune(str(base), train, tmp_path, recipe=recipe) == first
    assert cached_finetune(str(base), train, tmp_path, recipe=recipe, seed=1) != first
    assert len(list(tmp_path.iterdir())) == 2


def test_altered_weights_in_the_cache_are_refused(base: Path, train: Path, tmp_path: Path) -> None:
    made = cached_finetune(str(base), train, tmp_path, recipe=Recipe(epochs=1))
    weights = made.folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + b"\0\0\0\1")
    with pytest.raises(ModelError, match="have changed since they were made"):
        cached_finetune(str(base), train, tmp_path, recipe=Recipe(epochs=1))
