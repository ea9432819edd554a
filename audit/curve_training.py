"""Fine-tunes a base on a few labelled examples, and keeps what it then answers.

- Every example given is trained on: none is set aside, since at two a label that would be half.
- The recipe is that of `audit.finetune`, with more epochs where there are few examples: fewer than
  `MINIMUM_STEPS` updates leave a fresh head untrained (Zhang et al. 2021, "Revisiting Few-sample
  BERT Fine-tuning", find the same).
- The answers are kept, not the weights: a curve has a dozen models or more, of 90 MB each.
- The same examples, base, recipe, seed and number of threads give the same answers.
"""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path

import torch

from audit.finetune import METHOD, encoded, fresh_classifier
from audit.model_card import Recipe
from audit.progress import Progress
from audit.training import predicted, train
from audit.training_data import Example
from detectors.checkpoint import fetched
from detectors.errors import RecordError
from detectors.models import weights_sha256
from detectors.reading import dump_line, parse, read_text

MINIMUM_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What a model that was trained on some examples answers."""

    labels: tuple[str, ...]
    """The most probable label of each text, in their order; it never declines."""
    seconds: float
    """That training took, whenever it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a model is trained on and how, all but the number of threads."""

    base: str
    """A folder, a hub id, or a packaged model."""
    labels: tuple[str, ...]
    """Of all classes, also those that no example has."""
    examples: tuple[Example, ...]
    seed: int
    recipe: Recipe = Recipe()  # noqa: RUF009 - frozen


def learn(lesson: Lesson, texts: Sequence[str], cache: Path, progress: Progress) -> Learnt:
    """What the model trained on the examples answers; trained where `cache` does not hold it yet.

    Raises `ModelError` for a base that cannot be used.
    """
    kept = cache / f"learnt-{_key(lesson, texts)[:16]}.json"
    if kept.exists():
        return _read(kept)
    learnt = _learnt(lesson, texts, progress)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(dump_line(asdict(learnt)), encoding="utf-8")
    part.replace(kept)
    return learnt


def lengthened(recipe: Recipe, examples: int) -> Recipe:
    """The recipe with as many epochs as give the minimum of steps."""
    steps = ceil(examples / recipe.batch_size)
    return replace(recipe, epochs=max(recipe.epochs, ceil(MINIMUM_STEPS / steps)))


def _learnt(lesson: Lesson, texts: Sequence[str], progress: Progress) -> Learnt:
    began = time.perf_counter()
    with torch.random.fork_rng(devices=[]):  # training draws from torch's own random numbers
        torch.manual_seed(lesson.seed)
        model, tokenizer = fresh_classifier(fetched(lesson.base), list(lesson.labels))
        epochs = train(
            model,
            tokenizer,
            encoded(model, tokenizer, lesson.examples, lesson.labels),
            recipe=lengthened(lesson.recipe, len(lesson.examples)),
            seed=lesson.seed,
            advanced=lambda done, steps: progress(
                f"learning from {len(lesson.examples)} examples", done, steps
            ),
        )
        for _ in epochs:
            pass
    seconds = round(time.perf_counter() - began, 2)
    asked = [Example(text=text, label=lesson.labels[0]) for text in texts]
    chosen = predicted(model, tokenizer, encoded(model, tokenizer, asked, lesson.labels))
    return Learnt(labels=tuple(lesson.labels[at] for at in chosen), seconds=seconds)


def _key(lesson: Lesson, texts: Sequence[str]) -> str:
    parts = {
        "method": METHOD,
        "minimum_steps": MINIMUM_STEPS,
        "base": weights_sha256(fetched(lesson.base)),
        "lesson": asdict(lesson),
        "texts": list(texts),
        "threads": torch.get_num_threads(),  # sums are rounded otherwise by another number
    }
    return hashlib.sha256(dump_line(parts).encode()).hexdigest()


def _read(path: Path) -> Learnt:
    value = json.loads(read_text(path, error=RecordError))
    return parse(Learnt, value, path=path, error=RecordError)
