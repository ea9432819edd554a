"""Whether explanations change when the model's weights are made random.

If they stay, they come from the text and the architecture and not from what the model learned
(Adebayo et al. 2018, "Sanity Checks for Saliency Maps"). Compared are the ranks of the words'
scores for the same class of the same text, by the model and by copies of it with random weights.

- The texts are shared out over many random models, since a random head may by chance point where
  the trained one does. The interval is over these models.
- With a random head the signed scores are compared: it is another direction of an encoder that
  still knows which words matter, so that their sizes may stay. With a random encoder nothing may
  stay, and the worse of signed scores and sizes is judged. Signs alone would pass a method that
  always finds the same words and draws their signs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.estimates import Mean, Measured, clustered
from detectors.explaining.inputs import ModelInput
from detectors.explaining.methods import Method
from detectors.explaining.random_weights import Layers, with_random_weights
from detectors.explaining.rank_agreement import rank_agreement
from detectors.records import Attribution

LIMITS: Mapping[Layers, float] = {Layers.HEAD: 0.5, Layers.ENCODER: 0.2}
"""Rank correlation above which an explanation survives random weights."""

MODELS = 20
"""Random models that the texts are shared out over; those that vary one another share one."""

SEED = 20_180
"""Of the first of them. Not 0, from which many a training starts: its random model would be the
audited one before training, and not independent of it."""


class Randomisation(NamedTuple):
    """How much of the explanations is left when layers are random."""

    layers: Layers
    signed: Mean | None
    """Mean over texts of Spearman's rank correlation of the scores, -1 to 1; `None` for fewer than
    two groups of texts that are long enough. Its clusters are random models."""
    unsigned: Mean | None
    """The same of the scores without their signs."""

    @property
    def judged(self) -> Mean | None:
        """What the limit is for."""
        if self.signed is None or self.unsigned is None or self.layers is Layers.HEAD:
            return self.signed
        return max(self.signed, self.unsigned, key=lambda one: one.value)

    @property
    def survives(self) -> bool:
        """The explanations are much the same without what the model learned."""
        return self.judged is not None and self.judged.value > LIMITS[self.layers]

    @property
    def certified(self) -> bool:
        """They are shown not to be: the whole interval is below the limit."""
        return self.judged is not None and self.judged.high <= LIMITS[self.layers]

    @property
    def sentence(self) -> str:
        """What a reader has to know."""
        if self.judged is None:
            return f"too few texts to tell whether the explanation survives a random {self.layers}"
        verdict = (
            f"the explanation survives random weights of the {self.layers}: not certified"
            if self.survives
            else f"random weights of the {self.layers} change the explanation, as they should"
            if self.certified
            else f"it is open whether the explanation survives random weights of the {self.layers}"
        )
        kind = "" if self.judged is self.signed else " of sizes"
        return (
            f"{verdict}; rank correlation{kind} {self.judged}, the limit is {LIMITS[self.layers]}"
        )


def randomisation(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    method: Method,
    layers: Layers,
    *,
    clusters: Sequence[str] | None = None,
    seed: int = SEED,
) -> Randomisation:
    """How alike the attributions of `inputs[i]` are when these layers are random.

    `clusters[i]` names the texts that vary one another; without them all are independent. Inputs
    that the random model cannot be explained on are passed over. Raises `ModelError` where the
    model does not tell which part of it is the encoder.
    """
    models = _shared_out(clusters or [str(at) for at in range(len(inputs))])
    signed, unsigned = [], []
    for at, other in _on_random_weights(
        classifier, inputs, attributions, method, layers, models, seed
    ):
        one = [word.score for word in attributions[at].words]
        two = [word.score for word in other.words]
        model = str(models[at])
        if found := rank_agreement(one, two):
            signed.append(Measured(found.rank_correlation, model))
        if found := rank_agreement([abs(score) for score in one], [abs(score) for score in two]):
            unsigned.append(Measured(found.rank_correlation, model))
    return Randomisation(layers, clustered(signed), clustered(unsigned))


def _shared_out(clusters: Sequence[str]) -> list[int]:
    """The number of the random model of each text."""
    number = {name: at % MODELS for at, name in enumerate(dict.fromkeys(clusters))}
    return [number[name] for name in clusters]


def _on_random_weights(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    method: Method,
    layers: Layers,
    models: Sequence[int],
    seed: int,
) -> Iterator[tuple[int, Attribution]]:
    """The attribution of each input by its random model, for the class that the model chose."""
    for model in sorted(set(models)):
        positions = [at for at in range(len(inputs)) if models[at] == model]
        explained = method.explain(
            with_random_weights(classifier, layers, seed=seed + model),
            [inputs[at] for at in positions],
            targets=[classifier.labels.index(attributions[at].target) for at in positions],
        )
        for at, one in zip(positions, explained, strict=True):
            if isinstance(one, Attribution):
                yield at, one
