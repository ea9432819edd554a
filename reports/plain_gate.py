"""Tells in plain text how a gate ended: the value with its interval, the bound, and why."""

from collections.abc import Iterator, Sequence

from reports.gate_text import bound_text, cases_judged, reach_text, value_text
from reports.gates import GateOutcome, GateResult
from reports.metrics import find_metric, in_scope
from reports.plain_text import Fact, laid_out
from reports.run import CaseResult, Gate

NAMED = 8
"""Cases that are named before they are only counted."""


def gate_name(gate: Gate) -> str:
    """`small accuracy in-domain`."""
    return " ".join(part for part in (gate.subject, gate.metric, gate.slice) if part)


def gate_headline(found: GateResult) -> str:
    """`underpowered: 85.2 %, at least 80.0 % is wanted (n 128)`."""
    outcome = found.outcome.value.replace("_", " ")
    said = "" if found.outcome is GateOutcome.FAIL else f"{outcome}: "
    wanted = f"{bound_text(found.gate)} is wanted"
    return f"{said}{value_text(found)}, {wanted} (n {cases_judged(found)})"


def gate_text(found: GateResult, results: Sequence[CaseResult]) -> str:
    """The headline, and what the gate was decided on."""
    return laid_out(gate_headline(found), _facts(found, results))


def _facts(found: GateResult, results: Sequence[CaseResult]) -> Iterator[Fact]:
    gate = found.gate
    of = f"{gate.metric} of {gate.subject}" + (f" on {gate.slice}" if gate.slice else "")
    yield Fact("gate", of)
    yield Fact("interval", f"{reach_text(found)}, at {gate.confidence * 100:g} % confidence")
    yield Fact("why", found.reason)
    yield Fact("against", _counted_against(gate, results))


def _counted_against(gate: Gate, results: Sequence[CaseResult]) -> str:
    """The cases that stand against it, by name."""
    metric = find_metric(gate.metric)
    if metric.judge is None:
        return ""
    own = [result for result in results if result.subject == gate.subject]
    bad = not metric.more_is_better
    scope = in_scope(metric, own, slice=gate.slice)
    ids = [result.case.id for result in scope if metric.judge(result) is bad]
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(ids[:NAMED]) + more
