"""Checks the free-text answers of a run against its reference corpus.

A finding is made for every claim, so that what was not checked shows too; an answer that states
nothing to check and does not decline is a warning of its own.
"""

from collections.abc import Iterator, Sequence

from detectors.base import Answered, Findings, Resources
from detectors.claims import opens_with_refusal
from detectors.entailment import EntailmentModel
from detectors.grounding import Asked
from detectors.records import Finding, Judgement, Severity, Task, Verdict
from detectors.run_grounder import required_corpus, run_grounder

_SEVERITIES = {
    Verdict.SUPPORTED: Severity.NOTE,
    Verdict.REFUTED: Severity.ERROR,
    Verdict.NOT_ENOUGH_INFO: Severity.WARNING,
}


class GroundingDetector:
    """Judges the claims of free-text answers by the reference corpus of the run."""

    name = "grounding"
    task = Task.ANSWER

    def __init__(self, resources: Resources, *, entailment: EntailmentModel | None = None) -> None:
        self._corpus = required_corpus(resources, detector=self.name)
        self._grounder = run_grounder(resources, self._corpus.similarity, entailment=entailment)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """The findings of each answer; all their claims share one search and one scoring."""
        asked = [Asked(answer.text, self._corpus, case.text) for case, answer in answered]
        judged = self._grounder.judge(asked)
        return [
            _findings(one.answer, judgements) for one, judgements in zip(asked, judged, strict=True)
        ]


def _findings(text: str, judgements: Sequence[Judgement]) -> tuple[Finding, ...]:
    return (*_about_the_whole(text, judgements), *(_finding(judgement) for judgement in judgements))


def _finding(judgement: Judgement) -> Finding:
    verdict = judgement.verdict
    return Finding(
        rule=f"grounding.{verdict.value if verdict else 'not_checkworthy'}",
        severity=_SEVERITIES[verdict] if verdict else Severity.NOTE,
        message=judgement.reason,
        start=judgement.claim.start,
        end=judgement.claim.end,
        judgement=judgement,
    )


def _about_the_whole(text: str, judgements: Sequence[Judgement]) -> Iterator[Finding]:
    """Whether the answer declines, or nothing of it was judged though it does not decline."""
    verdicts = [judgement.verdict for judgement in judgements if judgement.verdict]
    if opens_with_refusal(text) and all(verdict is Verdict.SUPPORTED for verdict in verdicts):
        more = "; what it adds is supported" if verdicts else ""
        yield Finding(
            rule="grounding.refusal",
            severity=Severity.NOTE,
            message=f"The answer declines{more}.",
        )
    elif not verdicts:
        yield Finding(
            rule="grounding.no_claims",
            severity=Severity.WARNING,
            message=_why_nothing(text, judgements),
        )


def _why_nothing(text: str, judgements: Sequence[Judgement]) -> str:
    if not text.strip():
        return "The answer is empty."
    unread = (judgement.reason for judgement in judgements if judgement.rule == "language")
    return next(unread, "The answer states nothing to check.")
