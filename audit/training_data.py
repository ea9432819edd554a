"""Reads labelled examples, and sets some aside that training never sees.

A training file is JSONL, one `{"text", "label"}` a line.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from detectors.base import LabelledText
from detectors.errors import SuiteError
from detectors.reading import parse, read_jsonl

VALIDATION_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text with its right label."""

    text: str
    label: str


class Split(NamedTuple):
    """Examples to train on, and those set aside to validate with."""

    training: tuple[Example, ...]
    validation: tuple[Example, ...]


def read_examples(path: Path, *, labels: Sequence[str] | None = None) -> tuple[Example, ...]:
    """The examples of a training file; a text that it repeats with the same label counts once.

    Raises `SuiteError` for the first line that is wrong, and where a label has no two examples.
    `labels` are those that must all occur, and no other.
    """
    examples = {_key(example): example for example in reversed(list(_rows(path, labels)))}
    found = tuple(reversed(examples.values()))
    _check_counts(found, path, labels)
    return found


def labelled_rows(path: Path) -> list[LabelledText]:
    """Every row of a training file in its place, also one that repeats another."""
    return [LabelledText(example.text, example.label) for example in _rows(path, None)]


def split(examples: Sequence[Example], *, seed: int) -> Split:
    """A tenth of each label's examples, at least one, for validation; the others for training."""
    shuffled = random.Random(seed).sample(list(examples), len(examples))
    counts = Counter(example.label for example in examples)
    wanted = {label: max(1, round(n * VALIDATION_SHARE)) for label, n in counts.items()}
    training: list[Example] = []
    validation: list[Example] = []
    for example in shuffled:
        aside = wanted[example.label] > 0
        wanted[example.label] -= aside
        (validation if aside else training).append(example)
    return Split(tuple(training), tuple(validation))


def _rows(path: Path, labels: Sequence[str] | None) -> Iterator[Example]:
    for line, value in read_jsonl(path, error=SuiteError):
        example = parse(Example, value, path=path, line=line, error=SuiteError)
        for field in ("text", "label"):
            if not getattr(example, field).strip():
                raise SuiteError("is empty; some text is wanted", path=path, line=line, field=field)
        if labels is not None and example.label not in labels:
            message = f"{example.label!r} is none of the labels {', '.join(labels)}"
            raise SuiteError(message, path=path, line=line, field="label")
        yield example


def _key(example: Example) -> tuple[str, str]:
    return " ".join(example.text.casefold().split()), example.label


def _check_counts(examples: Sequence[Example], path: Path, labels: Sequence[str] | None) -> None:
    counts = Counter(example.label for example in examples)
    if not counts:
        raise SuiteError("holds no example; one {text, label} a line is wanted", path=path)
    for label in labels or sorted(counts):
        if counts[label] < 2:
            message = (
                f"label {label!r} has {counts[label]} different examples; 2 or more are wanted"
            )
            raise SuiteError(message, path=path)
    if len(counts) < 2:
        message = f"all examples have the label {examples[0].label!r}; two or more are wanted"
        raise SuiteError(message, path=path)
