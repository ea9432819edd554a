"""How the claims of a subject's answers fared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detectors.records import Task
from reports import scoring
from reports.run import CaseResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCounts:
    """Claims by verdict, and the answers they were found in."""

    answers: int
    """Free-text answers that were judged."""
    refusals: int
    """Answers that decline as a whole."""
    without_claims: int
    """Answers that state nothing to check and do not decline."""
    supported: int
    refuted: int
    not_enough_info: int
    not_checkworthy: int
    """Sentences that state nothing to check."""

    @property
    def checked(self) -> int:
        """Claims that got a verdict."""
        return self.supported + self.refuted + self.not_enough_info


def count_claims(results: Sequence[CaseResult]) -> ClaimCounts:
    """The counts over the free-text answers that were judged."""
    judged = [
        result
        for result in results
        if result.case.task is Task.ANSWER and scoring.right(result) is not None
    ]
    found = Counter(finding.rule for result in judged for finding in result.findings)
    return ClaimCounts(
        answers=len(judged),
        refusals=found[scoring.REFUSAL],
        without_claims=found[scoring.NO_CLAIMS],
        supported=found[scoring.SUPPORTED],
        refuted=found[scoring.REFUTED],
        not_enough_info=found[scoring.NOT_ENOUGH_INFO],
        not_checkworthy=found[scoring.NOT_CHECKWORTHY],
    )
