"""Reads answers that already exist: one JSON object a line.

    {"id": "a1", "answer": "...", "question": "...", "evidence": ["...", "..."]}

- `question` and `evidence` (a text or a list of texts) may be left out; other fields are ignored,
  but not one that looks like a misspelt `evidence`: the answer would be judged by something else.
- A line that is wrong is handed on as its error, so that the lines after it are still read.
- The file is never held in memory: only eight bytes for each id, to find one that comes twice.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from detectors.errors import RecordError

KNOWN = ("id", "answer", "question", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer to judge."""

    line: int
    """From 1."""
    id: str | int
    answer: str
    question: str = ""
    evidence: str | tuple[str, ...] | None = None
    """`None` where none was given: it is searched in the corpus."""


def read_answers(path: Path) -> Iterator[AnswerLine | RecordError]:
    """Every line that is not blank, or what is wrong with it.

    Raises `RecordError` where the file itself cannot be read.
    """
    seen: set[int] = set()
    with _opened(path) as stream:
        for line, content in enumerate(stream, start=1):
            if content.strip():
                yield _checked(content, path, line, seen)


def count_lines(path: Path) -> int:
    """Lines of the file, blank ones too."""
    with _opened(path) as stream:
        return sum(1 for _ in stream)


def id_key(id: str | int) -> int:  # noqa: A002
    """Eight bytes that stand for an id; 1 and "1" are two."""
    return int.from_bytes(hashlib.blake2b(json.dumps(id).encode(), digest_size=8).digest())


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as problem:
        raise RecordError(f"cannot be read: {problem.strerror}", path=path) from None


def _checked(content: bytes, path: Path, line: int, seen: set[int]) -> AnswerLine | RecordError:
    try:
        answer = _Reader(path, line).read(content)
    except RecordError as problem:
        return problem
    key = id_key(answer.id)
    if key in seen:
        message = f"an earlier line has the id {answer.id!r} too; make ids unique"
        return RecordError(message, path=path, line=line, field="id")
    seen.add(key)
    return answer


class _Reader:
    """Reads one line, and knows where it is."""

    def __init__(self, path: Path, line: int) -> None:
        self._path, self._line = path, line

    def read(self, content: bytes) -> AnswerLine:
        row = self._object(content)
        return AnswerLine(
            line=self._line,
            id=self._id(row),
            answer=self._text(row, "answer"),
            question=self._text(row, "question") if row.get("question") is not None else "",
            evidence=self._evidence(row),
        )

    def _object(self, content: bytes) -> Mapping[str, object]:
        try:
            value = json.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            raise self._error(f"byte {problem.start} of the line is not UTF-8") from None
        except json.JSONDecodeError as problem:
            raise self._error(f"not JSON: {problem.msg} at column {problem.colno}") from None
        except (RecursionError, ValueError) as problem:
            raise self._error(f"not JSON that can be read: {problem}") from None
        if not isinstance(value, dict):
            raise self._error('is no JSON object; {"id", "answer"} is wanted')
        return value

    def _id(self, row: Mapping[str, object]) -> str | int:
        value = row.get("id")
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self._error(f"a text or a whole number is wanted; {_found(row, 'id')}", "id")
        return value

    def _text(self, row: Mapping[str, object], name: str) -> str:
        value = row.get(name)
        if not isinstance(value, str):
            raise self._error(f"a text is wanted; {_found(row, name)}", name)
        return value

    def _evidence(self, row: Mapping[str, object]) -> str | tuple[str, ...] | None:
        value = row.get("evidence")
        if value is None:
            if alike := _alike(row, "evidence"):
                raise self._error(f"the field is called 'evidence'; found {alike!r}", alike)
            return None
        if isinstance(value, str):
            return value
        if not isinstance(value, list):
            raise self._error(
                f"a text or a list of texts is wanted; {_found(row, 'evidence')}", "evidence"
            )
        for at, text in enumerate(value):
            if not isinstance(text, str):
                raise self._error(f"a text is wanted; found {repr(text)[:60]}", f"evidence.{at}")
        return tuple(value)

    def _error(self, message: str, field: str = "") -> RecordError:
        return RecordError(message, path=self._path, line=self._line, field=field)


def _found(row: Mapping[str, object], name: str) -> str:
    if name in row:
        return f"found {repr(row[name])[:60]}"
    alike = _alike(row, name)
    return f"the field is missing, though there is {alike!r}" if alike else "the field is missing"


def _alike(row: Mapping[str, object], name: str) -> str | None:
    """A field that may be a misspelt `name`."""
    others = [field for field in row if field not in KNOWN]
    found = {field.lower(): field for field in others}
    near = get_close_matches(name, found, n=1, cutoff=0.8)
    return found[near[0]] if near else None
