"""Rationales of several sizes: the first words of an order, each size within the next.

An explanation orders words by their scores; a random order of the same words is what it has to
beat. Sizes are shares of the words, as ERASER takes them (DeYoung et al. 2020).
"""

from hashlib import sha256
from itertools import islice
from math import comb, prod
from typing import TypeAlias

import numpy as np

from detectors.records import Attribution

PERCENT = (1, 5, 10, 20, 50)
"""Sizes of the rationales, in per cent of the words."""

Order: TypeAlias = tuple[int, ...]
"""Positions of all words of a text, those that a rationale takes first in front."""


def sizes(words: int) -> tuple[int, ...]:
    """How many words the rationales of a text have: rounded down, at least one, none twice.

    >>> sizes(30)
    (1, 3, 6, 15)
    """
    return tuple(sorted({max(1, words * percent // 100) for percent in PERCENT}))


def ranking(attribution: Attribution) -> Order:
    """The words that speak most for the target first; of two equal ones the earlier."""
    scores = [word.score for word in attribution.words]
    return tuple(sorted(range(len(scores)), key=lambda at: (-scores[at], at)))


def random_orders(text: str, words: int, draws: int) -> list[Order]:
    """Orders drawn with replacement, each as probable as any other; the same for the same text."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
    draw = np.random.default_rng(list(digest))
    return [tuple(draw.permutation(words).tolist()) for _ in range(draws)]


def distinct(words: int) -> int:
    """How many orders differ in any of their rationales.

    >>> distinct(4)  # 4 for the first word, times 3 for the second
    12
    """
    ends = sizes(words)
    return prod(
        comb(words - before, end - before)
        for before, end in zip((0, *ends), islice(ends, None), strict=False)
    )
