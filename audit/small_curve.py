"""The learning curve of a small model: fine-tuned anew on ever more examples."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from audit.curve_points import Point
from audit.curve_training import Learnt, Lesson, learn
from audit.progress import Progress
from audit.subsets import balanced_order
from audit.training_data import Example
from detectors.records import Case


def small_curve(
    base: str,
    examples: Sequence[Example],
    cases: Sequence[Case],
    *,
    labels: tuple[str, ...],
    sizes: Sequence[int],
    repeats: int,
    cache: Path,
    progress: Progress,
) -> list[Point]:
    """A point for each size, of one model a repeat; a repeat is a draw of the examples, nested.

    `figures["seconds"]` is the mean time that training took.
    """
    texts = [case.text for case in cases]
    orders = [balanced_order(examples, seed=repeat) for repeat in range(repeats)]
    learnt = {
        (size, repeat): learn(
            Lesson(base=base, labels=labels, examples=orders[repeat][:size], seed=repeat),
            texts,
            cache,
            progress,
        )
        for repeat, size in product(range(repeats), sizes)
    }
    return [
        _point(size, [learnt[size, repeat] for repeat in range(repeats)], cases) for size in sizes
    ]


def _point(size: int, learnt: Sequence[Learnt], cases: Sequence[Case]) -> Point:
    return Point(
        at=size,
        right=tuple(
            tuple(label == case.label for label, case in zip(one.labels, cases, strict=True))
            for one in learnt
        ),
        figures={"seconds": sum(one.seconds for one in learnt) / len(learnt)},
    )
