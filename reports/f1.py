"""Macro-averaged F1 with an interval, and how it changed between two runs of the same cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reports.bootstrap import bca
from reports.run import CaseResult
from reports.scoring import right_label
from reports.statistics import Interval, Outcome, Pair, Rate, paired_difference, rate
from reports.swap_test import SwapTest, drawn_swaps

Counts: TypeAlias = NDArray[np.float64]

RESAMPLES = 2000
BLOCK = 200
"""Resamples drawn at a time: all at once fill the memory where there are many cases."""
SEED = 0


def macro_f1(results: Sequence[CaseResult], confidence: float) -> Rate | None:
    """Mean of the F1 of every label, so that rare labels count as much as frequent ones.

    The interval is a BCa bootstrap over clusters of cases (Efron 1987) and is never narrower on
    either side than that of accuracy on the same cases: a bootstrap of few errors, or of none, or
    of few large clusters, is too sure of itself.
    """
    judged = [result for result in results if right_label(result) is not None]
    accuracy = rate([_outcome(result) for result in judged], confidence=confidence)
    if accuracy is None:
        return None
    clusters = _numbered(result.case.group or result.case.id for result in judged)
    labels = _numbered(str(result.case.label) for result in judged)
    counts = _cluster_counts(judged, clusters, labels)
    value = float(_mean_f1(counts.sum(axis=0)[None])[0])
    (draws,) = _resampled(counts)
    drawn = bca(value, drawn=draws, left_out=_left_out(counts), confidence=confidence)
    low = min(drawn.low, value - (accuracy.value - accuracy.interval.low))
    high = max(drawn.high, value + (accuracy.interval.high - accuracy.value))
    interval = Interval(low=max(low, 0.0), high=min(high, 1.0))
    return replace(accuracy, value=value, successes=None, interval=interval)


class F1Change(NamedTuple):
    """Macro F1 of two runs on the same cases."""

    before: float
    after: float
    interval: Interval
    """Of `after` less `before`."""
    test: SwapTest


def f1_change(
    before: Sequence[CaseResult], after: Sequence[CaseResult], *, confidence: float = 0.95
) -> F1Change:
    """How macro F1 changed; both hold a judged result of the same cases, in the same order.

    The interval is a BCa bootstrap over clusters, never narrower on either side than that of the
    change in accuracy. The test draws swaps of clusters.
    """
    cases = [result.case for result in before]
    clusters = _numbered(case.group or case.id for case in cases)
    labels = _numbered(str(case.label) for case in cases)
    one, other = (_cluster_counts(results, clusters, labels) for results in (before, after))
    first, second = (float(_mean_f1(counts.sum(axis=0)[None])[0]) for counts in (one, other))
    before_drawn, after_drawn = _resampled(one, other)
    drawn = bca(
        second - first,
        drawn=after_drawn - before_drawn,
        left_out=_left_out(other) - _left_out(one),
        confidence=confidence,
    )
    interval = _as_wide(drawn, second - first, before, after, confidence)
    return F1Change(first, second, interval, _swap_test(one, other))


def _as_wide(
    drawn: Interval,
    change: float,
    before: Sequence[CaseResult],
    after: Sequence[CaseResult],
    confidence: float,
) -> Interval:
    """Reaching at least as far to each side as the interval of the change in accuracy."""
    pairs = [
        Pair(_outcome(new).hit, _outcome(old).hit, _outcome(old).cluster)
        for old, new in zip(before, after, strict=True)
    ]
    shares = paired_difference(pairs, confidence=confidence)
    middle = sum(pair.first - pair.second for pair in pairs) / len(pairs)
    return Interval(
        low=max(-1.0, min(drawn.low, change - (middle - shares.low))),
        high=min(1.0, max(drawn.high, change + (shares.high - middle))),
    )


def _swap_test(one: Counts, other: Counts) -> SwapTest:
    changed = (one != other).any(axis=(1, 2))
    size = int(changed.sum())
    move = (other - one)[changed]  # (K, L, tp fp fn)
    swapped = np.random.default_rng(SEED).random((RESAMPLES, size)) < 0.5  # (R, K)
    moved = np.tensordot(swapped.astype(np.float64), move, axes=1)  # (R, L, 3)
    differences = np.abs(_mean_f1(other.sum(axis=0) - moved) - _mean_f1(one.sum(axis=0) + moved))
    found = abs(_mean_f1(other.sum(axis=0)[None])[0] - _mean_f1(one.sum(axis=0)[None])[0])
    reached = int((differences >= found - 1e-12).sum())
    return drawn_swaps(reached, RESAMPLES, size)


def _outcome(result: CaseResult) -> Outcome:
    return Outcome(bool(right_label(result)), result.case.group or result.case.id)


def _cluster_counts(
    results: Sequence[CaseResult], clusters: Mapping[str, int], labels: Mapping[str, int]
) -> Counts:
    """True positives, false positives and false negatives of every cluster and expected label."""
    counts = np.zeros((len(clusters), len(labels), 3))  # (C, L, tp fp fn)
    for result in results:
        row = counts[clusters[result.case.group or result.case.id]]
        chosen = result.answer.label if result.answer else None
        if chosen == result.case.label:
            row[labels[str(chosen)], 0] += 1
            continue
        row[labels[str(result.case.label)], 2] += 1
        if chosen is not None and chosen in labels:
            row[labels[chosen], 1] += 1
    return counts


def _numbered(names: Iterable[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _resampled(*runs: Counts) -> list[Counts]:
    """The values of each run, which have the same clusters, on the same resamples of these."""
    clusters, random = len(runs[0]), np.random.default_rng(SEED)
    values: list[list[Counts]] = [[] for _ in runs]
    for _ in range(0, RESAMPLES, BLOCK):
        drawn = random.multinomial(clusters, [1 / clusters] * clusters, size=BLOCK)  # (B, C)
        for found, counts in zip(values, runs, strict=True):
            sums = np.tensordot(drawn.astype(np.float64), counts, axes=1)  # (B, L, tp fp fn)
            found.append(_mean_f1(sums))
    return [np.concatenate(found) for found in values]


def _left_out(counts: Counts) -> Counts:
    """The value without each cluster in turn, (C,); of one cluster alone there is no other."""
    if len(counts) == 1:
        return np.zeros(1)
    return _mean_f1(counts.sum(axis=0) - counts)


def _mean_f1(counts: Counts) -> Counts:
    """Mean over the labels that occur; a resample need not hold every label."""
    hits, wrong = 2 * counts[..., 0], counts[..., 1] + counts[..., 2]  # (R, L)
    occurs = hits + wrong > 0
    scores = np.divide(hits, hits + wrong, out=np.zeros_like(hits), where=occurs)
    mean: Counts = scores.sum(axis=-1) / occurs.sum(axis=-1)
    return mean
