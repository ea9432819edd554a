"""Explains what a classifier decided: a signed score for every word of its input.

- Explained is the logit of the predicted class, in logits: scores of all words add up to what the
  words changed, up to the convergence delta that is reported.
- What a reader is told are words that weigh much against two baselines, not the choice of one.
- Whether the words named carry the decision is measured beside random ones; an explanation that
  is no better than chance says so.
- Limits: scores tell what moves this logit against this baseline, not what the model understood.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from detectors.base import Answered, Findings, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError, ModelError
from detectors.explaining.explainer import TOLERANCE, Explainer
from detectors.explaining.faithfulness import faithfulness
from detectors.explaining.inputs import read_inputs
from detectors.explaining.methods import BASELINE, COMPLETE, DEFAULT, OTHER_BASELINE
from detectors.explaining.replacements import Replacer
from detectors.records import Attribution, Finding, Severity, Task, WordScore

NAME = "attribution"

NAMED = 3
"""Words that a finding names at most."""

STRONGEST = 5
"""A word is named where it is among so many of the highest |score|, against either baseline."""


NEIGHBOURS = 200
"""Texts of the suite that words are drawn from, to stand in the place of others."""


class AttributionDetector:
    """Reports for each answer of a classifier the words that decided it, and how faithfully."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("explains classifiers alone; this subject is none", detector=NAME)
        self._classifier = resources.classifier
        self._texts = resources.texts[:NEIGHBOURS]

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """One finding an answer: what it rests on, or that this cannot be relied on.

        Explains the label of the highest probability, also where the subject declined to give it.
        """
        texts = [case.text for case, _ in answered]
        outcomes = self._measured(texts, _outcomes(self._classifier, texts, Explainer()))
        return [
            DetectorError(outcome, detector=NAME, case_id=pair.case.id)
            if isinstance(outcome, str)
            else (finding(outcome),)
            for outcome, pair in zip(outcomes, answered, strict=True)
        ]

    @cached_property
    def _replacer(self) -> Replacer:
        neighbours = read_inputs(self._classifier, self._texts)
        return Replacer(self._classifier.tokenizer, neighbours)

    def _measured(
        self, texts: Sequence[str], outcomes: Sequence[Attribution | str]
    ) -> list[Attribution | str]:
        """The same, each attribution with how faithful it is."""
        explained = {at: one for at, one in enumerate(outcomes) if isinstance(one, Attribution)}
        inputs = read_inputs(self._classifier, [texts[at] for at in explained])
        found = faithfulness(self._classifier, inputs, list(explained.values()), self._replacer)
        measured = {
            at: replace(one, faithfulness=faithful)
            for (at, one), faithful in zip(explained.items(), found, strict=True)
        }
        return [measured.get(at, outcome) for at, outcome in enumerate(outcomes)]


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
    rule, doubt = _doubt(attribution)
    return Finding(
        rule=f"{NAME}.{rule}",
        severity=Severity.WARNING if doubt else Severity.NOTE,
        message=_summary(attribution) + doubt,
        attribution=attribution,
    )


def is_converged(attribution: Attribution) -> bool:
    """Whether the scores add up to the decision, where its method promises that they do."""
    return attribution.method not in COMPLETE or attribution.relative_delta <= TOLERANCE


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


def _doubt(attribution: Attribution) -> tuple[str, str]:
    """The rule, and why the words are not to be relied on, where they are not."""
    if not is_converged(attribution):
        return "not_converged", f"; unreliable: {attribution.relative_delta:.0%} of the sum is off"
    found = attribution.faithfulness
    if found is None or found.reliable or found.reason:
        return "words", ""
    return "not_reliable", "; unreliable: they carry the decision no more than random words do"


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
