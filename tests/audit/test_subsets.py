"""The first few examples of an order are balanced, and lie within the first more."""

from collections import Counter

import pytest

from audit.subsets import balanced_order
from audit.training_data import Example

MANY = [Example(text=f"{label}{at}", label=label) for label in "abc" for at in range(10)]
SKEWED = [*MANY[:3], *MANY[10:12], *MANY[20:]]


@pytest.mark.parametrize("count", [3, 6, 7, 30])
def test_no_label_has_two_more_than_another(count: int) -> None:
    counts = Counter(one.label for one in balanced_order(MANY, seed=0)[:count])
    assert max(counts.values()) - min(counts.values()) <= 1


def test_a_label_that_runs_out_leaves_its_turns_to_the_others() -> None:
    order = balanced_order(SKEWED, seed=0)
    assert sorted(order, key=SKEWED.index) == SKEWED
    assert Counter(one.label for one in order[:6]) == {"a": 2, "b": 2, "c": 2}
    assert [one.label for one in order[8:]] == ["c"] * 7


def test_seeds_draw_otherwise_and_the_same_seed_alike() -> None:
    assert balanced_order(MANY, seed=1) == balanced_order(MANY, seed=1)
    assert balanced_order(MANY, seed=1)[:6] != balanced_order(MANY, seed=2)[:6]
