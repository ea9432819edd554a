"""Makes a classifier for a domain: full fine-tuning of a small base model on labelled examples.

- Every parameter is trained, in float32: without bfloat16 units in the processor, autocast is
  slower.
- The same base, file, recipe, seed and number of threads give the same weights, bit for bit.
- The folder appears when it is whole; an interrupted run leaves none.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, cast

import torch
from transformers import (
    AutoModelForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from audit.model_card import Recipe, Training, check_weights, read_training, write_card
from audit.progress import Progress, silent
from audit.training import Encoded, correct, train
from audit.training_data import Example, Split, read_examples, split
from detectors.checkpoint import check_vocabulary, fetched, max_length, quiet, read_tokenizer
from detectors.errors import ModelError
from detectors.models import sha256_file, weights_sha256
from detectors.reading import dump_line
from reports.statistics import wilson

METHOD = 1
"""Raised when the code changes what comes out; models cached by another method are made again."""

PACKAGES = ("tokenizers", "torch", "transformers")


class Finetuned(NamedTuple):
    """A fine-tuned model, and how it came to be."""

    folder: Path
    training: Training


def finetune(
    base: str,
    train_file: Path,
    out: Path,
    *,
    labels: Sequence[str] | None = None,
    recipe: Recipe = Recipe(),  # noqa: B008 - frozen
    seed: int = 0,
    progress: Progress = silent,
) -> Finetuned:
    """A classifier in the new folder `out`: weights, tokenizer, model card and `assay.json`.

    `labels` are those that the examples must have, in the order that the model's classes get;
    without them the labels of the file, sorted. Raises `SuiteError` for a wrong training file and
    `ModelError` for a base that cannot be used or a folder that is there.
    """
    began = time.perf_counter()
    if out.exists():
        raise ModelError(f"{out} exists already; name a new folder")
    job = _job(base, train_file, labels, recipe, seed)
    with torch.random.fork_rng(devices=[]):  # training draws from torch's own random numbers
        torch.manual_seed(seed)
        model, tokenizer = fresh_classifier(job.folder, list(job.labels))
        right = _fit(model, tokenizer, job, progress)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as temporary:
        whole = Path(temporary) / "model"
        _save(model, tokenizer, whole)
        training = _training(job, right, model.num_parameters(), weights_sha256(whole), began)
        write_card(training, whole)
        whole.rename(out)
    return Finetuned(out, training)


def cached_finetune(
    base: str,
    train_file: Path,
    cache: Path,
    *,
    labels: Sequence[str] | None = None,
    recipe: Recipe = Recipe(),  # noqa: B008 - frozen
    seed: int = 0,
    progress: Progress = silent,
) -> Finetuned:
    """The same as `finetune`, made only where `cache` does not hold it yet."""
    read_examples(train_file, labels=labels)  # a wrong file is named before its digest is taken
    parts = {
        "method": METHOD,
        "base": weights_sha256(fetched(base)),
        "train": sha256_file(train_file),
        "labels": list(labels or ()),
        "recipe": asdict(recipe),  # defaults too: they may change
        "seed": seed,
    }
    key = hashlib.sha256(dump_line(parts).encode()).hexdigest()
    folder = cache / f"finetuned-{key[:16]}"
    if not folder.exists():
        return finetune(
            base, train_file, folder, labels=labels, recipe=recipe, seed=seed, progress=progress
        )
    training = read_training(folder)
    check_weights(training, weights_sha256(folder), folder)
    return Finetuned(folder, training)


class _Job(NamedTuple):
    """What a fine-tuning starts from, read and hashed before it begins."""

    base: str
    folder: Path
    base_sha256: str
    train: str
    train_sha256: str
    labels: Mapping[str, int]
    parts: Split
    recipe: Recipe
    seed: int


def _job(
    base: str, train_file: Path, labels: Sequence[str] | None, recipe: Recipe, seed: int
) -> _Job:
    examples = read_examples(train_file, labels=labels)
    counts = Counter(example.label for example in examples)
    folder = fetched(base)
    return _Job(
        base=base,
        folder=folder,
        base_sha256=weights_sha256(folder),
        train=train_file.name,
        train_sha256=sha256_file(train_file),
        labels={label: counts[label] for label in labels or sorted(counts)},
        parts=split(examples, seed=seed),
        recipe=recipe,
        seed=seed,
    )


def _training(
    job: _Job, right: Sequence[int], parameters: int, weights: str, began: float
) -> Training:
    """The facts for the card; `right` counts the right validation examples after each epoch."""
    n = len(job.parts.validation)
    interval = wilson(right[-1], n)
    return Training(
        schema=1,
        base=job.base,
        base_sha256=job.base_sha256,
        train=job.train,
        train_sha256=job.train_sha256,
        labels=job.labels,
        training_examples=len(job.parts.training),
        validation_examples=n,
        validation_correct=right[-1],
        validation_low=interval.low,
        validation_high=interval.high,
        validation_history=tuple(count / n for count in right),
        recipe=job.recipe,
        seed=job.seed,
        parameters=parameters,
        weights_sha256=weights,
        seconds=round(time.perf_counter() - began, 1),
        packages={name: version(name) for name in PACKAGES},
    )


def fresh_classifier(
    folder: Path, names: Sequence[str]
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The base with a fresh head for these labels, and its tokenizer.

    Draws the head from torch's random numbers: the caller seeds them. Raises `ModelError` for a
    base that cannot be used.
    """
    tokenizer = read_tokenizer(folder, allow_remote_code=False)
    try:
        with quiet():
            model, loading = AutoModelForSequenceClassification.from_pretrained(
                folder,
                local_files_only=True,
                use_safetensors=True,
                dtype=torch.float32,
                output_loading_info=True,
                ignore_mismatched_sizes=True,  # the head of a base that was a classifier before
                problem_type="single_label_classification",
                num_labels=len(names),
                id2label=dict(enumerate(names)),
                label2id={name: at for at, name in enumerate(names)},
            )
    except Exception as problem:  # each weight format and each model raises its own
        raise ModelError(f"base {folder} cannot be read: {problem}") from None
    body = f"{model.base_model_prefix}."
    missing = sorted(
        name for name in loading["missing_keys"] if name.startswith(body) and "pooler" not in name
    )
    if missing:
        raise ModelError(
            f"weights in {folder} do not match its config.json: no {', '.join(missing[:3])}"
        )
    check_vocabulary(model, tokenizer, folder)
    return cast(PreTrainedModel, model), tokenizer


def _fit(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, job: _Job, progress: Progress
) -> list[int]:
    """Train; how many validation examples were right after each epoch."""
    names = list(job.labels)
    training = encoded(model, tokenizer, job.parts.training, names)
    validation = encoded(model, tokenizer, job.parts.validation, names)
    epochs = train(
        model,
        tokenizer,
        training,
        recipe=job.recipe,
        seed=job.seed,
        advanced=lambda done, steps: progress("fine-tuning", done, steps),
    )
    return [correct(model, tokenizer, validation) for _ in epochs]


def encoded(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Example],
    names: Sequence[str],
) -> list[Encoded]:
    """Each example as token ids, cut at what the model can read, and the place of its label."""
    texts = [example.text for example in examples]
    rows = tokenizer(texts, truncation=True, max_length=max_length(model, tokenizer))["input_ids"]
    numbers = [names.index(example.label) for example in examples]
    return [Encoded(ids, number) for ids, number in zip(rows, numbers, strict=True)]


def _save(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    with quiet():
        model.train(False)
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
