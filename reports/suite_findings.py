"""What detectors found over all cases of a subject, as the reader of a report sees it."""

from dataclasses import dataclass

from detectors.records import Finding, Severity
from reports.cases import anchor
from reports.numbers import interval_text, percent, signed
from reports.run import Failure, Run, SuiteResult
from reports.statistics import Interval

NAMED = 5
"""Cases that a finding links before it only counts them."""
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
SEVERITY_WORDS = {
    Severity.ERROR: ("✗", "error", "fail"),
    Severity.WARNING: ("!", "warning", "open"),
    Severity.NOTE: ("–", "note", "neutral"),  # noqa: RUF001
}
"""Symbol, word and the kind of chip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding, ready to be laid out."""

    finding: Finding
    words: tuple[str, str, str]
    value: str
    """With its interval; "" where it rests on no number."""
    n: str
    cases: tuple[tuple[str, str], ...]
    """Id and anchor of those that are linked."""
    more: int
    """Cases beyond them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteView:
    """All that one detector found of one subject, gravest first."""

    subject: str
    detector: str
    findings: tuple[FindingView, ...]
    error: Failure | None

    @property
    def tally(self) -> str:
        """`1 error, 12 notes`."""
        severities = [view.finding.severity for view in self.findings]
        counts = ((severities.count(severity), severity.value) for severity in _ORDER)
        return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n)

    @property
    def grave(self) -> bool:
        """Something in it wants to be read."""
        return any(view.finding.severity is not Severity.NOTE for view in self.findings)


def suite_views(run: Run) -> list[SuiteView]:
    """Every result over a whole suite, in the order of the run."""
    return [_view(result) for result in run.suite_results]


def _view(result: SuiteResult) -> SuiteView:
    ordered = sorted(result.findings, key=lambda finding: _ORDER.index(finding.severity))
    return SuiteView(
        subject=result.subject,
        detector=result.detector,
        findings=tuple(_finding(result.subject, finding) for finding in ordered),
        error=result.error,
    )


def _finding(subject: str, finding: Finding) -> FindingView:
    measures = dict(finding.measures or {})
    count = measures.get("n")
    return FindingView(
        finding=finding,
        words=SEVERITY_WORDS[finding.severity],
        value=_value(measures),
        n="" if count is None else f"{count:g}",
        cases=tuple((case, anchor(subject, case)) for case in finding.cases[:NAMED]),
        more=max(0, len(finding.cases) - NAMED),
    )


def _value(measures: dict[str, float]) -> str:
    low, high = measures.get("low"), measures.get("high")
    if "rate" in measures and low is not None and high is not None:
        return f"{percent(measures['rate'])} ({interval_text(Interval(low=low, high=high))})"
    value = measures.get("value", measures.get("effect"))
    if value is None:
        return ""
    if low is None or high is None:
        return signed(value, digits=3)
    return f"{signed(value, digits=3)} ({signed(low, digits=3)} to {signed(high, digits=3)})"
