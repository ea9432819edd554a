"""The verdict on one claim, from the packs of evidence that bear on it.

Each claim is judged by the first of these rules that applies:

1. no pack bears on it                                        not_enough_info, `no_evidence`
2. a number, unit, date, reference, limit or quantifier of    refuted, `values.*`
   it is contradicted by the packs about its subject and
   stands in none of them; or a name, a denial or a modal
   verb, where a pack has most of its other words
3. its calibrated probability, of which little is left where  supported, `entailment`
   a value of it stands nowhere in a pack that has most of
   its other words, reaches the threshold
4. another value or its polarity stands against it            the likelier of the two other
                                                              verdicts, `values.*`
5. else                                                       likewise, `entailment`
"""

from collections.abc import Sequence
from dataclasses import replace

from detectors.calibration import Calibration
from detectors.records import Claim, Entailment, Evidence, Judgement, Verdict
from detectors.values import ValueFinding, ValueRule
from detectors.weighing import Told, Weighed, Weight, weigh

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
whose claims mostly need a reader's inference, what decides stands against 47 of 1,814 true claims
and 105 of 2,186 wrong ones, most of which are wrong in something that is no value."""
ABOUT_THE_SAME = 0.7
"""Share of the claim's other words that a passage has which plainly speaks of the same."""
CONTRADICTED = 0.05
"""The share of `supported` that is left where exact code contradicts. Of 1,498 held-back claims 225
are so contradicted, and 5 of these supported (2.2 %)."""
UNSTATED = 0.25
"""The same where a value stands nowhere in a passage about the same: 15 claims, 3 supported."""


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
    probability = _lowered(probability, share_left(weight))
    if told := next((each for each in weight.told if _is_contradicted(each)), None):
        return _by_value(claim, Verdict.REFUTED, told.finding, weight, probability, weighed)
    if probability.supported >= calibration.threshold:
        return _by_model(claim, Verdict.SUPPORTED, weight.best, probability, weighed)
    likelier = probability.refuted > probability.not_enough_info
    verdict = Verdict.REFUTED if likelier else Verdict.NOT_ENOUGH_INFO
    if weight.told:
        return _by_value(claim, verdict, weight.told[0].finding, weight, probability, weighed)
    source = weight.against if likelier and weight.against else weight.best
    return _by_model(claim, verdict, source, probability, weighed)


def share_left(weight: Weight) -> float:
    """How much of the probability of `supported` exact code leaves: all, where it has no word."""
    if any(_is_contradicted(told) for told in weight.told):
        return CONTRADICTED
    return UNSTATED if any(_is_unstated(told) for told in weight.told) else 1.0


def _is_contradicted(told: Told) -> bool:
    if told.finding.evidence is None:
        return False
    return told.finding.rule in EXACT or told.aside >= ABOUT_THE_SAME


def _is_unstated(told: Told) -> bool:
    return told.finding.evidence is None and told.aside >= ABOUT_THE_SAME


def _lowered(probability: Entailment, left: float) -> Entailment:
    """The probabilities where exact code speaks: a ranking by them must agree with the verdict,
    and claims of which it says the same keep the order that all other signs give them."""
    supported = round(probability.supported * left, 5)
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
