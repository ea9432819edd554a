"""Checks the citations of answers: does the source exist, and does it say what it is cited for.

Every citation ends in one of these, a finding for each claim that it stands behind:

  supported     note     the cited document says this, by itself or with the others cited for it
  unsupported   warning  it does not say this, nor does any other document
  misplaced     warning  it does not say this, but another document does
  refuted       error    it says otherwise
  missing       error    the corpus holds no such document: an invented source
  unresolved    warning  a number that leads to no source
  not_checked   note     nothing behind it can be compared: no claim, or another language
  uncited       note     a claim without a citation, in an answer that cites
  none          note     the answer cites nothing

After ALCE (Gao et al. 2023), but that a cited document is searched for the claim, since an answer
cites documents and not passages. It says nothing of whether a better source was left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from detectors.base import Answered, Findings, Resources
from detectors.catalogue import Catalogue
from detectors.citation_reading import Citation, CitedAnswer, cited_answer
from detectors.entailment import EntailmentModel
from detectors.grounding import Asked
from detectors.records import Claim, Finding, Judgement, Severity, Task, Verdict
from detectors.run_grounder import required_corpus, run_grounder


class Rule(StrEnum):
    """How a citation fared."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    MISPLACED = "misplaced"
    REFUTED = "refuted"
    MISSING = "missing"
    UNRESOLVED = "unresolved"
    NOT_CHECKED = "not_checked"
    UNCITED = "uncited"
    NONE = "none"


SEVERITIES = {
    Rule.SUPPORTED: Severity.NOTE,
    Rule.UNSUPPORTED: Severity.WARNING,
    Rule.MISPLACED: Severity.WARNING,
    Rule.REFUTED: Severity.ERROR,
    Rule.MISSING: Severity.ERROR,
    Rule.UNRESOLVED: Severity.WARNING,
    Rule.NOT_CHECKED: Severity.NOTE,
    Rule.UNCITED: Severity.NOTE,
    Rule.NONE: Severity.NOTE,
}

Documents: TypeAlias = frozenset[str]


class _Check(NamedTuple):
    """A claim that is compared with some documents."""

    answer: int
    """Its place among the answers of the call."""
    claim: Claim
    documents: Documents
    """All of the corpus where it is empty."""


Judged: TypeAlias = dict[_Check, Judgement]
EVERYWHERE: Documents = frozenset()
UNSAID = (Verdict.NOT_ENOUGH_INFO, Verdict.REFUTED)


class CitationDetector:
    """Judges the citations of free-text answers by the documents that they name."""

    name = "citations"
    task = Task.ANSWER

    def __init__(self, resources: Resources, *, entailment: EntailmentModel | None = None) -> None:
        self._corpus = required_corpus(resources, detector=self.name)
        self._catalogue = Catalogue(self._corpus.passages)
        self._grounder = run_grounder(resources, self._corpus.similarity, entailment=entailment)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """The findings of each answer; all of them share two scorings.

        The second is of what the cited documents alone do not say.
        """
        answers = [cited_answer(one.answer.text, one.case, self._catalogue) for one in answered]
        judged = self._judged(answers, _cited(answers))
        alone = {check: self._on_subject(check, each) for check, each in judged.items()}
        judged = alone | self._judged(answers, _elsewhere(answers, alone))
        return [_findings(at, answer, judged) for at, answer in enumerate(answers)]

    def _judged(self, answers: Sequence[CitedAnswer], checks: Sequence[_Check]) -> Judged:
        wanted = {check.documents for check in checks}
        sources = {each: self._corpus.only(each) if each else self._corpus for each in wanted}
        asked = [
            (check.claim, Asked("", sources[check.documents], answers[check.answer].question))
            for check in checks
        ]
        return dict(zip(checks, self._grounder.judge_claims(asked), strict=True))

    def _on_subject(self, check: _Check, judgement: Judgement) -> Judgement:
        """The judgement; a claim that names other documents than the cited ones is not refuted."""
        named = self._corpus.named_in(f"{check.claim.context} {check.claim.text}")
        if judgement.verdict is not Verdict.REFUTED or not named or named & check.documents:
            return judgement
        return replace(
            judgement,
            verdict=Verdict.NOT_ENOUGH_INFO,
            rule="other_subject",
            reason="The cited document is about something else than the claim.",
        )


def _cited(answers: Sequence[CitedAnswer]) -> list[_Check]:
    """Every claim beside every source that it is cited with, once."""
    every = (
        _Check(at, claim, citation.documents)
        for at, answer in enumerate(answers)
        for citation in answer.citations
        if citation.documents
        for claim in citation.claims
    )
    return list(dict.fromkeys(every))


def _elsewhere(answers: Sequence[CitedAnswer], alone: Judged) -> list[_Check]:
    """What a source alone does not say, beside all that are cited for it, and the whole corpus."""
    unsaid = (check for check, judgement in alone.items() if judgement.verdict in UNSAID)
    wider = (
        check._replace(documents=documents)
        for check in unsaid
        for documents in (answers[check.answer].cited_for(check.claim), EVERYWHERE)
    )
    return [check for check in dict.fromkeys(wider) if check not in alone]


def _findings(at: int, answer: CitedAnswer, judged: Judged) -> tuple[Finding, ...]:
    if not answer.citations:
        return (_finding(Rule.NONE, "The answer cites no source."),)
    found = [
        finding
        for citation in answer.citations
        for finding in _about(citation, answer, lambda c, d: judged[_Check(at, c, d)])
    ]
    found += [
        _finding(Rule.UNCITED, "This claim has no citation.", claim.start, claim.end)
        for claim in answer.uncited
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start or 0, finding.end or 0)))


Look: TypeAlias = Callable[[Claim, Documents], Judgement]
"""The judgement of a claim by documents."""


def _about(citation: Citation, answer: CitedAnswer, judged: Look) -> Iterator[Finding]:
    """What is found of one citation: a finding where it is broken, else one for each claim."""
    if not citation.documents:
        rule = Rule.MISSING if citation.source else Rule.UNRESOLVED
        yield _at(citation, rule, _why_broken(citation))
        return
    if not citation.claims:
        why = f"another language ({answer.language})" if answer.language else "nothing to check"
        yield _at(citation, Rule.NOT_CHECKED, f"{citation.label} stands behind {why}.")
    for claim in citation.claims:
        yield _of_claim(citation, answer, claim, judged)


def _why_broken(citation: Citation) -> str:
    if citation.source:
        return f"{citation.label}: the corpus holds no document of this name."
    return f"{citation.text} leads to no source: the answer lists none under {citation.number}."


def _of_claim(citation: Citation, answer: CitedAnswer, claim: Claim, judged: Look) -> Finding:
    label, alone = citation.label, judged(claim, citation.documents)
    if alone.verdict is None:
        return _at(citation, Rule.NOT_CHECKED, f"{label}: {alone.reason}", alone, answer)
    if alone.verdict is Verdict.SUPPORTED:
        return _at(citation, Rule.SUPPORTED, f"{label} says this.", alone, answer)
    together = judged(claim, answer.cited_for(claim))
    if _needs_all(claim, answer, together, judged):
        said = f"{label} says this together with the others cited for it."
        return _at(citation, Rule.SUPPORTED, said, together, answer)
    if alone.verdict is Verdict.REFUTED:
        return _at(citation, Rule.REFUTED, f"{label} says otherwise.", alone, answer)
    anywhere = judged(claim, EVERYWHERE)
    if elsewhere := _other(anywhere, citation.documents):
        said = f"{label} does not say this; {elsewhere} does."
        return _at(citation, Rule.MISPLACED, said, anywhere, answer)
    return _at(citation, Rule.UNSUPPORTED, f"{label} does not say this.", alone, answer)


def _needs_all(claim: Claim, answer: CitedAnswer, together: Judgement, judged: Look) -> bool:
    """Whether the sources of the claim bear it out together, and none does by itself."""
    each = (c for c in answer.citations if c.documents and claim in c.claims)
    return together.verdict is Verdict.SUPPORTED and not any(
        judged(claim, one.documents).verdict is Verdict.SUPPORTED for one in each
    )


def _other(judgement: Judgement, cited: Documents) -> str | None:
    """The document that supports the claim where it is none of the cited ones."""
    if judgement.verdict is not Verdict.SUPPORTED:
        return None
    return next((e.document for e in judgement.evidence[:1] if e.document not in cited), None)


def _at(
    citation: Citation,
    rule: Rule,
    message: str,
    judgement: Judgement | None = None,
    answer: CitedAnswer | None = None,
) -> Finding:
    if judgement and answer:
        judgement = replace(judgement, claim=answer.as_written(judgement.claim))
    return _finding(rule, message, citation.start, citation.end, judgement)


def _finding(
    rule: Rule,
    message: str,
    start: int | None = None,
    end: int | None = None,
    judgement: Judgement | None = None,
) -> Finding:
    return Finding(
        rule=f"citations.{rule}",
        severity=SEVERITIES[rule],
        message=message,
        start=start,
        end=end,
        judgement=judgement,
    )
