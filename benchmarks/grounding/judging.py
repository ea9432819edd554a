"""The shipped grounding, ready to judge answers that have their evidence with them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.embedding import Embedder
from detectors.given import GivenBatch
from detectors.grounding import Asked, Grounder
from detectors.models import PACKAGED
from detectors.records import Judgement, Verdict
from detectors.shipped import calibration_for, shipped_entailment
from detectors.similarity import Similarity

PORTION = 32


class Item(NamedTuple):
    """An answer with its evidence and what is right."""

    answer: str
    evidence: str | tuple[str, ...]
    is_supported: bool
    document: str


class Judged(NamedTuple):
    """What grounding says of an item."""

    item: Item
    supported: float
    """The lowest probability of its claims; 1 where it has none."""
    passes: bool
    """Whether all its claims are held to be supported."""


class Grounding:
    """The detector as `assay ground` runs it."""

    def __init__(self) -> None:
        model = shipped_entailment()
        self.calibration = calibration_for(model)
        self.embedder = Embedder(PACKAGED)
        self.similarity = Similarity(self.embedder)
        self.grounder = Grounder(model, self.similarity, self.calibration)

    def judge(self, items: Sequence[Item]) -> Iterator[Judged]:
        for start in range(0, len(items), PORTION):
            portion = items[start : start + PORTION]
            given = GivenBatch(
                [item.evidence for item in portion], self.embedder, similarity=self.similarity
            )
            asked = [Asked(i.answer, s) for i, s in zip(portion, given.sources, strict=True)]
            for item, judgements in zip(portion, self.grounder.judge(asked), strict=True):
                yield _judged(item, judgements)


def _judged(item: Item, judgements: Sequence[Judgement]) -> Judged:
    asked = [judgement for judgement in judgements if judgement.verdict]
    known = [j.probability.supported if j.probability else 0.0 for j in asked]
    passes = all(judgement.verdict is Verdict.SUPPORTED for judgement in asked)
    return Judged(item, min(known, default=1.0), passes)
