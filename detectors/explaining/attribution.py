"""Explains what a classifier decided: a signed score for every word of its input.

- Explained is the logit of the predicted class, in logits: scores of all words add up to what the
  words changed, up to the convergence delta that is reported.
- What a reader is told are words that weigh much against two baselines, not the choice of one.
- Limits: scores tell what moves this logit against this baseline, not what the model understood.
  Whether they are faithful has to be measured on its own.
"""

from collections.abc import Sequence

from detectors.base import Answered, Findings, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError, ModelError
from detectors.explaining.explainer import TOLERANCE, Explainer
from detectors.explaining.inputs import read_inputs
from detectors.explaining.methods import BASELINE, COMPLETE, DEFAULT, OTHER_BASELINE
from detectors.records import Attribution, Finding, Severity, Task, WordScore

NAME = "attribution"

NAMED = 3
"""Words that a finding names at most."""

STRONGEST = 5
"""A word is named where it is among so many of the highest |score|, against either baseline."""


class AttributionDetector:
    """Reports for each answer of a classifier the words that decided it."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("explains classifiers alone; this subject is none", detector=NAME)
        self._classifier = resources.classifier

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """One finding an answer: what it rests on, or that this could not be computed exactly.

        Explains the label of the highest probability, also where the subject declined to give it.
        """
        texts = [case.text for case, _ in answered]
        outcomes = _outcomes(self._classifier, texts, Explainer())
        return [
            DetectorError(outcome, detector=NAME, case_id=pair.case.id)
            if isinstance(outcome, str)
            else (finding(outcome),)
            for outcome, pair in zip(outcomes, answered, strict=True)
        ]


def attributions(
    classifier: Classifier,
    texts: Sequence[str],
    *,
    method: str = DEFAULT,
    baseline: str = BASELINE,
    other_baseline: str | None = OTHER_BASELINE,
) -> list[Attribution | DetectorError]:
    """Why the classifier chooses what it chooses for each text, in the order given.

    Raises `UnknownNameError` for a method or baseline that is none, and `DetectorError` where the
    model cannot be explained at all.
    """
    explainer = Explainer(method, baseline=baseline, other_baseline=other_baseline)
    return [
        DetectorError(outcome, detector=NAME) if isinstance(outcome, str) else outcome
        for outcome in _outcomes(classifier, texts, explainer)
    ]


def finding(attribution: Attribution) -> Finding:
    """What a reader of the report has to know of the attribution."""
    complete = attribution.method in COMPLETE
    converged = not complete or attribution.relative_delta <= TOLERANCE
    return Finding(
        rule=f"{NAME}.words" if converged else f"{NAME}.not_converged",
        severity=Severity.NOTE if converged else Severity.WARNING,
        message=_summary(attribution) + ("" if converged else _doubt(attribution)),
        attribution=attribution,
    )


def agreed(attribution: Attribution) -> tuple[WordScore, ...]:
    """The words that weigh most against both baselines, strongest first.

    Each is among the `STRONGEST`, or the stronger half of a short text, and has one sign. Without
    a second baseline those of the first.
    """
    words = attribution.words
    most = min(STRONGEST, (len(words) + 1) // 2)
    strong = sorted(words, key=lambda word: -abs(word.score))[:most]
    if attribution.other_baseline is None:
        return tuple(strong)
    others = sorted(words, key=lambda word: -abs(word.other or 0))[:most]
    return tuple(word for word in strong if word in others and word.score * (word.other or 0) > 0)


def _summary(attribution: Attribution) -> str:
    """One sentence of what the decision rests on."""
    named = agreed(attribution)[:NAMED]
    other = attribution.other_baseline
    if not named:
        return (
            f'no word weighs most for or against "{attribution.target}" under both baselines, '
            f"{attribution.baseline} and {other}"
        )
    listed = ", ".join(f'"{word.text}" {word.score:+.2f}' for word in named)
    heuristic = "" if attribution.certified else f"; {attribution.method} is a mere heuristic"
    return f'words that weigh most for "{attribution.target}": {listed}{heuristic}'


def _doubt(attribution: Attribution) -> str:
    return f"; unreliable: {attribution.relative_delta:.0%} of the sum is off"


def _outcomes(
    classifier: Classifier, texts: Sequence[str], explainer: Explainer
) -> list[Attribution | str]:
    """The attribution of each text, or why there is none."""
    if not classifier.tokenizer.is_fast:
        raise DetectorError(
            "the model's tokenizer does not tell which characters a token stands for; one with a "
            "tokenizer.json does",
            detector=NAME,
        )
    try:
        return explainer.explain(classifier, read_inputs(classifier, texts))
    except ModelError as problem:
        raise DetectorError(str(problem), detector=NAME) from None
