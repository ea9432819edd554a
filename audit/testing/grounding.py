"""Judges answers of tests by a corpus, or by the texts that a test gives.

It loads torch; `audit.testing.grounded` imports it at the first call.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from audit.testing.opening import opened_index
from detectors.calibration import read_calibration
from detectors.claims import opens_with_refusal
from detectors.embedding import Embedder
from detectors.given import GivenBatch
from detectors.grounding import Asked, Grounder, Source
from detectors.index import CorpusIndex
from detectors.models import PACKAGED
from detectors.records import Judgement, Verdict
from detectors.shipped import calibration_for, shipped_entailment
from detectors.similarity import Similarity
from reports.plain_judgement import tally, unsupported_facts
from reports.plain_text import Fact, laid_out, quoted

Corpus: TypeAlias = "str | Path | CorpusIndex | Sequence[str]"
"""A folder or file of documents, an index, or a list of texts."""


class Said(NamedTuple):
    """An answer, and what it answers."""

    answer: str
    question: str = ""


class Judged(NamedTuple):
    """What was found of an answer."""

    said: Said
    judgements: tuple[Judgement, ...]

    @property
    def declines(self) -> bool:
        """It says that it does not know, and whatever it adds is supported."""
        return opens_with_refusal(self.said.answer) and not self.unsupported

    @property
    def unsupported(self) -> bool:
        """A claim is refuted, or nothing supports it."""
        return any(j.verdict in (Verdict.REFUTED, Verdict.NOT_ENOUGH_INFO) for j in self.judgements)

    @property
    def judged(self) -> bool:
        """A claim was judged at all."""
        return any(judgement.verdict for judgement in self.judgements)

    def problem(self, *, may_decline: bool) -> str | None:
        """Why the answer does not pass, to be read; `None` where it does."""
        if self.declines:
            return None if may_decline else laid_out("the answer declines", self._facts())
        if not self.judged:
            return laid_out(f"nothing was judged: {self._why_nothing()}", self._facts())
        if self.unsupported:
            return laid_out(f"claims: {tally(self.judgements)}", self._facts())
        return None

    def _why_nothing(self) -> str:
        if not self.said.answer.strip():
            return "the answer is empty"
        other = (j.reason for j in self.judgements if j.rule == "language")
        return next(other, "the answer states nothing that can be checked")

    def _facts(self) -> list[Fact]:
        asked = Fact("asked", quoted(self.said.question) if self.said.question else "")
        answered = Fact("answered", quoted(self.said.answer))
        return [asked, answered, *unsupported_facts(self.judgements)]


def judged(
    said: Sequence[Said],
    corpus: Corpus,
    *,
    calibration: Path | None = None,
    error_budget: float | None = None,
) -> list[Judged]:
    """What is found of each answer; all are judged in one go.

    Raises `CorpusError` where the corpus cannot be read, and `AuditError` where the calibration
    cannot, or has no threshold for the budget.
    """
    source, similarity = _source(corpus)
    model = shipped_entailment()
    given = read_calibration(calibration) if calibration else None
    decides = calibration_for(model, given=given, error_budget=error_budget)
    asked = [Asked(one.answer, source, one.question) for one in said]
    found = Grounder(model, similarity, decides).judge(asked)
    return [Judged(one, judgements) for one, judgements in zip(said, found, strict=True)]


def _source(corpus: Corpus) -> tuple[Source, Similarity]:
    if isinstance(corpus, CorpusIndex):
        return corpus, corpus.similarity
    if isinstance(corpus, str | Path):
        index = opened_index(Path(corpus).resolve())
        return index, index.similarity
    embedder = _embedder()
    similarity = Similarity(embedder)
    (source,) = GivenBatch([list(corpus)], embedder, similarity=similarity).sources
    return source, similarity


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    return Embedder(PACKAGED)
