"""Makes a classifier for a domain: full fine-tuning of a small base model on labelled examples.

- Every parameter is trained, in float32: without bfloat16 units in the processor, autocast is
  slower.
- The same base, file, recipe, seed and number of threads give the same weights, bit for bit.
- The folder appears when it is whole; an interrupted run leaves none.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Sequence
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
from detectors.reading import dump_line, to_json
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
    examples = read_examples(train_file, labels=labels)
    names = tuple(labels or sorted({example.label for example in examples}))
    parts = split(examples, seed=seed)
    folder = fetched(base)
    with torch.random.fork_rng(devices=[]):  # training draws from torch's own random numbers
        torch.manual_seed(seed)
        model, tokenizer = _base(folder, names)
        right = _fit(model, tokenizer, parts, names, recipe=recipe, seed=seed, progress=progress)
    interval = wilson(right[-1], len(parts.validation))
    counts = Counter(example.label for example in examples)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as temporary:
        whole = Path(temporary) / "model"
        _save(model, tokenizer, whole)
        training = Training(
            schema=1,
            base=base,
            base_sha256=weights_sha256(folder),
            train=train_file.name,
            train_sha256=sha256_file(train_file),
            labels={name: counts[name] for name in names},
            training_examples=len(parts.training),
            validation_examples=len(parts.validation),
            validation_correct=right[-1],
            validation_low=interval.low,
            validation_high=interval.high,
            validation_history=tuple(count / len(parts.validation) for count in right),
            recipe=recipe,
            seed=seed,
            parameters=model.num_parameters(),
            weights_sha256=weights_sha256(whole),
            seconds=round(time.perf_counter() - began, 1),
            packages={name: version(name) for name in PACKAGES},
        )
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
        "recipe": to_json(recipe),
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


def _base(folder: Path, names: Sequence[str]) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The base with a fresh head for these labels, and its tokenizer."""
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
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    parts: Split,
    names: Sequence[str],
    *,
    recipe: Recipe,
    seed: int,
    progress: Progress,
) -> list[int]:
    """Train; how many validation examples were right after each epoch."""
    training = _encoded(model, tokenizer, parts.training, names)
    validation = _encoded(model, tokenizer, parts.validation, names)
    epochs = train(
        model,
        tokenizer,
        training,
        recipe=recipe,
        seed=seed,
        advanced=lambda done, steps: progress("fine-tuning", done, steps),
    )
    return [correct(model, tokenizer, validation) for _ in epochs]


def _encoded(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Example],
    names: Sequence[str],
) -> list[Encoded]:
    texts = [example.text for example in examples]
    rows = tokenizer(texts, truncation=True, max_length=max_length(model, tokenizer))["input_ids"]
    numbers = [names.index(example.label) for example in examples]
    return [Encoded(ids, number) for ids, number in zip(rows, numbers, strict=True)]


def _save(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path) -> None:
    with quiet():
        model.train(False)
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
