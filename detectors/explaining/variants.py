"""Asks a classifier about inputs with words taken out, each different one once."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput
from detectors.explaining.replacements import Replacement, Replacer


class Variant(NamedTuple):
    """An input without some of its words."""

    at: int
    """Which input."""
    taken: frozenset[int]
    """Positions of the words taken out."""
    replacement: Replacement


class Variants:
    """Probabilities of one class of each input, for as many of its variants as are asked about."""

    def __init__(
        self,
        classifier: Classifier,
        inputs: Sequence[ModelInput],
        targets: Sequence[str],
        replacer: Replacer,
    ) -> None:
        self._classifier = classifier
        self._inputs = inputs
        self._targets = [classifier.labels.index(target) for target in targets]
        self._replacer = replacer
        self._known: dict[Variant, float] = {}
        self.broken: set[int] = set()
        """Inputs of which some variant had a logit that is no number."""

    def ask(self, variants: Iterable[Variant]) -> None:
        """Ask about those that are not known yet, all together."""
        new = [one for one in dict.fromkeys(variants) if one not in self._known]
        logits = self._classifier.logits([self._ids(one) for one in new])  # (n, labels)
        targets = torch.tensor([self._targets[one.at] for one in new], dtype=torch.long)  # (n,)
        shares = logits.double().softmax(-1).gather(-1, targets[:, None])[:, 0].tolist()
        self._known.update(zip(new, shares, strict=True))
        whole = torch.isfinite(logits).all(-1).tolist()
        self.broken.update(one.at for one, fine in zip(new, whole, strict=True) if not fine)

    def probability(self, variant: Variant) -> float:
        """That of the class on the variant, which was asked about before; 0 to 1."""
        return self._known[variant]

    def _ids(self, one: Variant) -> list[int]:
        return self._replacer.without(self._inputs[one.at], one.taken, one.replacement)
