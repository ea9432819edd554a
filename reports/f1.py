"""Macro-averaged F1 with an interval."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reports.run import CaseResult
from reports.scoring import right_label
from reports.statistics import Interval, Outcome, Rate, rate

Counts: TypeAlias = NDArray[np.float64]

RESAMPLES = 2000
SEED = 0


def macro_f1(results: Sequence[CaseResult], confidence: float) -> Rate | None:
    """Mean of the F1 of every label, so that rare labels count as much as frequent ones.

    The interval is a percentile bootstrap over clusters of cases (Efron & Tibshirani 1993, ch. 13)
    and is never narrower on either side than that of accuracy on the same cases: a bootstrap of
    few errors, or of none, is too sure of itself.
    """
    judged = [result for result in results if right_label(result) is not None]
    accuracy = rate([_outcome(result) for result in judged], confidence=confidence)
    if accuracy is None:
        return None
    counts = _cluster_counts(judged)
    value = float(_mean_f1(counts.sum(axis=0)[None])[0])
    drawn = _resampled(counts, confidence)
    low = min(drawn.low, value - (accuracy.value - accuracy.interval.low))
    high = max(drawn.high, value + (accuracy.interval.high - accuracy.value))
    interval = Interval(low=max(low, 0.0), high=min(high, 1.0))
    return replace(accuracy, value=value, successes=None, interval=interval)


def _outcome(result: CaseResult) -> Outcome:
    return Outcome(bool(right_label(result)), result.case.group or result.case.id)


def _cluster_counts(results: Sequence[CaseResult]) -> Counts:
    """True positives, false positives and false negatives of every cluster and expected label."""
    clusters = _numbered({result.case.group or result.case.id for result in results})
    labels = _numbered({str(result.case.label) for result in results})
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


def _numbered(names: set[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(sorted(names))}


def _resampled(counts: Counts, confidence: float) -> Interval:
    clusters = len(counts)
    random = np.random.default_rng(SEED)
    draws = random.multinomial(clusters, [1 / clusters] * clusters, size=RESAMPLES)  # (R, C)
    values = _mean_f1(np.tensordot(draws, counts, axes=1))  # (R, L, 3) -> (R,)
    low, high = np.quantile(values, ((1 - confidence) / 2, (1 + confidence) / 2))
    return Interval(low=float(low), high=float(high))


def _mean_f1(counts: Counts) -> Counts:
    """Mean over the labels that occur; a resample need not hold every label."""
    hits, wrong = 2 * counts[..., 0], counts[..., 1] + counts[..., 2]  # (R, L)
    occurs = hits + wrong > 0
    scores = np.divide(hits, hits + wrong, out=np.zeros_like(hits), where=occurs)
    mean: Counts = scores.sum(axis=-1) / occurs.sum(axis=-1)
    return mean
