"""Reads texts to explain: one JSON object a line.

    {"id": "t1", "text": "..."}

Other fields are ignored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audit.json_lines import Id, ObjectReader, read_lines
from detectors.errors import RecordError


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One text to explain."""

    line: int
    """From 1."""
    id: Id
    text: str


def read_texts(path: Path) -> Iterator[TextLine | RecordError]:
    """Every line that is not blank, or what is wrong with it.

    Raises `RecordError` where the file itself cannot be read.
    """
    return read_lines(path, _text, known=("id", "text"), wanted='{"id", "text"}')


def _text(reader: ObjectReader) -> TextLine:
    return TextLine(line=reader.line, id=reader.id(), text=reader.text("text"))
