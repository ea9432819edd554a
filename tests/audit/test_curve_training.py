"""A model learns from the examples that it is given, once, and from all of them."""

from pathlib import Path

import pytest

from audit.curve_training import MINIMUM_STEPS, Lesson, learn, lengthened
from audit.model_card import Recipe
from audit.progress import silent
from audit.training_data import Example
from tests.tiny_base import write_base

LABELS = ("storage", "dosage")
EXAMPLES = tuple(
    Example(text=f"{word} the {key} {other}", label=label)
    for word in ("how", "much")
    for other in ("in", "a")
    for key, label in (("fridge", "storage"), ("dose", "dosage"))
)
TEXTS = ["a dose", "a fridge", "the dose in", "the fridge how"]
RIGHT = ("dosage", "storage", "dosage", "storage")
RECIPE = Recipe(epochs=1, batch_size=4, learning_rate=1e-2)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    words = ["dose", "fridge", "how", "much", "in", "a", "the"]
    return str(write_base(tmp_path_factory.mktemp("base"), words))


def lesson(base: str, count: int = len(EXAMPLES), seed: int = 0) -> Lesson:
    examples = EXAMPLES[:count]
    return Lesson(base=base, labels=LABELS, examples=examples, seed=seed, recipe=RECIPE)


def test_two_examples_are_enough_for_two_words(base: str, tmp_path: Path) -> None:
    assert learn(lesson(base, 2), TEXTS, tmp_path, silent).labels == RIGHT


def test_it_is_trained_once_and_then_kept(base: str, tmp_path: Path) -> None:
    trained: list[str] = []
    first = learn(lesson(base), TEXTS, tmp_path, lambda stage, *_: trained.append(stage))
    assert set(trained) == {"learning from 8 examples"}
    trained.clear()
    assert learn(lesson(base), TEXTS, tmp_path, lambda stage, *_: trained.append(stage)) == first
    assert trained == []


def test_other_examples_seeds_and_texts_are_another_lesson(base: str, tmp_path: Path) -> None:
    learn(lesson(base, 2), TEXTS, tmp_path, silent)
    learn(lesson(base, 4), TEXTS, tmp_path, silent)
    learn(lesson(base, 2, seed=1), TEXTS, tmp_path, silent)
    learn(lesson(base, 2), TEXTS[:1], tmp_path, silent)
    assert len(list(tmp_path.glob("learnt-*.json"))) == 4


@pytest.mark.parametrize(("examples", "epochs"), [(2, 60), (64, 30), (480, 8), (10_000, 8)])
def test_few_examples_are_gone_through_more_often(examples: int, epochs: int) -> None:
    assert MINIMUM_STEPS == 60
    assert lengthened(Recipe(), examples).epochs == epochs
