"""What `assay ground` does: judges answers that already exist, a batch at a time.

A batch is written before the next is read, so that memory does not grow with the file and nothing
that was computed is lost; wrong lines are told one by one and do not stop the others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console

from audit.answer_lines import AnswerLine, read_answers
from audit.citation_lines import CitationChecker
from audit.corpus_index import index_at
from audit.json_lines import added_to
from audit.line_input import LineInput
from audit.progress import shown
from audit.verdict_lines import Reason, Tally, verdict_line
from audit.verdict_terminal import show_verdicts
from detectors.calibration import Calibration, read_calibration
from detectors.embedding import Embedder
from detectors.errors import RecordError
from detectors.given import GivenBatch
from detectors.grounding import Asked, Grounder, Source
from detectors.index import CorpusIndex
from detectors.models import PACKAGED
from detectors.reading import dump_line
from detectors.records import Verdict
from detectors.shipped import calibration_for, shipped_entailment
from detectors.similarity import Similarity

BATCH_ANSWERS = 32
BATCH_CHARACTERS = 400_000
"""Of answers and evidence; two documents of the largest size."""


def ground(
    answers: Path,
    *,
    out: Path,
    cache: Path,
    corpus: Path | None = None,
    embedder: str | None = None,
    calibration: Path | None = None,
    citations: bool = False,
    resume: bool = False,
) -> int:
    """The exit code of judging the answers; a verdict for each is added to `out`.

    With `citations` those of every answer without evidence of its own are followed into the corpus.
    """
    fitted = read_calibration(calibration) if calibration else None
    console, tally = Console(stderr=True), Tally()
    lines = LineInput(answers, _readable(needs_evidence=corpus is None), console)
    adding = added_to(out, tally.add, what="verdict", resume=resume)
    with shown(console) as progress, adding as (stream, done):
        index = index_at(corpus, cache, embedder=embedder, progress=progress) if corpus else None
        judge = _Judge(index, embedder or PACKAGED, fitted)
        checker = CitationChecker(index, fitted) if citations and index else None
        for batch in _batches(lines.rest(done, progress, "judging answers")):
            for line in _with_citations(judge.judge(batch), batch, checker):
                tally.add(line)
                stream.write(dump_line(line).encode())
            stream.flush()
    lines.tell_the_rest()
    show_verdicts(tally, out, Console(highlight=False), citations=citations)
    return _exit_code(tally, lines.wrong, citations=citations)


def _readable(
    needs_evidence: bool,
) -> Callable[[Path], Iterator[AnswerLine | RecordError]]:
    """Reads answers; where there is no corpus, one without evidence is wrong."""

    def read(path: Path) -> Iterator[AnswerLine | RecordError]:
        for found in read_answers(path):
            if isinstance(found, AnswerLine) and found.evidence is None and needs_evidence:
                message = "the answer has no evidence; give it some, or name a --corpus"
                yield RecordError(message, path=path, line=found.line, field="evidence")
            else:
                yield found

    return read


def _batches(lines: Iterable[AnswerLine]) -> Iterator[list[AnswerLine]]:
    batch: list[AnswerLine] = []
    characters = 0
    for line in lines:
        batch.append(line)
        characters += len(line.answer) + len("".join(line.evidence or ()))
        if len(batch) == BATCH_ANSWERS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _with_citations(
    lines: Sequence[dict[str, object]],
    batch: Sequence[AnswerLine],
    checker: CitationChecker | None,
) -> Sequence[dict[str, object]]:
    """The lines, with the citations of those that were judged by the corpus."""
    if checker is None:
        return lines
    own = [at for at, answer in enumerate(batch) if answer.evidence is None]
    checked = dict(zip(own, checker.check([batch[at] for at in own]), strict=True))
    return [
        line | {"citations": checked[at]} if at in checked else line
        for at, line in enumerate(lines)
    ]


class _Judge:
    """The models, and the corpus where there is one."""

    def __init__(
        self, index: CorpusIndex | None, embedder: str, calibration: Calibration | None
    ) -> None:
        self._index = index
        self._embedder = index.embedder if index else Embedder(embedder)
        self._similarity = index.similarity if index else Similarity(self._embedder)
        model = shipped_entailment()
        self._grounder = Grounder(
            model, self._similarity, calibration_for(model, given=calibration)
        )

    def judge(self, batch: Sequence[AnswerLine]) -> list[dict[str, object]]:
        """What is written of each answer."""
        given = GivenBatch(
            [line.evidence or () for line in batch], self._embedder, similarity=self._similarity
        )
        sources = zip(batch, given.sources, strict=True)
        asked = [
            Asked(line.answer, self._source(line, source), line.question)
            for line, source in sources
        ]
        judged = self._grounder.judge(asked)
        return [verdict_line(line, each) for line, each in zip(batch, judged, strict=True)]

    def _source(self, line: AnswerLine, given: Source) -> Source:
        return self._index if line.evidence is None and self._index else given


def _exit_code(tally: Tally, wrong: int, *, citations: bool) -> int:
    if wrong:
        return 2
    if tally.claims[Verdict.REFUTED] or tally.broken:
        return 1
    if citations and not tally.citations:
        return 3
    return 0 if tally.claims and not tally.answers[Reason.LANGUAGE] else 3
