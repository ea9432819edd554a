"""Fine-tunes all-MiniLM-L6-v2 on banking77 and measures it on the whole test set.

    python benchmarks/banking77.py DATA_FOLDER [--epochs N] [--seed N]

DATA_FOLDER holds `banking77_train.jsonl.gz` and `banking77_test.jsonl.gz`, one {"text", "label"} a
line (Casanueva et al. 2020, "Efficient Intent Detection with Dual Sentence Encoders": 77 intents).
The test set is read once, after training; the recipe was chosen on parts of the training file.
"""

import argparse
import gzip
import json
import platform
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import torch

from audit.finetune import Finetuned, finetune
from audit.model_card import Recipe
from audit.training_data import Example
from detectors.classifier import Classifier
from detectors.errors import ModelError
from detectors.models import PACKAGED
from reports.statistics import wilson


class Measured(NamedTuple):
    """What came out on the test set."""

    n: int
    correct: int
    macro_f1: float
    seconds: float


def main() -> None:
    arguments = _arguments()
    recipe = replace(Recipe(), epochs=arguments.epochs)
    with TemporaryDirectory() as folder:
        train = _unpacked(arguments.data / "banking77_train.jsonl.gz", Path(folder))
        made = finetune(
            PACKAGED,
            train,
            Path(folder) / "model",
            recipe=recipe,
            seed=arguments.seed,
            progress=_Printed(),
        )
        measured = _measured(made.folder, _examples(arguments.data / "banking77_test.jsonl.gz"))
    _print(made, measured)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fine-tune and measure on banking77.")
    parser.add_argument("data", type=Path, help="folder with both banking77 files")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _unpacked(path: Path, folder: Path) -> Path:
    target = folder / path.stem
    with gzip.open(path, "rb") as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return target


def _examples(path: Path) -> list[Example]:
    """All rows, repeated ones too: the test set is used as it was published."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Example(**json.loads(line)) for line in lines]


class _Printed:
    """A line for every hundredth step."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int, note: str = "", /) -> None:  # noqa: ARG002
        if done % 100 == 0 or done == total:
            print(f"{stage} {done}/{total} {time.perf_counter() - self._began:.0f} s", flush=True)


def _measured(folder: Path, examples: Sequence[Example]) -> Measured:
    classifier = Classifier.load(str(folder))
    began = time.perf_counter()
    answers = classifier.probabilities([example.text for example in examples])
    seconds = time.perf_counter() - began
    chosen = [
        "" if isinstance(answer, ModelError) else max(answer, key=answer.__getitem__)
        for answer in answers
    ]
    wanted = [example.label for example in examples]
    correct = sum(one == other for one, other in zip(chosen, wanted, strict=True))
    return Measured(len(examples), correct, _macro_f1(chosen, wanted), seconds)


def _macro_f1(chosen: Sequence[str], wanted: Sequence[str]) -> float:
    """Unweighted mean over labels of 2 TP / (2 TP + FP + FN)."""
    pairs = list(zip(chosen, wanted, strict=True))
    labels = sorted(set(wanted))
    scores = [
        2 * pairs.count((label, label)) / (chosen.count(label) + wanted.count(label))
        for label in labels
    ]
    return sum(scores) / len(scores)


def _print(made: Finetuned, measured: Measured) -> None:
    training = made.training
    interval = wilson(measured.correct, measured.n)
    history = ", ".join(f"{accuracy:.3f}" for accuracy in training.validation_history)
    print(f"""
banking77, {training.base}, {training.parameters:,} parameters, all trained
recipe            {training.recipe}, seed {training.seed}
training          {training.training_examples} examples, {training.seconds:.0f} s
validation        {training.validation_accuracy:.4f} of {training.validation_examples}: {history}
test accuracy     {measured.correct / measured.n:.4f} of {measured.n} \
(95 % Wilson {interval.low:.4f} to {interval.high:.4f})
test macro F1     {measured.macro_f1:.4f}
answering         {measured.seconds / measured.n * 1000:.2f} ms a text, batches of 32
machine           {platform.machine()}, {torch.get_num_threads()} threads, \
torch {torch.__version__}, transformers {training.packages["transformers"]}""")


if __name__ == "__main__":
    main()
