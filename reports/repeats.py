"""How far what was found of a subject depends on the draw, where it was asked more than once.

The first answer to a case is the answer: every other figure of a report rests on it. Here all
epochs are compared. A case of which any epoch could not be asked or judged is left out and counted.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev
from typing import TypeAlias

from reports.metrics import METRICS, Metric, in_scope
from reports.run import CaseResult
from reports.statistics import Outcome, Rate, rate

CONFIDENCE = 0.95

Asked: TypeAlias = Sequence[CaseResult]
"""One case, a result for each epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRepeats:
    """One metric over the epochs."""

    metric: str
    values: tuple[float, ...]
    """Its value in each epoch, from 0 to 1, over the same cases where all were judged."""
    mean: float
    standard_deviation: float
    """Of the values, with n - 1: what another run of the same suite would move it by."""
    changing: Rate | None
    """Share of the cases it counts in any epoch that it does not judge alike in all; `None` where
    it judges no single case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What differs from epoch to epoch."""

    epochs: int
    left_out: int
    """Cases of which an epoch failed."""
    rewording: Rate | None
    """Share of cases whose text or label is not the same in all; `None` where none is left."""
    metrics: tuple[MetricRepeats, ...]


def repeats(asked: Sequence[CaseResult], epochs: int) -> Repeats | None:
    """What differs between the epochs of these results; `None` where all were asked once."""
    if epochs < 2 or not asked:
        return None
    every = [_every(result) for result in asked]
    whole = [each for each in every if len(each) == epochs and not any(one.error for one in each)]
    return Repeats(
        epochs=epochs,
        left_out=len(asked) - len(whole),
        rewording=_changing(whole, _said),
        metrics=tuple(_metrics(whole)),
    )


def _every(result: CaseResult) -> Asked:
    """The result, and what it would be with the answer of each further epoch."""
    others = (
        replace(result, answer=one.answer, findings=one.findings, error=one.error, epochs=())
        for one in result.epochs
    )
    return (result, *others)


def _metrics(whole: Sequence[Asked]) -> Iterator[MetricRepeats]:
    for metric in METRICS.values():
        scope = [each for each in whole if in_scope(metric, each[:1])]
        rates = [metric.estimate(one, CONFIDENCE) for one in zip(*scope, strict=True)]
        values = tuple(found.value for found in rates if found is not None)
        if values and len(values) == len(rates):
            yield MetricRepeats(
                metric=metric.name,
                values=values,
                mean=fmean(values),
                standard_deviation=stdev(values),
                changing=_judged_otherwise(metric, scope),
            )


def _judged_otherwise(metric: Metric, scope: Sequence[Asked]) -> Rate | None:
    if metric.judge is None:
        return None
    counted = [each for each in scope if any(metric.judge(one) is not None for one in each)]
    return _changing(counted, metric.judge)


def _changing(cases: Sequence[Asked], seen: Callable[[CaseResult], Hashable]) -> Rate | None:
    """The share of cases of which not all epochs are seen alike."""
    outcomes = [
        Outcome(len({seen(one) for one in each}) > 1, each[0].case.group or each[0].case.id)
        for each in cases
    ]
    return rate(outcomes, confidence=CONFIDENCE)


def _said(result: CaseResult) -> Hashable:
    answer = result.answer
    return (answer.text, answer.label, answer.declined) if answer else None
