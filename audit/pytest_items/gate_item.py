"""A gate of a suite as a test item, decided on all cases of its scope."""

from collections.abc import Mapping
from typing import Any

from audit.pytest_items.item import AuditItem
from audit.pytest_items.outcomes import UNDERPOWERED, told
from audit.subject_run import Wanted
from reports.gates import GateOutcome, GateResult, decide
from reports.metrics import find_metric
from reports.plain_gate import gate_text
from reports.run import CaseResult, Gate


class GateItem(AuditItem):
    """Passes where the gate does.

    A gate that fails, or is underpowered, fails; one that could not be decided is an error.
    """

    def __init__(self, *, gate: Gate, **arguments: Any) -> None:
        super().__init__(tags=(gate.slice,) if gate.slice else (), **arguments)
        self.gate = gate
        self.add_marker("assay_gate")
        self.extra_keyword_matches.update({gate.subject, gate.metric})
        self.found: GateResult | None = None
        self._results: tuple[CaseResult, ...] = ()

    def needs(self) -> Mapping[str, Wanted]:
        metric, gate = find_metric(self.gate.metric), self.gate
        subjects = [name for name in (gate.subject, gate.no_worse_than) if name in self.audit.cases]
        return {
            name: Wanted(
                cases=frozenset(
                    case.id
                    for case in self.audit.cases[name]
                    if metric.covers(case) and (gate.slice is None or gate.slice in case.tags)
                ),
                examined=False,
            )
            for name in subjects
            if name is not None
        }

    def setup(self) -> None:
        runs = [self.run_of(name) for name in self.needs()]
        self._results = tuple(result for run in runs for result in run.results)
        self.found = decide(self.gate, self._results, runs[0].plan.baseline)
        self._tell(self.found)
        if self.found.outcome in (GateOutcome.ERROR, GateOutcome.NOT_RUN):
            raise told(gate_text(self.found, self._results))

    def runtest(self) -> None:
        if self.found is None or self.found.outcome is GateOutcome.PASS:
            return
        underpowered = self.found.outcome is GateOutcome.UNDERPOWERED
        outcome = UNDERPOWERED if underpowered else "failed"
        raise told(gate_text(self.found, self._results), outcome)

    def _tell(self, found: GateResult) -> None:
        interval = found.against.interval if found.against else found.rate and found.rate.interval
        against = found.against
        self.tell(
            subject=self.gate.subject,
            metric=self.gate.metric,
            slice=self.gate.slice,
            outcome=found.outcome.value,
            value=found.rate.value if found.rate else None,
            difference=against.difference if against else None,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            n=against.n if against else found.rate.n if found.rate else 0,
            needed=found.needed,
        )
