"""What a detector of the whole suite finds of a subject, as a test item."""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.pytest_items.item import AuditItem
from audit.pytest_items.outcomes import told
from audit.subject_run import Wanted
from detectors.records import Finding, Severity
from reports.ledger import why_undecided
from reports.plain_text import Fact, laid_out
from reports.run import SuiteResult


class ExaminationItem(AuditItem):
    """Fails where the detector finds anything at error level; an error where it had nothing to
    look at."""

    def __init__(self, *, subject: str, detector: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.subject, self.detector = subject, detector
        self.found: SuiteResult | None = None

    def needs(self) -> Mapping[str, Wanted]:
        return {self.subject: self.audit.everything(self.subject, examined=True)}

    def setup(self) -> None:
        results = self.run_of(self.subject).suite_results
        self.found = next(result for result in results if result.detector == self.detector)
        self.tell(subject=self.subject, detector=self.detector, findings=len(self.found.findings))
        if problem := why_undecided(self.found):
            raise told(f"was not decided: {problem}")

    def runtest(self) -> None:
        findings = self.found.findings if self.found else ()
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        if errors:
            raise told(laid_out(f"{self.detector}: {errors[0].message}", _facts(findings)))


def _facts(findings: tuple[Finding, ...]) -> Iterator[Fact]:
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            yield Fact(finding.severity.value, f"{finding.rule}: {finding.message}")
            yield Fact("cases", ", ".join(finding.cases), depth=2)
