"""Lets an LLM judge the claims of answers by the passages that bear on them.

LLMs judge often as people do, and are biased: to long answers, and to their own (Zheng et al. 2023,
"Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena"). So the judge must quote what it decides
by (`detectors.rulings`), how often it errs stands beside every verdict, and no verdict of it is at
error level.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.asking import Asker, Reply
from detectors.base import Answered, Findings, Resources
from detectors.errors import DetectorError, SubjectError
from detectors.grounding import Asked, Grounder
from detectors.records import Claim, Evidence, Finding, Judgement, Severity, Task, Verdict
from detectors.rulings import Ruling, Void, question_of, read_ruling
from detectors.run_grounder import required_corpus
from detectors.shipped import calibration_for, shipped_entailment
from detectors.similarity import Similarity

ERROR_UNKNOWN = "How often it errs is unknown: the suite names no labelled answers."


class Ruled(NamedTuple):
    """One claim, what bears on it, and what the judge says."""

    claim: Claim
    passages: tuple[Evidence, ...]
    ruling: Ruling | Void
    asked: bool = True
    """False where no passage bears on the claim, so that there was nothing to ask."""


class LlmJudge:
    """Finds the passages as grounding does, and puts every claim to the model."""

    def __init__(self, asker: Asker, similarity: Similarity) -> None:
        model = shipped_entailment()
        self._grounder = Grounder(model, similarity, calibration_for(model))
        self._asker = asker

    def rule(self, asked: Sequence[Asked]) -> list[tuple[Ruled, ...] | SubjectError]:
        """The rulings on each answer; the error where a reply to any claim is missing."""
        found = [_claims(judgements) for judgements in self._grounder.judge(asked)]
        questions = [
            question_of(judgement.claim, one.question, judgement.evidence)
            for one, judgements in zip(asked, found, strict=True)
            for judgement in judgements
            if judgement.evidence
        ]
        replies = iter(self._asker(questions) if questions else ())
        return [_ruled(judgements, replies) for judgements in found]


def _claims(judgements: Sequence[Judgement]) -> list[Judgement]:
    return [judgement for judgement in judgements if judgement.verdict]


def _ruled(
    judgements: Sequence[Judgement], replies: Iterator[Reply]
) -> tuple[Ruled, ...] | SubjectError:
    ruled = [_one(judgement, replies) for judgement in judgements]
    failed = next((each for each in ruled if isinstance(each, SubjectError)), None)
    return failed or tuple(each for each in ruled if isinstance(each, Ruled))


def _one(judgement: Judgement, replies: Iterator[Reply]) -> Ruled | SubjectError:
    claim, passages = judgement.claim, judgement.evidence
    if not passages:
        return Ruled(claim, (), Ruling(Verdict.NOT_ENOUGH_INFO, "", None), asked=False)
    reply = next(replies)
    if isinstance(reply, SubjectError):
        return reply
    return Ruled(claim, passages, read_ruling(reply, claim, passages))


class JudgeDetector:
    """Reports what the judge says of each claim, and how often it errs."""

    name = "judge"
    task = Task.ANSWER

    def __init__(self, resources: Resources) -> None:
        if resources.asker is None:
            raise DetectorError("needs a model; name one under `judge`", detector=self.name)
        self._corpus = required_corpus(resources, detector=self.name)
        self._asker = resources.asker
        self._error = resources.judge_error or ERROR_UNKNOWN
        self._judge = LlmJudge(self._asker, self._corpus.similarity)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """A finding for every claim; all claims are asked in one go."""
        asked = [Asked(answer.text, self._corpus, case.text) for case, answer in answered]
        ruled = self._judge.rule(asked)
        return [self._findings(pair, each) for pair, each in zip(answered, ruled, strict=True)]

    def _findings(self, pair: Answered, ruled: tuple[Ruled, ...] | SubjectError) -> Findings:
        if isinstance(ruled, SubjectError):
            return DetectorError(ruled.message, detector=self.name, case_id=pair.case.id)
        return tuple(self._finding(each) for each in ruled) or (_NOTHING,)

    def _finding(self, ruled: Ruled) -> Finding:
        ruling, claim = ruled.ruling, ruled.claim
        is_fine = isinstance(ruling, Ruling) and ruling.verdict is Verdict.SUPPORTED
        reason = _reason(ruled, self._asker.model)
        return Finding(
            rule=f"judge.{ruling.verdict if isinstance(ruling, Ruling) else 'void'}",
            severity=Severity.NOTE if is_fine else Severity.WARNING,
            message=f'{reason} The claim: "{claim.text}" {self._error}',
            start=claim.start,
            end=claim.end,
            judgement=_judgement(ruled, ruling, reason) if isinstance(ruling, Ruling) else None,
        )


def _reason(ruled: Ruled, model: str) -> str:
    ruling = ruled.ruling
    if isinstance(ruling, Void):
        return f"{model} was asked, and its judgement is void: {ruling.reason}."
    if not ruled.asked:
        return f"No passage bears on this claim, so {model} was not asked."
    if ruling.evidence is None:
        return f"{model} finds that the passages do not settle this."
    return f'{model} judges: {ruling.verdict}, by {ruling.evidence.document}: "{ruling.quotation}".'


def _judgement(ruled: Ruled, ruling: Ruling, reason: str) -> Judgement:
    quoted = (ruling.evidence,) if ruling.evidence else ()
    others = tuple(each for each in ruled.passages if each not in quoted)
    return Judgement(
        claim=ruled.claim,
        verdict=ruling.verdict,
        entailment=None,
        rule="judge",
        reason=reason,
        evidence=(*quoted, *others),
    )


_NOTHING = Finding(
    rule="judge.no_claims",
    severity=Severity.NOTE,
    message="The answer states nothing to judge, or is not in English.",
)
