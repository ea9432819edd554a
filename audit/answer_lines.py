"""Reads answers that already exist: one JSON object a line.

    {"id": "a1", "answer": "...", "question": "...", "evidence": ["...", "..."]}

`question` and `evidence` (a text or a list of texts) may be left out; other fields are ignored, but
not one that looks like a misspelt `evidence`: the answer would be judged by something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audit.json_lines import Id, ObjectReader, read_lines
from detectors.errors import RecordError

KNOWN = ("id", "answer", "question", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer to judge."""

    line: int
    """From 1."""
    id: Id
    answer: str
    question: str = ""
    evidence: str | tuple[str, ...] | None = None
    """`None` where none was given: it is searched in the corpus."""


def read_answers(path: Path) -> Iterator[AnswerLine | RecordError]:
    """Every line that is not blank, or what is wrong with it.

    Raises `RecordError` where the file itself cannot be read.
    """
    return read_lines(path, _answer, known=KNOWN, wanted='{"id", "answer"}')


def _answer(reader: ObjectReader) -> AnswerLine:
    return AnswerLine(
        line=reader.line,
        id=reader.id(),
        answer=reader.text("answer"),
        question=reader.text("question") if reader.row.get("question") is not None else "",
        evidence=_evidence(reader),
    )


def _evidence(reader: ObjectReader) -> str | tuple[str, ...] | None:
    value = reader.row.get("evidence")
    if value is None:
        if alike := reader.alike("evidence"):
            raise reader.error(f"the field is called 'evidence'; found {alike!r}", alike)
        return None
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        message = f"a text or a list of texts is wanted; {reader.found('evidence')}"
        raise reader.error(message, "evidence")
    for at, text in enumerate(value):
        if not isinstance(text, str):
            raise reader.error(f"a text is wanted; found {repr(text)[:60]}", f"evidence.{at}")
    return tuple(value)
