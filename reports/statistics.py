"""Point values with honest uncertainty: shares, paired differences, quantiles.

- Cases that vary one another are no independent evidence, so shares are computed on an effective n.
- Nothing measured is `None`, never NaN.
- Everything is deterministic; what is drawn at random is drawn from a fixed seed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest, norm


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A two-sided confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A value from 0 to 1 with its confidence interval."""

    value: float
    n: int
    """Cases that were judged."""
    successes: int | None
    """`None` where the value is no share (macro F1)."""
    interval: Interval
    confidence: float
    clusters: int
    """Groups of cases that vary one another; as many as cases where all are independent."""
    effective_n: float
    """How many independent cases would show as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Median and 95th percentile of a measured quantity."""

    n: int
    median: float
    p95: float


class Outcome(NamedTuple):
    """Whether a case counts, and the cluster of cases it belongs to."""

    hit: bool
    cluster: str


class Pair(NamedTuple):
    """Whether each of two subjects was right on the same case."""

    first: bool
    second: bool
    cluster: str


def wilson(successes: float, n: float, *, confidence: float = 0.95) -> Interval:
    """Score interval of a share (Wilson 1927); `n` may be an effective, broken number.

    scipy's `binomtest(...).proportion_ci(method="wilson")` is the same for whole numbers and takes
    no others.
    """
    z = float(norm.ppf((1 + confidence) / 2))
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # rounding can leave the closed form a hair on the wrong side of the value at 0 and 1
    low, high = (centre - reach) / scale, (centre + reach) / scale
    return Interval(low=max(0.0, min(low, share)), high=min(1.0, max(high, share)))


def rate(outcomes: Sequence[Outcome], *, confidence: float = 0.95) -> Rate | None:
    """The share of hits, with a Wilson interval on the effective n; `None` without outcomes.

    Effective n is n over the design effect (Korn & Graubard 1998, Survey Methodology 24), never
    more than n.
    """
    n = len(outcomes)
    if n == 0:
        return None
    successes = sum(outcome.hit for outcome in outcomes)
    effective_n = n / design_effect(outcomes)
    return Rate(
        value=successes / n,
        n=n,
        successes=successes,
        interval=wilson(successes / n * effective_n, effective_n, confidence=confidence),
        confidence=confidence,
        clusters=len({outcome.cluster for outcome in outcomes}),
        effective_n=effective_n,
    )


def design_effect(outcomes: Sequence[Outcome]) -> float:
    """How many times the clusters multiply the variance of the share; from 1 to n.

    The linearised between-cluster variance (Kish 1965, Survey Sampling) over that of independent
    cases. It vanishes where all cases agree, which shows nothing of how clusters fail; so it is
    computed with one whole cluster of hits and one of misses added, as Agresti & Coull (1998) add
    hits and misses to a share. Without evidence the clusters thus count once each, and with
    growing evidence of independence the effect goes to 1.
    """
    hits: dict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        hits[outcome.cluster].append(outcome.hit)
    typical = sum(len(group) ** 2 for group in hits.values()) / len(outcomes)
    groups = [(float(len(group)), float(sum(group))) for group in hits.values()]
    groups += [(typical, typical), (typical, 0.0)]
    n = sum(size for size, _ in groups)
    share = sum(successes for _, successes in groups) / n
    between = sum((successes - size * share) ** 2 for size, successes in groups)
    count = len(groups)
    effect = count / (count - 1) * between * (n - 1) / (n * n * share * (1 - share))
    return min(max(effect, 1.0), float(len(outcomes)))


def quantiles(values: Iterable[float]) -> Quantiles | None:
    """Median and 95th percentile (linear interpolation); `None` without values."""
    measured = sorted(values)
    if not measured:
        return None
    median, p95 = (float(value) for value in np.quantile(measured, (0.5, 0.95)))
    return Quantiles(n=len(measured), median=median, p95=p95)


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """Two-sided p that two subjects are equally often right, from the cases where they differ.

    McNemar 1947 with the exact binomial; cases on which both agree say nothing of it.
    """
    discordant = only_first + only_second
    return float(binomtest(only_first, discordant, 0.5).pvalue) if discordant else 1.0


def paired_difference(pairs: Sequence[Pair], *, confidence: float = 0.95) -> Interval:
    """Interval of (share right of first) - (share right of second) on the same cases.

    Newcombe 1998 (Statistics in Medicine 17, 2635-2650), method 10, with every count divided by
    the larger design effect of the two shares.
    """
    first = [Outcome(pair.first, pair.cluster) for pair in pairs]
    second = [Outcome(pair.second, pair.cluster) for pair in pairs]
    effect = max(design_effect(first), design_effect(second))
    both, only_first, only_second, neither = (count / effect for count in _counts(pairs))
    n = len(pairs) / effect
    p, q = (both + only_first) / n, (both + only_second) / n
    ci_p = wilson(p * n, n, confidence=confidence)
    ci_q = wilson(q * n, n, confidence=confidence)
    phi = _phi(both, only_first, only_second, neither)
    return Interval(
        low=p - q - _reach(p - ci_p.low, ci_q.high - q, phi),
        high=p - q + _reach(q - ci_q.low, ci_p.high - p, phi),
    )


def _counts(pairs: Sequence[Pair]) -> tuple[int, int, int, int]:
    seen = [(pair.first, pair.second) for pair in pairs]
    both, only_first = seen.count((True, True)), seen.count((True, False))
    return both, only_first, seen.count((False, True)), seen.count((False, False))


def _phi(both: float, only_first: float, only_second: float, neither: float) -> float:
    """Correlation of the two subjects, corrected for continuity as method 10 asks."""
    margins = (
        (both + only_first)
        * (only_second + neither)
        * (both + only_second)
        * (only_first + neither)
    )
    if margins == 0:
        return 0.0
    product = both * neither - only_first * only_second
    if product > 0:
        product = max(product - (both + only_first + only_second + neither) / 2, 0.0)
    return product / sqrt(margins)


def _reach(one: float, other: float, phi: float) -> float:
    return sqrt(max(one * one - 2 * phi * one * other + other * other, 0.0))
