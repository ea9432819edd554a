"""The learning curve of a prompted model: asked anew with ever more examples in its prompt."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypeAlias

from audit.curve_points import Point
from audit.few_shot import with_shots
from audit.progress import Progress, silent
from audit.prompting import Prompting
from audit.subjects import Subject
from audit.subsets import balanced_order
from audit.training_data import Example
from detectors.errors import SubjectError
from detectors.records import Answer, Case

Asked: TypeAlias = Callable[[Prompting, str], AbstractContextManager[Subject]]
"""The model with a prompt, as a subject; the text names the point, for its recording."""


def large_curve(
    asked: Asked,
    prompting: Prompting,
    examples: Sequence[Example],
    cases: Sequence[Case],
    *,
    shots: Sequence[int],
    repeats: int,
    progress: Progress = silent,
) -> list[Point]:
    """A point for each number of examples in the prompt; without examples there is one repeat.

    The examples of repeat r are the first of the same order that the small model's repeat r is
    trained on. `figures` holds the mean `prompt_tokens` of an answer, and its `cost`, where they
    are known.
    """
    orders = [balanced_order(examples, seed=repeat) for repeat in range(repeats)]
    return [
        _point(count, list(_asked(asked, prompting, orders, cases, count, progress)), cases)
        for count in shots
    ]


def _asked(
    asked: Asked,
    prompting: Prompting,
    orders: Sequence[Sequence[Example]],
    cases: Sequence[Case],
    count: int,
    progress: Progress,
) -> Iterator[list[Answer | SubjectError]]:
    for repeat, order in enumerate(orders[: 1 if count == 0 else None], start=1):
        shown = with_shots(prompting, order[:count])
        with asked(shown, f"{count}-shot-{repeat}") as subject:
            answers = []
            for done, answer in enumerate(subject.answers(cases), start=1):
                progress(f"asking {subject.name} with {count} examples", done, len(cases))
                answers.append(answer)
            yield answers


def _point(
    count: int, answered: Sequence[Sequence[Answer | SubjectError]], cases: Sequence[Case]
) -> Point:
    every = [one for each in answered for one in each]
    failed = [one for one in every if isinstance(one, SubjectError)]
    if failed:
        reason = f"{len(failed)} of {len(every)} calls failed, the first: {failed[0].message}"
        return Point(at=count, reason=reason)
    answers = [one for one in every if isinstance(one, Answer)]
    right = tuple(
        tuple(
            isinstance(one, Answer) and one.label == case.label
            for one, case in zip(each, cases, strict=True)
        )
        for each in answered
    )
    return Point(at=count, right=right, figures=_figures(answers))


def _figures(answers: Sequence[Answer]) -> dict[str, float]:
    """Means of what every answer states."""
    stated: dict[str, list[float | None]] = {
        "prompt_tokens": [one.prompt_tokens for one in answers],
        "cost": [one.cost for one in answers],
        "seconds": [one.latency_s for one in answers],
    }
    known = {name: [one for one in each if one is not None] for name, each in stated.items()}
    return {
        name: sum(each) / len(answers) for name, each in known.items() if len(each) == len(answers)
    }
