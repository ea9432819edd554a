"""Whether the explanations of a classifier can be relied on, judged over the suite.

Three questions, on a seeded sample of the answers: do the explanations change when the model's
weights are random, do they name better words than chance, and do they stay when the text hardly
changes? What any single explanation says counts only where these are answered well.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

from detectors.base import Answered, Resources
from detectors.errors import DetectorError, ModelError
from detectors.explaining.estimates import Mean
from detectors.explaining.explainer import Explainer
from detectors.explaining.faithfulness import faithfulness
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.lift import Lift, lift
from detectors.explaining.methods import Method
from detectors.explaining.random_weights import Layers
from detectors.explaining.randomisation import LIMITS, Randomisation, randomisation
from detectors.explaining.replacements import Replacer
from detectors.explaining.stability import Stability, under_paraphrase, under_typos
from detectors.records import Attribution, Finding, Severity, Task

NAME = "sanity"

SAMPLE = 100
"""Answers that are looked at, at most: with so many a mean lift is known to about 0.04."""


class SanityDetector:
    """Reports whether the explanations of a classifier's answers mean anything."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("explains classifiers alone; this subject is none", detector=NAME)
        if not resources.classifier.tokenizer.is_fast:
            raise DetectorError(
                "the model's tokenizer does not tell which characters a token stands for; one with "
                "a tokenizer.json does",
                detector=NAME,
            )
        self._classifier = resources.classifier
        self._method: Method = Explainer(other_baseline=None)

    def examine(self, answered: Sequence[Answered]) -> Sequence[Finding]:
        """The findings on random weights, on the lift over random words, and on stability.

        Raises `DetectorError` where none of the texts can be explained.
        """
        some = self._explained(_sampled(answered))
        try:
            return (
                *(self._randomisation(some, layers) for layers in Layers),
                self._lift(some),
                *self._stability(some),
            )
        except ModelError as problem:
            raise DetectorError(str(problem), detector=NAME) from problem

    def _explained(self, answered: Sequence[Answered]) -> "_Explained":
        inputs = read_inputs(self._classifier, [case.text for case, _ in answered])
        outcomes = self._method.explain(self._classifier, inputs)
        known = [
            (case, one, outcome)
            for (case, _), one, outcome in zip(answered, inputs, outcomes, strict=True)
            if isinstance(outcome, Attribution)
        ]
        if not known:
            why = next((one for one in outcomes if isinstance(one, str)), "there are no answers")
            raise DetectorError(f"nothing can be explained: {why}", detector=NAME)
        return _Explained(
            cases=tuple(case.id for case, _, _ in known),
            clusters=[case.group or case.id for case, _, _ in known],
            inputs=[one for _, one, _ in known],
            attributions=[outcome for _, _, outcome in known],
        )

    def _randomisation(self, some: "_Explained", layers: Layers) -> Finding:
        found = randomisation(
            self._classifier,
            some.inputs,
            some.attributions,
            self._method,
            layers,
            clusters=some.clusters,
        )
        return Finding(
            rule=f"{NAME}.randomisation",
            severity=_severity_of_random(found),
            message=found.sentence,
            measures=_measures(found.judged) | {"limit": LIMITS[layers]},
        )

    def _lift(self, some: "_Explained") -> Finding:
        replacer = Replacer(self._classifier.tokenizer, some.inputs)
        measured = faithfulness(self._classifier, some.inputs, some.attributions, replacer)
        found = lift(measured, some.clusters)
        lost = [
            case
            for case, one in zip(some.cases, measured, strict=True)
            if one is not None and one.reason is None and not one.reliable
        ]
        return Finding(
            rule=f"{NAME}.lift",
            severity=Severity.NOTE if found and found.better else Severity.WARNING,
            message=found.sentence if found else "too few texts to compare with random words",
            measures=_lift_measures(found),
            cases=tuple(lost),
        )

    def _stability(self, some: "_Explained") -> tuple[Finding, ...]:
        typos = under_typos(
            self._classifier, some.inputs, some.attributions, self._method, some.clusters
        )
        paraphrases = under_paraphrase(some.attributions, some.clusters)
        return tuple(_stability_finding(found) for found in (typos, paraphrases))


class _Explained(NamedTuple):
    """The sampled answers that have an explanation, in the order of the suite."""

    cases: tuple[str, ...]
    clusters: list[str]
    inputs: list[ModelInput]
    attributions: list[Attribution]


def _sampled(answered: Sequence[Answered]) -> list[Answered]:
    """At most `SAMPLE` answers, the same each time, in the order of the suite."""
    chosen = random.Random(0).sample(range(len(answered)), min(SAMPLE, len(answered)))
    return [answered[at] for at in sorted(chosen)]


def _severity_of_random(found: Randomisation) -> Severity:
    if found.survives:
        return Severity.ERROR
    return Severity.NOTE if found.certified else Severity.WARNING


def _stability_finding(found: Stability) -> Finding:
    return Finding(
        rule=f"{NAME}.stability",
        severity=Severity.WARNING if found.unstable else Severity.NOTE,
        message=found.sentence,
        measures=_measures(found.rank_correlation),
    )


def _lift_measures(found: Lift | None) -> dict[str, float]:
    if found is None:
        return {"n": 0}
    sufficiency = found.overall.sufficiency
    return _measures(found.overall.comprehensiveness) | {
        "sufficiency": sufficiency.value,
        "sufficiency_low": sufficiency.low,
        "sufficiency_high": sufficiency.high,
        "reliable": found.reliable,
        "testable": found.testable,
    }


def _measures(mean: Mean | None) -> dict[str, float]:
    if mean is None:
        return {"n": 0}
    return {"value": mean.value, "low": mean.low, "high": mean.high, "n": mean.n}
