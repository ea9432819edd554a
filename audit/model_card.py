"""What is known of a fine-tuned model: `assay.json` for programs, `README.md` for people."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from detectors.errors import ModelError, RecordError
from detectors.reading import parse, read_text

FACTS = "assay.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is fine-tuned."""

    epochs: int = 8
    batch_size: int = 32
    learning_rate: float = 2e-4
    """Peak; reached after the warm-up, then falling to 0 in a straight line."""
    warmup: float = 0.1
    """Share of all steps."""
    weight_decay: float = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How a model came to be, and how good it was on examples that training never saw."""

    schema: Literal[1]
    base: str
    base_sha256: str
    train: str
    """Name of the training file."""
    train_sha256: str
    labels: Mapping[str, int]
    """Number of different examples of each label, in the order of the model's classes."""
    training_examples: int
    validation_examples: int
    validation_correct: int
    validation_low: float
    """Lower end of the 95 % Wilson interval of the validation accuracy."""
    validation_high: float
    validation_history: tuple[float, ...]
    """Accuracy after each epoch; the last is that of these weights."""
    recipe: Recipe
    seed: int
    parameters: int
    """All of them were trained."""
    weights_sha256: str
    seconds: float
    packages: Mapping[str, str]
    """Version by name."""

    @property
    def validation_accuracy(self) -> float:
        return self.validation_correct / self.validation_examples


def write_card(training: Training, folder: Path) -> None:
    """Both files, in the folder of the model."""
    facts = json.dumps(asdict(training), indent=2, ensure_ascii=False, allow_nan=False)
    (folder / FACTS).write_text(facts + "\n", encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(_card(training), encoding="utf-8", newline="\n")


def read_training(folder: Path) -> Training:
    """What `write_card` wrote.

    Raises `RecordError` where it is not there or not whole.
    """
    path = folder / FACTS
    try:
        value = json.loads(read_text(path, error=RecordError))
    except json.JSONDecodeError as problem:
        raise RecordError(f"not JSON: {problem.msg}", path=path, line=problem.lineno) from None
    return parse(Training, value, path=path, error=RecordError)


def check_weights(training: Training, found: str, folder: Path) -> None:
    """Raise `ModelError` where the weights are not the ones that were written with the card."""
    if found != training.weights_sha256:
        raise ModelError(
            f"weights in {folder} have changed since they were made: expected sha256 "
            f"{training.weights_sha256}, found {found}; delete the folder to make them again"
        )


def _card(training: Training) -> str:
    recipe = training.recipe
    labels = "\n".join(f"| {label} | {count} |" for label, count in training.labels.items())
    packages = ", ".join(f"{name} {version}" for name, version in training.packages.items())
    history = ", ".join(f"{accuracy:.3f}" for accuracy in training.validation_history)
    return f"""\
# A text classifier with {len(training.labels)} labels

Made by `assay finetune` from `{training.base}`. The same facts stand in `{FACTS}`.

| | |
|---|---|
| Base | {training.base}, weights sha256 `{training.base_sha256}` |
| Training file | {training.train}, sha256 `{training.train_sha256}` |
| Examples | {training.training_examples} to train on, {training.validation_examples} set aside to validate with (stratified) |
| Method | full fine-tuning: all {training.parameters:,} parameters, AdamW, float32 |
| Hyper-parameters | {recipe.epochs} epochs, batches of {recipe.batch_size}, peak learning rate {recipe.learning_rate:g}, warm-up {recipe.warmup:g} of all steps then linear decay, weight decay {recipe.weight_decay:g}, seed {training.seed} |
| Validation accuracy | {training.validation_accuracy:.3f} ({training.validation_correct} of {training.validation_examples}; 95 % Wilson interval {training.validation_low:.3f} to {training.validation_high:.3f}) |
| After each epoch | {history} |
| Weights | sha256 `{training.weights_sha256}` |
| Time | {training.seconds:.0f} s |
| Packages | {packages} |

## Labels

| label | different examples |
|---|---|
{labels}

## Limits

- The validation examples come from the training file: the accuracy says how well the model does on
  more of the same, and nothing of other wording, other domains or other languages.
- The last epoch is kept, whatever the validation said, so the accuracy is not that of a choice.
- The probabilities are those of a softmax and not calibrated; a text of no label gets one too.
- Limits and biases of the base model remain.
"""  # noqa: E501
