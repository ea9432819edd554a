"""Tells how many cases a gate needs before it can pass.

What is asked is always: if the subject really is better than the bound by the margin, how many
cases let the gate pass with a probability of 0.8? All counts are of cases that stand alone; where
cases vary one another, more are needed.
"""

from functools import cache
from math import ceil

import numpy as np
from scipy.stats import binom, norm

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


@cache
def _against_bound(bound: float, margin: float, confidence: float) -> int | None:
    """From this n on the power is never below 0.8: with the exact binomial it is a sawtooth.

    Wilson's lower limit reaches the bound where the score test at the bound does.
    """
    true = min(bound + margin, 1.0)
    if true <= bound:
        return None
    n = np.arange(1, MOST + 1)
    z = float(norm.ppf((1 + confidence) / 2))
    fewest = np.ceil(n * bound + z * np.sqrt(n * bound * (1 - bound)) - 1e-9)  # (n,) hits to pass
    power = np.where(fewest <= n, binom.sf(fewest - 1, n, true), 0.0)
    short = np.flatnonzero(power < POWER)
    first = int(short[-1]) + 2 if len(short) else 1
    return first if first <= MOST else None


def _paired(margin: float, confidence: float) -> int | None:
    """Non-inferiority of paired shares (Liu et al. 2002, Statistics in Medicine 21, 231-245)."""
    if margin <= 0:
        return None
    reach = float(norm.ppf((1 + confidence) / 2) + norm.ppf(POWER))
    found = ceil(DISAGREE * (reach / margin) ** 2)
    return found if found <= MOST else None
