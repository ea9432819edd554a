"""Decides the gates of a run.

Only `pass` passes. A gate passes when its whole interval lies on the right side of the bound,
fails when the value itself lies on the wrong side, and is underpowered in between: the value looks
right, but too few cases were asked to show it. With `no_worse_than` the value is the difference to
another subject or to an earlier run, and the bound is the margin below that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from detectors.errors import AuditError
from reports.against import Against, against, judged
from reports.metrics import Metric, find_metric, in_scope
from reports.numbers import interval_text, percent, points, points_interval
from reports.power import MOST, cases_needed
from reports.run import Baseline, CaseResult, Gate
from reports.statistics import Rate

BASELINE = "baseline"
"""What `no_worse_than` calls the same subject in an earlier run."""


class GateOutcome(StrEnum):
    """How a gate ended."""

    PASS = "pass"
    FAIL = "fail"
    ERROR = "error"
    """A case in its scope could not be asked or judged."""
    NOT_RUN = "not_run"
    """No case in its scope was asked and judged."""
    UNDERPOWERED = "underpowered"
    """Too few cases to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """A gate, how it ended, and why."""

    gate: Gate
    outcome: GateOutcome
    rate: Rate | None
    """`None` where no case was judged."""
    reason: str
    """One sentence or two for the reader of the report."""
    needed: int | None = None
    """Cases that it needs, see `cases_needed`; `None` where no number of cases is enough."""
    against: Against | None = None
    """Present for `no_worse_than`, where a case was judged for both."""


def check_gate(gate: Gate) -> None:
    """Raise `AuditError` where a gate cannot be decided whatever the run finds."""
    metric = find_metric(gate.metric)
    about = f"gate on {gate.metric} of {gate.subject!r}"
    bounds = [bound for bound in (gate.at_least, gate.at_most) if bound is not None]
    if len(bounds) + (gate.no_worse_than is not None) != 1:
        raise AuditError(f"{about}: give exactly one of at_least, at_most and no_worse_than")
    if bounds and not 0 <= bounds[0] <= 1:
        raise AuditError(f"{about}: the bound {bounds[0]} is not from 0 to 1")
    if not 0 <= gate.margin < 1:
        raise AuditError(f"{about}: margin {gate.margin:g} is not from 0 to below 1")
    if gate.no_worse_than is not None and metric.judge is None:
        raise AuditError(
            f"{about}: {gate.metric} is no share of cases; no_worse_than compares case by case, "
            "so take a metric such as accuracy"
        )
    if gate.no_worse_than == gate.subject:
        raise AuditError(
            f"{about}: a subject is never worse than itself; name another, or baseline"
        )
    if not 0 < gate.confidence < 1:
        raise AuditError(f"{about}: confidence {gate.confidence} is not between 0 and 1")
    if gate.minimum_n < 1:
        raise AuditError(f"{about}: minimum_n {gate.minimum_n} is below 1")


def decide(
    gate: Gate, results: Sequence[CaseResult], baseline: Baseline | None = None
) -> GateResult:
    """How the gate ended on the results of a run, which refers to `baseline` where a gate does."""
    check_gate(gate)
    metric = find_metric(gate.metric)
    scope = _scope(gate, gate.subject, metric, results)
    rate = metric.estimate(scope, gate.confidence)
    if gate.no_worse_than is None:
        found = None
        outcome, reason = _outcome(gate, scope, rate)
    else:
        other = _scope(gate, gate.no_worse_than, metric, results)
        reference = judged(metric, other) if other else _of_baseline(gate, baseline)
        found = against(metric, scope, reference, confidence=gate.confidence)
        outcome, reason = _against_outcome(gate, scope, other, found)
    return GateResult(
        gate=gate,
        outcome=outcome,
        rate=rate,
        reason=reason,
        needed=cases_needed(gate),
        against=found,
    )


def _scope(
    gate: Gate, subject: str, metric: Metric, results: Sequence[CaseResult]
) -> list[CaseResult]:
    asked = [result for result in results if result.subject == subject]
    return in_scope(metric, asked, slice=gate.slice)


def _of_baseline(gate: Gate, baseline: Baseline | None) -> dict[str, bool]:
    if baseline is None or gate.no_worse_than != BASELINE:
        return {}
    return {
        each.case: each.hit
        for each in baseline.outcomes
        if (each.subject, each.metric) == (gate.subject, gate.metric)
    }


def _outcome(gate: Gate, scope: Sequence[CaseResult], rate: Rate | None) -> tuple[GateOutcome, str]:
    if not scope:
        return GateOutcome.NOT_RUN, "No case of this kind was asked."
    if failed := _failed(scope):
        return GateOutcome.ERROR, f"{failed} of {len(scope)} cases could not be asked or judged."
    if rate is None:
        return GateOutcome.NOT_RUN, f"None of the {len(scope)} answers could be judged by it."
    if rate.n < gate.minimum_n:
        return GateOutcome.UNDERPOWERED, f"{rate.n} cases, of {gate.minimum_n} that it asks for."
    return _against_bound(gate, rate)


def _failed(scope: Sequence[CaseResult]) -> int:
    return sum(result.error is not None for result in scope)


def _against_bound(gate: Gate, rate: Rate) -> tuple[GateOutcome, str]:
    if gate.at_least is not None:
        holds, shown = rate.value >= gate.at_least, rate.interval.low >= gate.at_least
        bound = f"at least {percent(gate.at_least)}"
    else:
        most = 1.0 if gate.at_most is None else gate.at_most
        holds, shown = rate.value <= most, rate.interval.high <= most
        bound = f"at most {percent(most)}"
    found = f"interval {interval_text(rate.interval)}"
    if not holds:
        counts = "" if rate.successes is None else f" ({rate.successes} of {rate.n})"
        return GateOutcome.FAIL, f"{percent(rate.value)}{counts} is not {bound}."
    if not shown:
        reason = f"The value is {bound}, but the {found} crosses the bound. {_needs(gate)}"
        return GateOutcome.UNDERPOWERED, reason
    return GateOutcome.PASS, f"The whole {found} is {bound}."


def _against_outcome(
    gate: Gate,
    scope: Sequence[CaseResult],
    other: Sequence[CaseResult],
    found: Against | None,
) -> tuple[GateOutcome, str]:
    if not scope:
        return GateOutcome.NOT_RUN, "No case of this kind was asked."
    if failed := len({r.case.id for r in (*scope, *other) if r.error is not None}):
        return GateOutcome.ERROR, f"{failed} of {len(scope)} cases could not be asked or judged."
    if found is None:
        reason = f"None of the {len(scope)} cases was judged for {_reference(gate)} as well."
        return GateOutcome.NOT_RUN, reason
    if found.n < gate.minimum_n:
        reason = f"{found.n} cases judged for both, of {gate.minimum_n} that it asks for."
        return GateOutcome.UNDERPOWERED, reason
    loss = f"{gate.margin * 100:g} points"
    between = (
        f"{percent(found.value)} beside {percent(found.reference)} of {_reference(gate)}: "
        f"{points(found.difference)} points over {found.n} paired cases"
    )
    if found.difference < -gate.margin:
        return GateOutcome.FAIL, f"{between} is a loss of more than {loss}."
    reach = f"the interval {points_interval(found.interval)}"
    if found.interval.low < -gate.margin:
        reason = f"{between}, but {reach} does not rule out a loss of more than {loss}."
        return GateOutcome.UNDERPOWERED, f"{reason} {_needs(gate)}"
    return GateOutcome.PASS, f"{between}; {reach} rules out a loss of more than {loss}."


def _reference(gate: Gate) -> str:
    return "the baseline" if gate.no_worse_than == BASELINE else str(gate.no_worse_than)


def _needs(gate: Gate) -> str:
    """How many cases would do, in a sentence."""
    needed = cases_needed(gate)
    count = f"more than {MOST:,}" if needed is None else f"{needed:,}"
    if gate.no_worse_than is not None:
        return f"If both are equally good it needs about {count} cases."
    bound = gate.at_least if gate.at_least is not None else 1 - (gate.at_most or 0.0)
    if bound + gate.margin >= 1:
        return f"A perfect subject needs {count} cases."
    return f"A subject {gate.margin * 100:g} points better than the bound needs {count} cases."
