"""Means over the texts of a suite, with intervals that respect groups of texts."""

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

from scipy.stats import t


class Measured(NamedTuple):
    """What was measured on one text."""

    value: float
    cluster: str
    """Texts of one cluster vary one another, so they are no independent evidence."""


class Mean(NamedTuple):
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """Texts."""
    clusters: int

    def __str__(self) -> str:
        return f"{self.value:.2f} (95 % interval {self.low:.2f} to {self.high:.2f}, n = {self.n})"


def mean(measured: Iterable[Measured]) -> Mean | None:
    """The mean with Student's t interval on the variance between clusters (Liang & Zeger 1986).

    `None` where there are fewer than two clusters: one says nothing about others.
    """
    groups: dict[str, list[float]] = defaultdict(list)
    for value, cluster in measured:
        groups[cluster].append(value)
    n, count = sum(map(len, groups.values())), len(groups)
    if count < 2:
        return None
    value = sum(map(sum, groups.values())) / n
    between = sum(sum(one - value for one in group) ** 2 for group in groups.values())
    error = sqrt(count / (count - 1) * between) / n
    reach = float(t.ppf(0.975, count - 1)) * error
    return Mean(value, value - reach, value + reach, n, count)
