"""The verdict on one claim, from the passages that bear on it.

Each claim is judged by the first of these rules that applies:

1. no passage bears on it                                     not_enough_info, `no_evidence`
2. a quantity contradicts those said of the claim's subject   refuted, `values.*`
3. a quantity of it stands in no sentence about its subject   not_enough_info, `values.missing`
4. the entailment model refutes or does not support it        its verdict, the model's name
5. it affirms what the nearest sentence denies, or denies it  not_enough_info, `values.negation`
6. else                                                       supported, the model's name
"""

from collections.abc import Sequence
from typing import NamedTuple

from detectors.negation import is_negative
from detectors.quantities import Quantity, quantities
from detectors.records import Claim, Entailment, Evidence, Judgement, Verdict
from detectors.similarity import Nearness, NearSentence
from detectors.values import ValueMismatch, is_stated, mismatches

# Set by hand, with all-MiniLM-L6-v2, on some fifty sentences that were written for that alone;
# those about invented medicines stand in tests/detectors/test_grounding.py. No suite was used.
SUBJECT_GATE = 0.5
"""A sentence less like the claim than this is not about the same thing, so cannot contradict it."""
SUBJECT_MARGIN = 0.15
"""Nor is one that falls this far behind the nearest."""


class Weighed(NamedTuple):
    """A passage beside a claim."""

    evidence: Evidence
    near: Nearness
    entailment: Entailment
    model: str
    """Who scored the entailment; names the rule where that decides."""


def judge(claim: Claim, weighed: Sequence[Weighed]) -> Judgement:
    """The verdict, by the first rule that applies."""
    if not weighed:
        return _without_evidence(claim)
    return _by_values(claim, weighed) or _by_entailment(claim, weighed)


def _by_values(claim: Claim, weighed: Sequence[Weighed]) -> Judgement | None:
    """A judgement where a quantity of the claim is contradicted or missing; else `None`."""
    claimed = quantities(claim.text)
    about = _about(weighed)
    known = [q for each in about for q in quantities(each.sentence.text)]
    for mismatch in mismatches(claimed, known):
        if not _stated_elsewhere(mismatch.claim, weighed):
            return _refuted(claim, _nearest(mismatch, about), weighed)
    missing = next((q for q in claimed if not is_stated(q, known)), None)
    return _missing(claim, missing, weighed) if missing else None


class _About(NamedTuple):
    """A sentence about the claim's subject, in its passage."""

    weighed: Weighed
    sentence: NearSentence


def _about(weighed: Sequence[Weighed]) -> list[_About]:
    """The sentences near enough to the claim to be about the same thing, nearest first."""
    gate = max(SUBJECT_GATE, max(each.near.best for each in weighed) - SUBJECT_MARGIN)
    every = (_About(each, sentence) for each in weighed for sentence in each.near.sentences)
    return sorted(
        (each for each in every if each.sentence.score >= gate),
        key=lambda each: -each.sentence.score,
    )


def _stated_elsewhere(quantity: Quantity, weighed: Sequence[Weighed]) -> bool:
    """Whether a passage has the very amount, though in no sentence about the claim's subject."""
    amount = quantity.measure, quantity.low, quantity.high
    return any(
        amount == (other.measure, other.low, other.high)
        for each in weighed
        for other in quantities(each.evidence.text)
    )


class _Source(NamedTuple):
    """A mismatch and the passage that it is with."""

    mismatch: ValueMismatch
    weighed: Weighed


def _nearest(mismatch: ValueMismatch, about: Sequence[_About]) -> _Source:
    """The mismatch with the nearest sentence that has one; an amount a day prefers its like."""
    every = (
        _Source(found, each.weighed)
        for each in about
        for found in mismatches([mismatch.claim], quantities(each.sentence.text))
    )
    return min(every, key=lambda each: each.mismatch.evidence.per_day != mismatch.claim.per_day)


def _refuted(claim: Claim, source: _Source, weighed: Sequence[Weighed]) -> Judgement:
    says, where = source.mismatch.evidence.text, source.mismatch.claim.text
    return Judgement(
        claim=claim,
        verdict=Verdict.REFUTED,
        entailment=source.weighed.entailment,
        rule=source.mismatch.kind.value,
        reason=f"The passage says {says} where the answer says {where}.",
        evidence=_evidence(source.weighed, weighed),
    )


def _missing(claim: Claim, quantity: Quantity, weighed: Sequence[Weighed]) -> Judgement:
    best = _best(weighed)
    return Judgement(
        claim=claim,
        verdict=Verdict.NOT_ENOUGH_INFO,
        entailment=best.entailment,
        rule="values.missing",
        reason=f"No sentence near enough to the claim says {quantity.text}.",
        evidence=_evidence(best, weighed),
    )


def _by_entailment(claim: Claim, weighed: Sequence[Weighed]) -> Judgement:
    against = max(weighed, key=lambda each: each.entailment.refuted)
    best = _best(weighed)
    if against.entailment.refuted > 0.5 and against.entailment.refuted > best.entailment.supported:
        return _by_model(claim, Verdict.REFUTED, against, weighed)
    if best.entailment.supported <= 0.5:
        return _by_model(claim, Verdict.NOT_ENOUGH_INFO, best, weighed)
    if best.near.sentences and _is_turned(claim.text, best.near.sentences[0].text):
        return _turned(claim, best, weighed)
    return _by_model(claim, Verdict.SUPPORTED, best, weighed)


def _by_model(
    claim: Claim, verdict: Verdict, source: Weighed, weighed: Sequence[Weighed]
) -> Judgement:
    return Judgement(
        claim=claim,
        verdict=verdict,
        entailment=source.entailment,
        rule=source.model,
        reason=_REASONS[verdict].format(document=source.evidence.document),
        evidence=_evidence(source, weighed),
    )


_REASONS = {
    Verdict.SUPPORTED: "A passage of {document} says the same.",
    Verdict.REFUTED: "A passage of {document} says the opposite.",
    Verdict.NOT_ENOUGH_INFO: "The nearest passage, of {document}, does not say this.",
}


def _turned(claim: Claim, source: Weighed, weighed: Sequence[Weighed]) -> Judgement:
    denies, affirms = ("answer", "passage") if is_negative(claim.text) else ("passage", "answer")
    return Judgement(
        claim=claim,
        verdict=Verdict.NOT_ENOUGH_INFO,
        entailment=source.entailment,
        rule="values.negation",
        reason=f"The {denies} has a negation where the {affirms} has none.",
        evidence=_evidence(source, weighed),
    )


def _is_turned(claim: str, sentence: str) -> bool:
    return is_negative(claim) != is_negative(sentence)


def _without_evidence(claim: Claim) -> Judgement:
    return Judgement(
        claim=claim,
        verdict=Verdict.NOT_ENOUGH_INFO,
        entailment=None,
        rule="no_evidence",
        reason="No passage of the reference corpus bears on this claim.",
    )


def not_asked(claim: Claim) -> Judgement:
    """What stands for a claim that is not checkworthy."""
    return Judgement(
        claim=claim,
        verdict=None,
        entailment=None,
        rule="not_checkworthy",
        reason="This states nothing that a reference corpus could hold.",
    )


def _best(weighed: Sequence[Weighed]) -> Weighed:
    """The passage that supports most; of equals the nearest."""
    return max(weighed, key=lambda each: (each.entailment.supported, each.near.best))


def _evidence(first: Weighed, weighed: Sequence[Weighed]) -> tuple[Evidence, ...]:
    """All passages, the one that decided first."""
    return (first.evidence, *(each.evidence for each in weighed if each is not first))
