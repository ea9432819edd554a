"""Whether a premise (evidence) bears out a hypothesis (claim).

`EntailmentModel` is what grounding needs; a trained cross-encoder stands in by the same two names.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from detectors.records import Entailment


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

    @property
    def sha256(self) -> str: ...

    def score(self, pairs: Sequence[Pair]) -> Sequence[PairScore]: ...
