"""Compares free-text answers with the reference answers of their cases.

- The claims of an answer are judged by the reference, and those of the reference by the answer, as
  grounding judges claims by a corpus: exact values first, then the entailment model.
- Few words without a verb ("4 g.") say nothing alone, so they are read after their question.
- Limits: a reference is one right answer of several. What it does not state is not wrong, and what
  an answer leaves out may be said in other words than the checker knows.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from detectors.base import Answered, Findings, Resources
from detectors.claims import is_fragment
from detectors.comparison import Compared, Comparison
from detectors.records import Finding, Judgement, Severity, Task, Verdict


class ReferenceDetector:
    """Says where an answer and the reference of its case agree, differ and stand alone."""

    name = "reference"
    task = Task.ANSWER

    def __init__(self, resources: Resources) -> None:
        self._comparison = Comparison(resources)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """The findings of each answer; all claims share one scoring."""
        both = iter(self._both([pair for pair in answered if _reference(pair)]))
        return [tuple(_findings(next(both))) if _reference(pair) else (_NONE,) for pair in answered]

    def _both(self, answered: Sequence[Answered]) -> Iterator["_Both"]:
        by_reference = [_compared(pair.answer.text, _reference(pair), pair) for pair in answered]
        by_answer = [_compared(_reference(pair), pair.answer.text, pair) for pair in answered]
        judged = self._comparison.judge([*by_reference, *by_answer])
        return map(_Both, judged[: len(answered)], judged[len(answered) :])


class _Both(NamedTuple):
    """What each side says of the other."""

    answer: tuple[Judgement, ...]
    """The claims of the answer, judged by the reference."""
    reference: tuple[Judgement, ...]
    """The claims of the reference, judged by the answer."""


def _reference(pair: Answered) -> str:
    """The reference of the case; "" where it has none."""
    return (pair.case.reference or "").strip()


def _compared(text: str, evidence: str, pair: Answered) -> Compared:
    """The text beside the evidence, which is read after the question where it is a fragment."""
    question = pair.case.text
    alone = evidence.strip() and is_fragment(evidence)
    return Compared(text, f"{question} {evidence}" if alone else evidence, question)


def _findings(both: _Both) -> Iterator[Finding]:
    every = (*both.answer, *both.reference)
    unread = next((judgement for judgement in every if judgement.rule == "language"), None)
    if unread:
        yield _unjudged(unread.reason)
    elif not any(judgement.verdict for judgement in every):
        yield _unjudged("Neither the answer nor the reference states anything to compare.")
    yield from (_of_answer(each, each.verdict) for each in both.answer if each.verdict)
    contradicted = _has(both.answer, Verdict.REFUTED)
    for judgement in both.reference:
        if judgement.verdict is Verdict.REFUTED and not contradicted:
            yield _otherwise(judgement)
        elif judgement.verdict and judgement.verdict is not Verdict.SUPPORTED:
            yield _missing(judgement)


def _has(judgements: Iterable[Judgement], verdict: Verdict) -> bool:
    return any(judgement.verdict is verdict for judgement in judgements)


def _of_answer(judgement: Judgement, verdict: Verdict) -> Finding:
    rule, severity, message = _SAID[verdict]
    by_value = verdict is Verdict.REFUTED and judgement.rule.startswith("values.")
    return Finding(
        rule=f"reference.{rule}",
        severity=severity,
        message=f'{message}: "{judgement.claim.text}"{f" {judgement.reason}" if by_value else ""}',
        start=judgement.claim.start,
        end=judgement.claim.end,
        judgement=judgement,
    )


_SAID = {
    Verdict.SUPPORTED: ("agrees", Severity.NOTE, "The reference answer says the same"),
    Verdict.REFUTED: ("contradicted", Severity.ERROR, "The reference answer says otherwise"),
    Verdict.NOT_ENOUGH_INFO: (
        "beyond",
        Severity.NOTE,
        "The reference answer does not say this, which is not wrong by itself",
    ),
}


def _otherwise(judgement: Judgement) -> Finding:
    """The answer as a whole says otherwise, though no claim of it does."""
    return Finding(
        rule="reference.contradicted",
        severity=Severity.ERROR,
        message=f'The answer says otherwise than the reference: "{judgement.claim.text}"',
    )


def _missing(judgement: Judgement) -> Finding:
    return Finding(
        rule="reference.missing",
        severity=Severity.WARNING,
        message=f'The reference states this and the answer does not: "{judgement.claim.text}"',
    )


def _unjudged(reason: str) -> Finding:
    return Finding(rule="reference.unjudged", severity=Severity.WARNING, message=reason)


_NONE = Finding(
    rule="reference.none",
    severity=Severity.NOTE,
    message="The case has no reference answer, so nothing was compared.",
)
