"""Records the answers of clients under test, and judges all of them when the test ends."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from audit.testing.calls import Watch

if TYPE_CHECKING:  # loads torch
    from audit.testing.grounding import Corpus, Judged, Said

T = TypeVar("T")


class Found(NamedTuple):
    """What the audit of a test found."""

    problem: str | None
    """Why the test fails, to be read."""
    properties: tuple[tuple[str, object], ...]
    """Values for its report."""


class _Watched(NamedTuple):
    """A client, what judges its answers, and what it was answered."""

    watch: Watch
    corpus: "Corpus"
    may_decline: bool
    said: "list[Said]"


class Audited:
    """What the fixture `audited` gives to a test."""

    def __init__(self, *, cwd: Path) -> None:
        self._cwd = cwd
        self._watched: list[_Watched] = []

    def watch(self, client: T, *, corpus: "Corpus", may_decline: bool = True) -> T:
        """The same client of openai, whose answers are audited when the test ends.

        `corpus` is what their claims are checked against: a folder or file of documents, taken from
        the root of the project, an index, or a list of texts. An answer that declines is right
        unless it may not.
        """
        said: list[Said] = []
        source = self._cwd / corpus if isinstance(corpus, str | Path) else corpus
        watch = Watch(client, lambda question, answer: said.append(_said(answer, question)))
        self._watched.append(_Watched(watch, source, may_decline, said))
        return client

    def release(self) -> None:
        """The clients are as they were."""
        for watched in self._watched:
            watched.watch.release()

    def audit(self) -> Found:
        """What is found of all answers so far; those of a client are judged in one go."""
        self.release()
        if not any(watched.said for watched in self._watched):
            return Found(_NOTHING, (("assay.answers", 0),))
        from audit.testing.grounding import judged

        problems: list[str] = []
        every: list[Judged] = []
        for watched in self._watched:
            found = judged(watched.said, watched.corpus) if watched.said else []
            every += found
            told = (one.problem(may_decline=watched.may_decline) for one in found)
            problems += [text for text in told if text]
        if not problems and not any(one.judged for one in every):
            problems = ["every answer declines, so no claim was judged"]
        return Found(_told(problems, len(every)), _properties(every, len(problems)))


_NOTHING = (
    "the fixture `audited` recorded no answer, so nothing was audited; hand it the client under "
    'test: client = audited.watch(client, corpus="docs/corpus")'
)


def _said(answer: str, question: str) -> "Said":
    from audit.testing.grounding import Said

    return Said(answer, question)


def _told(problems: Sequence[str], answers: int) -> str | None:
    if not problems:
        return None
    return "\n".join([f"{len(problems)} of {answers} answers do not pass", *problems])


def _properties(every: "Sequence[Judged]", failed: int) -> tuple[tuple[str, object], ...]:
    claims = sum(judgement.verdict is not None for one in every for judgement in one.judgements)
    return (("assay.answers", len(every)), ("assay.failed", failed), ("assay.claims", claims))
