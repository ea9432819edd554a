"""Judges the claims of one text by another, as grounding judges those of an answer by a corpus."""

from collections.abc import Sequence
from typing import NamedTuple

from detectors.base import Resources
from detectors.embedding import Embedder
from detectors.given import GivenBatch
from detectors.grounding import Asked
from detectors.models import PACKAGED
from detectors.records import Judgement
from detectors.run_grounder import run_grounder
from detectors.similarity import Similarity


class Compared(NamedTuple):
    """A text whose claims are judged, and the text that they are judged by."""

    text: str
    evidence: str
    question: str


class Comparison:
    """Compares texts with the checker of a run, its calibration and error budget included."""

    def __init__(self, resources: Resources) -> None:
        corpus = resources.corpus
        self._embedder = corpus.embedder if corpus else Embedder(PACKAGED)
        self._similarity = corpus.similarity if corpus else Similarity(self._embedder)
        self._grounder = run_grounder(resources, self._similarity)

    def judge(self, compared: Sequence[Compared]) -> list[tuple[Judgement, ...]]:
        """The judgements of every claim of each text; all share one scoring."""
        batch = GivenBatch(
            [each.evidence for each in compared], self._embedder, similarity=self._similarity
        )
        asked = [
            Asked(each.text, source, each.question)
            for each, source in zip(compared, batch.sources, strict=True)
        ]
        return self._grounder.judge(asked)
