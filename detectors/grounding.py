"""Checks every claim of an answer against the reference corpus.

- Where the question or the claim names documents by their titles, only those bear on it: another
  medicine's dose supports nothing.
- A finding is made for every sentence, so that what was not checked shows too; an answer that
  states nothing to check and does not decline is a warning of its own.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.base import Answered, Findings, Resources
from detectors.claims import claims, opens_with_refusal
from detectors.entailment import EntailmentModel, Pair, SimilarityEntailment
from detectors.errors import DetectorError
from detectors.index import CorpusIndex
from detectors.records import (
    Claim,
    Evidence,
    Finding,
    Judgement,
    Severity,
    Task,
    Verdict,
)
from detectors.titles import Titles
from detectors.verdicts import Weighed, judge, not_asked

PASSAGES = 5
"""Passages looked at for each claim."""

EVIDENCE_GATE = 0.35
"""A passage less like question and claim than this does not bear on the claim (see `verdicts`)."""
FEW_WORDS = 5
"""A claim of fewer words is read together with its question."""

_SEVERITIES = {
    Verdict.SUPPORTED: Severity.NOTE,
    Verdict.REFUTED: Severity.ERROR,
    Verdict.NOT_ENOUGH_INFO: Severity.WARNING,
}
_PRONOUNS = frozenset(("it", "its", "this", "that", "these", "those", "they", "their", "he", "she"))


class _Asked(NamedTuple):
    """A claim that is checked, and its place among the answers."""

    answer: int
    claim: Claim
    query: str
    """What is searched for: the claim after its question."""
    hypothesis: str
    """The claim, after its question where it does not stand alone."""


class GroundingDetector:
    """Judges the claims of free-text answers by the reference corpus of the run."""

    name = "grounding"
    task = Task.ANSWER

    def __init__(self, resources: Resources, *, entailment: EntailmentModel | None = None) -> None:
        if resources.corpus is None:
            raise DetectorError(
                "needs a reference corpus; name one under `corpus` in the suite", detector=self.name
            )
        self._corpus: CorpusIndex = resources.corpus
        self._similarity = self._corpus.similarity
        self._entailment = entailment or SimilarityEntailment(self._similarity)
        self._titles = Titles(self._corpus.passages)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """The findings of each answer; all their claims share one search and one scoring."""
        every = [claims(answer.text) for _, answer in answered]
        asked = [
            _asked(place, found, at, answered[place].case.text)
            for place, found in enumerate(every)
            for at, claim in enumerate(found)
            if claim.checkworthy
        ]
        judged = {
            (a.answer, a.claim.start): j for a, j in zip(asked, self._judge(asked), strict=True)
        }
        return [
            _findings(
                answered[place].answer.text,
                [judged.get((place, claim.start)) or not_asked(claim) for claim in found],
            )
            for place, found in enumerate(every)
        ]

    def _judge(self, asked: Sequence[_Asked]) -> list[Judgement]:
        found = self._corpus.search([each.query for each in asked], k=PASSAGES)
        kept = [self._bearing(each, passages) for each, passages in zip(asked, found, strict=True)]
        pairs = [
            Pair(self._corpus.passage(evidence).text_in_context, each.hypothesis)
            for each, passages in zip(asked, kept, strict=True)
            for evidence in passages
        ]
        scored = zip(self._similarity.nearness(pairs), self._entailment.score(pairs), strict=True)
        return [
            judge(
                each.claim,
                [Weighed(evidence, *next(scored), self._entailment.name) for evidence in passages],
            )
            for each, passages in zip(asked, kept, strict=True)
        ]

    def _bearing(self, asked: _Asked, found: Sequence[Evidence]) -> list[Evidence]:
        """The passages that are like enough, of the named documents where any is named."""
        like = [evidence for evidence in found if evidence.score >= EVIDENCE_GATE]
        named = self._titles.named_in(asked.query)
        return [evidence for evidence in like if not named or evidence.document in named]


def _asked(answer: int, found: Sequence[Claim], at: int, question: str) -> _Asked:
    claim = found[at]
    text = f"{_lead_in(found, at)} {claim.text}".strip()
    whole = f"{question} {text}"
    words = text.lower().split()
    alone = len(words) >= FEW_WORDS and words[0].strip(",'") not in _PRONOUNS
    return _Asked(answer, claim, whole, text if alone else whole)


def _lead_in(found: Sequence[Claim], at: int) -> str:
    """The "You should:" that a list item goes with; "" where there is none."""
    before = (claim.text for claim in reversed(found[:at]) if not claim.checkworthy)
    lead = next(before, "")
    follows = all(claim.checkworthy for claim in found[at - 1 : at]) or lead == found[at - 1].text
    return lead if lead.rstrip("*_ ").endswith(":") and follows else ""


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
    """Whether the answer declines, or states nothing though it does not decline."""
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
            message="The answer is empty."
            if not text.strip()
            else "The answer states nothing to check.",
        )
