"""Rationales grow, and random orders are random and the same each time."""

from itertools import permutations

import pytest

from detectors.explaining.rationales import distinct, random_orders, ranking, sizes
from detectors.records import Attribution, WordScore


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (1, (1,)),
        (2, (1,)),
        (4, (1, 2)),
        (9, (1, 4)),
        (30, (1, 3, 6, 15)),
        (200, (2, 10, 20, 40, 100)),
    ],
)
def test_sizes_are_shares_of_the_words_and_none_is_twice(
    words: int, expected: tuple[int, ...]
) -> None:
    assert sizes(words) == expected


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5, 6, 7])
def test_orders_are_counted_by_their_rationales(words: int) -> None:
    seen = {
        tuple(frozenset(order[:size]) for size in sizes(words))
        for order in permutations(range(words))
    }
    assert distinct(words) == len(seen)


def test_random_orders_are_those_of_the_text() -> None:
    orders = random_orders("take it", 6, 10)
    assert orders == random_orders("take it", 6, 10)
    assert orders != random_orders("take them", 6, 10)
    assert orders[:4] == random_orders("take it", 6, 4)
    assert all(sorted(order) == list(range(6)) for order in orders)


def test_every_word_comes_first_as_often_as_another() -> None:
    firsts = [order[0] for order in random_orders("take it", 4, 2000)]
    assert all(abs(firsts.count(word) - 500) < 100 for word in range(4))


def test_the_words_that_speak_most_for_the_target_come_first() -> None:
    scores = (0.5, -2.0, 1.0, 0.5)
    words = tuple(
        WordScore(text="w", start=2 * at, end=2 * at + 1, score=s) for at, s in enumerate(scores)
    )
    one = Attribution(
        target="dosage", words=words, method="m", baseline="pad", residual=0.0,
        convergence_delta=0.0, relative_delta=0.0,
    )  # fmt: skip
    assert ranking(one) == (2, 0, 3, 1)
