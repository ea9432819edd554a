"""Writes the verdicts on answers: one JSON object a line, in the order in which they were judged.

- An answer's verdict is the worst of its claims', its probability its least supported one.
- An answer without any judged claim has the verdict `null` and a `reason`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from audit.answer_lines import AnswerLine
from detectors.claims import opens_with_refusal
from detectors.records import Entailment, Judgement, Severity, Verdict

WORST_FIRST = (Verdict.REFUTED, Verdict.NOT_ENOUGH_INFO, Verdict.SUPPORTED)


class Reason(StrEnum):
    """Why an answer has no verdict."""

    EMPTY_ANSWER = "empty_answer"
    REFUSAL = "refusal"
    NO_CLAIMS = "no_claims"
    """It states nothing that evidence could hold."""
    LANGUAGE = "language"
    """It, or its evidence, is not in English."""


class Tally:
    """How answers and claims fared; counts only, however many there are."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        """By verdict, or by reason where there is none."""
        self.claims: Counter[str] = Counter()
        """By verdict; those that were not judged are left out."""
        self.citations: Counter[str] = Counter()
        """By rule, without the name of the detector."""
        self.unfollowed = 0
        """Answers whose citations were not followed."""
        self.broken = 0
        """Citations at error level: their source does not exist, or says otherwise."""

    def add(self, line: Mapping[str, object]) -> None:
        """Count one line."""
        claims = line["claims"]
        self.answers[str(line["verdict"] or line.get("reason"))] += 1
        if isinstance(claims, list):
            self.claims.update(str(claim["verdict"]) for claim in claims if claim["verdict"])
        citations = line.get("citations")
        if isinstance(citations, list):
            self.citations.update(str(one["rule"]).partition(".")[2] for one in citations)
            self.broken += sum(one["severity"] == Severity.ERROR for one in citations)
        else:
            self.unfollowed += 1


def verdict_line(answer: AnswerLine, judgements: Sequence[Judgement]) -> dict[str, object]:
    """What is written of one answer."""
    judged = [judgement for judgement in judgements if judgement.verdict]
    line: dict[str, object] = {"id": answer.id, "verdict": None, "probability": None}
    if judged:
        line["verdict"] = next(v for v in WORST_FIRST if any(j.verdict is v for j in judged))
        line["probability"] = _plain(min(map(_probability, judged), key=lambda p: p.supported))
    else:
        line["reason"] = _reason(answer.answer, judgements)
    return line | {"claims": [claim_line(judgement) for judgement in judgements]}


def _reason(text: str, judgements: Sequence[Judgement]) -> Reason:
    if not text.strip():
        return Reason.EMPTY_ANSWER
    if any(judgement.rule == "language" for judgement in judgements):
        return Reason.LANGUAGE
    return Reason.REFUSAL if opens_with_refusal(text) else Reason.NO_CLAIMS


def claim_line(judgement: Judgement) -> dict[str, object]:
    """What is written of one claim."""
    claim = judgement.claim
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": judgement.verdict,
        "probability": _plain(_probability(judgement)) if judgement.verdict else None,
        "rule": judgement.rule,
        "evidence": [
            {"document": e.document, "start": e.start, "end": e.end, "text": e.text}
            | {"score": e.score}
            for e in judgement.evidence
        ],
    }


def _probability(judgement: Judgement) -> Entailment:
    """Where there is no evidence, that there is not enough is certain."""
    nothing = Entailment(supported=0.0, refuted=0.0, not_enough_info=1.0)
    return judgement.probability or nothing


def _plain(probability: Entailment) -> dict[str, float]:
    return {
        "supported": probability.supported,
        "refuted": probability.refuted,
        "not_enough_info": probability.not_enough_info,
    }
