"""`python -m detectors.training DATA --out DIR`: train the entailment model that ships.

DATA is a folder with `grounding/train.jsonl.gz` and `corpus/medquad.jsonl.gz`. Stopped at any point
and run again with the same folder, it goes on from its last checkpoint. A machine with two cores
needs about an hour, with `--written` half an hour more; `python -m detectors.training.calibrating`
comes after.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch

from detectors.models import packaged
from detectors.training.examples import Example
from detectors.training.export import export
from detectors.training.loop import Progress, Recipe, train
from detectors.training.mixture import first_course, fourth_course, second_course, third_course
from detectors.training.network import from_sentence_encoder, save_network

MEASURED_ON = ("summedits_news", "summedits_podcast", "summedits_qmsumm")
"""Domains of summaries that the shipped model has not seen, so that it can be measured on them."""


class Course(NamedTuple):
    """One pass over some examples."""

    name: str
    examples: Callable[[Path, int], list[Example]]
    recipe: Recipe


COURSES = (
    Course("first", lambda data, seed: first_course(data, seed=seed)[0], Recipe()),
    Course(
        "second",
        lambda data, seed: second_course(data, seed=seed, without=MEASURED_ON),
        Recipe(learning_rate=1e-4, head_rate=2e-4),
    ),
    Course(
        "third",
        lambda data, seed: third_course(data, seed=seed, without=MEASURED_ON),
        Recipe(learning_rate=8e-5, head_rate=1e-4),
    ),
)
WRITTEN = Course(
    "fourth",
    lambda data, seed: fourth_course(data, seed=seed, without=MEASURED_ON),
    Recipe(learning_rate=1.5e-4, head_rate=3e-4),
)
"""Measured, and left out of what ships: see `benchmarks/README.md`."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m detectors.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the labelled pairs and documents")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--bfloat16", action="store_true", help="where the processor has units")
    parser.add_argument("--written", action="store_true", help="a fourth course, on free words")
    chosen = parser.parse_args(arguments)
    network, tokenizer = from_sentence_encoder(Path(packaged().location), seed=chosen.seed)
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    for course in (*COURSES, *([WRITTEN] if chosen.written else [])):
        examples = course.examples(chosen.data, chosen.seed)
        print(f"{course.name} course: {len(examples)} examples", flush=True)
        train(
            network,
            tokenizer,
            examples,
            replace(course.recipe, seed=chosen.seed, bfloat16=chosen.bfloat16),
            checkpoint=chosen.out / f"{course.name}.pt",
            told=_tell,
        )
    save_network(network, tokenizer, chosen.out)
    export(network.cpu(), tokenizer, chosen.out)
    print(f"weights: {chosen.out}")


def _tell(progress: Progress) -> None:
    rate = progress.seconds / max(1, progress.step)
    left = (progress.steps - progress.step) * rate / 60
    print(
        f"step {progress.step} of {progress.steps}, loss {progress.loss:.3f}, {left:.0f} min left",
        flush=True,
    )


if __name__ == "__main__":
    main()
