"""Reads answers that a team has labelled, to calibrate on: JSONL, one answer a line."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detectors.errors import SuiteError
from detectors.labelled import Label
from detectors.reading import parse, read_jsonl


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledAnswer:
    """An answer with what a person says of it."""

    id: str
    answer: str
    label: Label
    evidence: str | tuple[str, ...] | None = None
    """What it is judged by; without it passages of the corpus."""
    question: str = ""
    document: str | None = None
    """What it is about: answers of one document are held back together."""

    @property
    def cluster(self) -> str:
        """The document, or else the evidence; without either the answer stands alone."""
        if self.document is not None:
            return f"document {self.document}"
        if self.evidence is None:
            return f"answer {self.id}"
        return f"evidence {hashlib.sha256(json.dumps(self.evidence).encode()).hexdigest()}"


def read_labelled(path: Path, *, with_corpus: bool) -> tuple[LabelledAnswer, ...]:
    """The labelled answers; raises `SuiteError` for the first line that is wrong."""
    found = tuple(_rows(path, with_corpus))
    if not found:
        raise SuiteError("holds no answer; one {id, answer, label} a line is wanted", path=path)
    return found


def _rows(path: Path, with_corpus: bool) -> Iterator[LabelledAnswer]:
    lines: dict[str, int] = {}
    for line, value in read_jsonl(path, error=SuiteError):
        row = parse(LabelledAnswer, value, path=path, line=line, error=SuiteError)
        for field, problem in _problems(row, lines, with_corpus):
            raise SuiteError(problem, path=path, line=line, field=field)
        lines[row.id] = line
        yield row


def _problems(
    row: LabelledAnswer, lines: dict[str, int], with_corpus: bool
) -> Iterator[tuple[str, str]]:
    if row.id in lines:
        yield "id", f"the id {row.id!r} is taken by line {lines[row.id]}"
    if not row.answer.strip():
        yield "answer", "is empty; an answer to judge is wanted"
    if row.evidence is None and not with_corpus:
        yield "evidence", "is missing; give it, or a corpus with --corpus"
