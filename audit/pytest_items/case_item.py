"""A case of a suite, put to one subject, as a test item."""

from collections.abc import Mapping
from typing import Any

import pytest

from audit.pytest_items.item import AuditItem
from audit.pytest_items.outcomes import told
from audit.subject_run import Wanted
from audit.suite import SubjectSpec
from detectors.records import Case, Severity, Task
from reports import scoring
from reports.cases import view
from reports.metrics import find_metric, in_scope
from reports.plain_case import case_text, headline
from reports.plain_gate import gate_name
from reports.run import CaseResult


class CaseItem(AuditItem):
    """Fails where the answer is wrong, or a finding of it is at error level.

    Where gates decide (`assay_gates_decide`), a wrong answer that a gate counts is an expected
    failure; a finding at error level fails all the same, as it fails a run.
    """

    def __init__(self, *, case: Case, spec: SubjectSpec, **arguments: Any) -> None:
        super().__init__(tags=case.tags, **arguments)
        self.case, self.spec = case, spec
        self.extra_keyword_matches.update({case.task.value, case.expect.value})
        self.extra_keyword_matches.update({case.label} if case.label else ())
        self.result: CaseResult | None = None

    def needs(self) -> Mapping[str, Wanted]:
        return {self.spec.name: Wanted(cases=frozenset({self.case.id}), examined=False)}

    def setup(self) -> None:
        results = self.run_of(self.spec.name).results
        self.result = next((r for r in results if r.case.id == self.case.id), None)
        if self.result is None:
            raise told(f"{self.spec.name} was not asked this case")
        self._tell(self.result)
        if self.result.error is not None:
            raise told(case_text(self.result))
        if scoring.right(self.result) is None and not _errors(self.result):
            self._unjudged(self.result)

    def runtest(self) -> None:
        result = self.result
        if result is None or _is_good(result):
            return
        gates = self._counted_by(result)
        if gates and not _errors(result) and self.config.getini("assay_gates_decide"):
            pytest.xfail(f"{headline(view(result))}; decided by the gate {', '.join(gates)}")
        raise told(case_text(result))

    def _unjudged(self, result: CaseResult) -> None:
        """An error where it should have been judged; skipped where nobody planned to."""
        if "grounding" in self.spec.detectors:
            raise told(case_text(result))
        pytest.skip("no grounding detector was planned, so nothing says whether it is right")

    def _counted_by(self, result: CaseResult) -> list[str]:
        """The gates in whose scope it is."""
        return [
            gate_name(gate)
            for gate in self.audit.suite.file.gates
            if gate.subject == self.spec.name
            and in_scope(find_metric(gate.metric), [result], slice=gate.slice)
        ]

    def _tell(self, result: CaseResult) -> None:
        shown, answer = view(result), result.answer
        is_label = self.case.task is Task.CLASSIFY
        self.tell(
            subject=self.spec.name,
            case=self.case.id,
            right={True: "yes", False: "no", None: "not judged"}[shown.right],
            label=answer.label if answer and is_label else None,
            probability=shown.probability,
            expected=self.case.label if is_label else self.case.expect.value,
            claims=shown.tally or None,
        )


def _errors(result: CaseResult) -> bool:
    return any(finding.severity is Severity.ERROR for finding in result.findings)


def _is_good(result: CaseResult) -> bool:
    return scoring.right(result) is not False and not _errors(result)
