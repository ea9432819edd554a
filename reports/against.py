"""Holds a subject against another one, or against the baseline, on the same cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.metrics import Metric
from reports.run import CaseResult
from reports.statistics import Interval, Pair, paired_difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A metric of a subject beside that of its reference, over the cases judged for both."""

    n: int
    value: float
    reference: float
    difference: float
    """`value` less `reference`, with the sign turned where less is better; -1 to 1."""
    interval: Interval
    """Of the difference, at the confidence of the gate."""


def against(
    metric: Metric,
    results: Sequence[CaseResult],
    reference: Mapping[str, bool],
    *,
    confidence: float,
) -> Against | None:
    """The subject's results beside what the metric says of the reference, by id of the case.

    `None` where no case was judged for both, or the metric is no share of cases.
    """
    hits, better = judged(metric, results), metric.more_is_better
    pairs = [
        Pair(hits[case.id] is better, reference[case.id] is better, case.group or case.id)
        for case in (result.case for result in results)
        if case.id in hits and case.id in reference
    ]
    if not pairs:
        return None
    good = sum(pair.first for pair in pairs) / len(pairs)
    other_good = sum(pair.second for pair in pairs) / len(pairs)
    return Against(
        n=len(pairs),
        value=good if better else 1 - good,
        reference=other_good if better else 1 - other_good,
        difference=good - other_good,
        interval=paired_difference(pairs, confidence=confidence),
    )


def judged(metric: Metric, results: Sequence[CaseResult]) -> dict[str, bool]:
    """What the metric says of each result that it can judge, by id of the case."""
    if metric.judge is None:
        return {}
    hits = ((result.case.id, metric.judge(result)) for result in results)
    return {case: hit for case, hit in hits if hit is not None}
