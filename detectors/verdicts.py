"""The verdict on one claim, from the packs of evidence that bear on it.

Each claim is judged by the first of these rules that applies:

1. no pack bears on it                                        not_enough_info, `no_evidence`
2. a number, unit, date, reference, limit or quantifier of    refuted, `values.*`
   it is contradicted by the packs about its subject and
   stands in none of them, or they deny what it affirms
3. its calibrated probability reaches the threshold           supported, `entailment`
4. another value or its polarity stands against it            the likelier of the two other
                                                              verdicts, `values.*`
5. else                                                       likewise, `entailment`
"""

from collections.abc import Sequence
from dataclasses import replace

from detectors.calibration import Calibration
from detectors.records import Claim, Entailment, Evidence, Judgement, Verdict
from detectors.values import ValueFinding, ValueRule
from detectors.weighing import Weighed, Weight, weigh

EXACT = frozenset(
    (
        ValueRule.NUMBER,
        ValueRule.UNIT,
        ValueRule.DATE,
        ValueRule.REFERENCE,
        ValueRule.QUANTIFIER,
        ValueRule.COMPARATOR,
    )
)
"""What exact code knows better than any network. Over the whole documents of `training/written`,
whose claims mostly need a reader's inference, these stand against 121 of 5,825 true claims and 253
of 7,097 wrong ones, most of which are wrong in something that is no value."""
DENIED_FROM = 0.7
"""So does a denial, where the evidence has this share of the claim's words: against 17 of
5,849 true ones and 73 of 8,907 wrong; below it, it may well be about something else."""
CONTRADICTED = 0.2
"""The share of `supported` that is left where exact code contradicts. On 1,998 held-back claims 4
of 177 so contradicted were supported (2.3 %), where this leaves 2.1 % on average; and claims that
are contradicted keep the order that all other signs give them."""


def judge(
    claim: Claim, hypothesis: str, weighed: Sequence[Weighed], calibration: Calibration
) -> Judgement:
    """The verdict, by the first rule that applies."""
    if not weighed:
        return _without_evidence(claim)
    weight = weigh(claim.text, hypothesis, weighed)
    probability = calibration.probability(
        {name: weight.signs[name] for name in calibration.features}
    )
    exact = next((f for f in weight.findings if _is_exact(f, weight.signs["coverage"])), None)
    if exact:
        settled = _contradicted(probability)
        return _by_value(claim, Verdict.REFUTED, exact, weight, settled, weighed)
    if probability.supported >= calibration.threshold:
        return _by_model(claim, Verdict.SUPPORTED, weight.best, probability, weighed)
    likelier = probability.refuted > probability.not_enough_info
    verdict = Verdict.REFUTED if likelier else Verdict.NOT_ENOUGH_INFO
    if weight.findings:
        return _by_value(claim, verdict, weight.findings[0], weight, probability, weighed)
    source = weight.against if likelier and weight.against else weight.best
    return _by_model(claim, verdict, source, probability, weighed)


def _is_exact(finding: ValueFinding, coverage: float) -> bool:
    if finding.evidence is None:
        return False
    denied = finding.rule is ValueRule.NEGATION and coverage >= DENIED_FROM
    return denied or finding.rule in EXACT


def _contradicted(probability: Entailment) -> Entailment:
    """The probabilities where exact code decides: a ranking by them must agree with the verdict."""
    supported = round(probability.supported * CONTRADICTED, 5)
    moved = probability.supported - supported
    return replace(probability, supported=supported, refuted=round(probability.refuted + moved, 5))


def _by_value(
    claim: Claim,
    verdict: Verdict,
    finding: ValueFinding,
    weight: Weight,
    probability: Entailment,
    weighed: Sequence[Weighed],
) -> Judgement:
    source = _holding(finding, weighed) or weight.against or weight.best
    return Judgement(
        claim=claim,
        verdict=verdict,
        entailment=source.score.entailment,
        probability=probability,
        rule=finding.rule.value,
        reason=_reason(finding),
        evidence=_evidence(source, weighed),
    )


def _reason(finding: ValueFinding) -> str:
    if finding.evidence is None:
        return f"No passage about this says {finding.claim.text}."
    return f"The passage says {finding.evidence.text} where the answer says {finding.claim.text}."


def _holding(finding: ValueFinding, weighed: Sequence[Weighed]) -> Weighed | None:
    """The pack in which the finding's evidence stands."""
    text = finding.evidence.text if finding.evidence else None
    return next((each for each in weighed if text and text in each.pack.text), None)


def _by_model(
    claim: Claim,
    verdict: Verdict,
    source: Weighed,
    probability: Entailment,
    weighed: Sequence[Weighed],
) -> Judgement:
    return Judgement(
        claim=claim,
        verdict=verdict,
        entailment=source.score.entailment,
        probability=probability,
        rule="entailment",
        reason=_REASONS[verdict].format(document=source.pack.evidence[0].document),
        evidence=_evidence(source, weighed),
    )


_REASONS = {
    Verdict.SUPPORTED: "A passage of {document} says the same.",
    Verdict.REFUTED: "A passage of {document} says otherwise.",
    Verdict.NOT_ENOUGH_INFO: "The nearest passage, of {document}, does not say this.",
}


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


def _evidence(first: Weighed, weighed: Sequence[Weighed]) -> tuple[Evidence, ...]:
    """All passages, those of the pack that decided first, each once."""
    every = [*first.pack.evidence, *(e for each in weighed for e in each.pack.evidence)]
    return tuple({(e.document, e.start): e for e in every}.values())
