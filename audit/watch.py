"""Watches answers come in, and tells how many, how many failed and what they have cost."""

from collections.abc import Iterator

from audit.budget import Budget
from audit.progress import Progress
from audit.subjects import Outcome
from detectors.errors import SubjectError


class Watch:
    """Passes the outcomes of a subject on, and reports each to the progress."""

    def __init__(self, progress: Progress, subject: str, total: int, budget: Budget) -> None:
        self._progress, self._stage, self._total = progress, f"asking {subject}", total
        self._budget = budget
        self._failed = 0

    def __call__(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        self._progress(self._stage, 0, self._total)
        for done, outcome in enumerate(outcomes, start=1):
            self._failed += isinstance(outcome, SubjectError)
            self._progress(self._stage, done, self._total, self._note())
            yield outcome

    def _note(self) -> str:
        failed = f"{self._failed} failed" if self._failed else ""
        cost = self._budget.spent_text
        return ", ".join(part for part in (failed, cost) if part)
