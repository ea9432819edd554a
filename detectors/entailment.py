"""Whether a premise (evidence) bears out a hypothesis (claim).

`EntailmentModel` is what grounding needs; a trained cross-encoder stands in by the same two names.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from detectors.records import Entailment
from detectors.similarity import Similarity


class Pair(NamedTuple):
    """What is compared."""

    premise: str
    hypothesis: str


class WordSupport(NamedTuple):
    """A stretch of the hypothesis and how likely the premise does not bear it out, 0 to 1."""

    start: int
    end: int
    unsupported: float


class PairScore(NamedTuple):
    """What a model says of one pair."""

    entailment: Entailment
    words: tuple[WordSupport, ...] = ()
    """Empty where the model judges pairs only."""


class EntailmentModel(Protocol):
    """Scores pairs; one result a pair, in the order given."""

    name: str
    """Names the rule by which its verdicts go: `similarity`, ..."""

    def score(self, pairs: Sequence[Pair]) -> Sequence[Entailment]: ...


class SimilarityEntailment:
    """A floor to measure real entailment models against: what is alike is held to be supported.

    It cannot say `refuted`, and takes a claim for supported that swaps a name or turns the meaning
    round in like words; the value and negation checks of grounding catch some of that.
    """

    name = "similarity"

    MIDPOINT = 0.72
    """Cosine from which on a claim is supported: above the median of true claims in most of the
    public data looked at (0.4 to 0.9), since a claim wrongly passed costs more than one missed."""
    STEEPNESS = 12.0

    def __init__(self, similarity: Similarity) -> None:
        self._similarity = similarity

    def score(self, pairs: Sequence[Pair]) -> Sequence[Entailment]:
        """`supported` rises with the cosine of the claim to the premise or its best sentence."""
        return [_entailment(near.best) for near in self._similarity.nearness(pairs)]


def _entailment(cosine: float) -> Entailment:
    model = SimilarityEntailment
    supported = round(1 / (1 + math.exp(model.STEEPNESS * (model.MIDPOINT - cosine))), 5)
    return Entailment(supported=supported, refuted=0.0, not_enough_info=round(1 - supported, 5))
