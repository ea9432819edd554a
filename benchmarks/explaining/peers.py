"""Other explainers with their own defaults, one text at a time as they take them.

All are optional: `pip install shap lime transformers-interpret ferret-xai`. Where one is missing
or does not run beside the installed packages, its line says why.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeAlias, cast

import torch
from captum.attr import IntegratedGradients

from detectors.classifier import Classifier
from detectors.explaining.baselines import Baseline
from detectors.explaining.comparison import compare, logits
from detectors.explaining.inputs import read_inputs

Explain: TypeAlias = Callable[[str], float | None]
"""Explains a text; by how much the scores miss what they should add up to, as a share of it."""


def captum(classifier: Classifier) -> Explain:
    """Integrated Gradients as Captum has them: 50 Gauss-Legendre steps, all at once."""
    gradients = IntegratedGradients(lambda embeddings: logits(classifier, embeddings))

    def explain(text: str) -> float:
        inputs = read_inputs(classifier, [text])
        target = classifier.logits([inputs[0].ids]).argmax(-1)
        compared = compare(classifier, inputs, target, Baseline.PAD, tolerance=0)
        shares = gradients.attribute(
            compared.embeddings, baselines=compared.baselines, target=target
        )
        missed = cast(torch.Tensor, shares).sum() - compared.difference
        return float(missed.abs() / compared.scale)

    return explain


def transformers_interpret(classifier: Classifier) -> Explain:
    """Integrated Gradients of a probability, on the embedding layer."""
    package: Any = import_module("transformers_interpret")
    explainer = package.SequenceClassificationExplainer(classifier.model, classifier.tokenizer)

    def explain(text: str) -> float:
        explainer(text)
        found = explainer.attributions
        missed = float(found.delta)
        return abs(missed / (float(found._attributions.sum()) - missed))

    return explain


def ferret(classifier: Classifier) -> Explain:
    """Integrated Gradients by ferret, which keeps no sum to check."""
    package: Any = import_module("ferret")
    explainer = package.IntegratedGradientExplainer(classifier.model, classifier.tokenizer)

    def explain(text: str) -> None:
        target = int(classifier.logits(classifier.encode([text])).argmax())
        explainer(text, target=target)

    return explain


def shap(classifier: Classifier) -> Explain:
    """Owen values of tokens, for all classes at once."""
    package: Any = import_module("shap")

    def ask(texts: list[str]) -> Any:
        return classifier.logits(classifier.encode(list(texts))).double().numpy()

    masker = package.maskers.Text(classifier.tokenizer)
    explainer = package.Explainer(ask, masker, output_names=list(classifier.labels))

    def explain(text: str) -> float:
        found = explainer([text], silent=True)
        asked = ask([text])[0]
        at = int(asked.argmax())
        rise = asked[at] - found.base_values[0][at]
        return float(abs(found.values[0][:, at].sum() - rise) / abs(rise))

    return explain


def lime(classifier: Classifier) -> Explain:
    """A local linear model of the probability, from 5000 samples; its weights add up to nothing."""
    package: Any = import_module("lime.lime_text")
    explainer = package.LimeTextExplainer(class_names=list(classifier.labels), random_state=0)

    def ask(texts: list[str]) -> Any:
        return classifier.logits(classifier.encode(list(texts))).double().softmax(-1).numpy()

    def explain(text: str) -> None:
        explainer.explain_instance(text, ask, top_labels=1)

    return explain
