"""Decides the gates of a run.

Only `pass` passes. A gate passes when its whole interval lies on the right side of the bound,
fails when the value itself lies on the wrong side, and is underpowered in between: the value looks
right, but too few cases were asked to show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from detectors.errors import AuditError
from reports.metrics import find_metric, in_scope
from reports.numbers import interval_text, percent
from reports.run import CaseResult, Gate
from reports.statistics import Rate


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
    """One sentence for the reader of the report."""


def check_gate(gate: Gate) -> None:
    """Raise `AuditError` where a gate cannot be decided whatever the run finds."""
    find_metric(gate.metric)
    about = f"gate on {gate.metric} of {gate.subject!r}"
    bounds = [bound for bound in (gate.at_least, gate.at_most) if bound is not None]
    if len(bounds) != 1:
        raise AuditError(f"{about}: give exactly one of at_least and at_most")
    if not 0 <= bounds[0] <= 1:
        raise AuditError(f"{about}: the bound {bounds[0]} is not from 0 to 1")
    if not 0 < gate.confidence < 1:
        raise AuditError(f"{about}: confidence {gate.confidence} is not between 0 and 1")
    if gate.minimum_n < 1:
        raise AuditError(f"{about}: minimum_n {gate.minimum_n} is below 1")


def decide(gate: Gate, results: Sequence[CaseResult]) -> GateResult:
    """How the gate ended on the results of a run."""
    check_gate(gate)
    metric = find_metric(gate.metric)
    asked = [result for result in results if result.subject == gate.subject]
    scope = in_scope(metric, asked, slice=gate.slice)
    rate = metric.estimate(scope, gate.confidence)
    outcome, reason = _outcome(gate, scope, rate)
    return GateResult(gate=gate, outcome=outcome, rate=rate, reason=reason)


def _outcome(gate: Gate, scope: Sequence[CaseResult], rate: Rate | None) -> tuple[GateOutcome, str]:
    failed = sum(result.error is not None for result in scope)
    if not scope:
        return GateOutcome.NOT_RUN, "No case of this kind was asked."
    if failed:
        return GateOutcome.ERROR, f"{failed} of {len(scope)} cases could not be asked or judged."
    if rate is None:
        return GateOutcome.NOT_RUN, f"None of the {len(scope)} answers could be judged by it."
    if rate.n < gate.minimum_n:
        return GateOutcome.UNDERPOWERED, f"{rate.n} cases, of {gate.minimum_n} that it asks for."
    return _against_bound(gate, rate)


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
        return GateOutcome.UNDERPOWERED, f"The value is {bound}, but the {found} crosses the bound."
    return GateOutcome.PASS, f"The whole {found} is {bound}."
