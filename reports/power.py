"""Tells how many cases a gate needs before it can pass.

What is asked is always: if the subject really is better than the bound by the margin, how many
cases let the gate pass with a probability of 0.8? All counts are of cases that stand alone; where
cases vary one another, more are needed.
"""

from functools import cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, binom, norm

from reports.run import Gate

POWER = 0.8
MOST = 20_000
"""Cases beyond which nothing is looked for."""
DISAGREE = 0.2
"""Share of the cases on which two subjects are assumed to differ."""


def cases_needed(gate: Gate) -> int | None:
    """The fewest cases with which it passes four times of five; `None` where `MOST` are too few.

    For a bound: a subject whose true rate is `margin` better than the bound, or perfect where that
    lies beyond 0 or 1. For a gate against another subject or the baseline: two that are equally
    good and differ on a fifth of the cases.
    """
    if gate.no_worse_than is not None:
        found = _paired(gate.margin, gate.confidence)
    else:
        bound = gate.at_least if gate.at_least is not None else 1 - (gate.at_most or 0.0)
        found = _against_bound(round(bound, 9), round(gate.margin, 9), gate.confidence)
    return None if found is None else max(found, gate.minimum_n)


def rate_needed(gate: Gate, n: int) -> float | None:
    """The true rate from which on a gate with a bound passes four times of five on `n` cases.

    `None` where no rate does: too few cases, or a gate without a bound.
    """
    if gate.no_worse_than is not None or n < gate.minimum_n:
        return None
    bound = gate.at_least if gate.at_least is not None else 1 - (gate.at_most or 0.0)
    fewest = int(_fewest_hits(np.array([n]), bound, gate.confidence)[0])
    if fewest > n:
        return None
    rate = float(beta.ppf(POWER, fewest, n - fewest + 1)) if fewest else 0.0
    return rate if gate.at_least is not None else 1 - rate


def _fewest_hits(n: NDArray[np.int64], bound: float, confidence: float) -> NDArray[np.int64]:
    """Hits from which on Wilson's whole interval lies above the bound; maybe more than n.

    Its lower limit reaches the bound where the score test at the bound does.
    """
    z = float(norm.ppf((1 + confidence) / 2))
    hits = np.ceil(n * bound + z * np.sqrt(n * bound * (1 - bound)) - 1e-9)
    fewest: NDArray[np.int64] = hits.astype(np.int64)
    return np.where(bound >= 1, n + 1, fewest)


@cache
def _against_bound(bound: float, margin: float, confidence: float) -> int | None:
    """From this n on the power is never below 0.8: with the exact binomial it is a sawtooth."""
    true = min(bound + margin, 1.0)
    if true <= bound:
        return None
    n = np.arange(1, MOST + 1)
    fewest = _fewest_hits(n, bound, confidence)
    power = np.where(fewest <= n, binom.sf(fewest - 1, n, true), 0.0)
    short = np.flatnonzero(power < POWER)
    first = int(short[-1]) + 2 if len(short) else 1
    return first if first <= MOST else None


def paired_cases_needed(difference: float) -> int | None:
    """Shared cases that show a true difference of that size four times of five, at 95 %.

    Two subjects that differ on a fifth of the cases, or on as many as the difference itself;
    `None` for no difference, and where `MOST` are too few.
    """
    if difference <= 0:
        return None
    reach = float(norm.ppf(0.975) + norm.ppf(POWER))
    found = ceil(max(DISAGREE, difference) * (reach / difference) ** 2)
    return found if found <= MOST else None


def _paired(margin: float, confidence: float) -> int | None:
    """Non-inferiority of paired shares (Liu et al. 2002, Statistics in Medicine 21, 231-245)."""
    if margin <= 0:
        return None
    reach = float(norm.ppf((1 + confidence) / 2) + norm.ppf(POWER))
    found = ceil(DISAGREE * (reach / margin) ** 2)
    return found if found <= MOST else None
