"""Inputs of a classifier with their attributions, as the checks of explanations take them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.explainer import Explainer
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.records import Attribution

PLAIN = Explainer(other_baseline=None)


class Explained(NamedTuple):
    """`attributions[i]` explains `inputs[i]`."""

    inputs: list[ModelInput]
    attributions: list[Attribution]


def explained(classifier: Classifier, texts: Sequence[str]) -> Explained:
    """The texts that can be explained."""
    inputs = read_inputs(classifier, texts)
    outcomes = PLAIN.explain(classifier, inputs)
    known = [
        (one, outcome)
        for one, outcome in zip(inputs, outcomes, strict=True)
        if isinstance(outcome, Attribution)
    ]
    return Explained([one for one, _ in known], [outcome for _, outcome in known])


def with_scores(one: Attribution, scores: Sequence[float]) -> Attribution:
    """The attribution with other scores for its words."""
    words = [replace(word, score=score) for word, score in zip(one.words, scores, strict=True)]
    return replace(one, words=tuple(words))


def reversed_scores(one: Attribution) -> Attribution:
    """Names last what the attribution names first."""
    return with_scores(one, [-word.score for word in one.words])


def same_for_all(one: Attribution) -> Attribution:
    """Scores by place alone, which say nothing of the model."""
    return with_scores(one, [1 / (at + 1) for at in range(len(one.words))])
