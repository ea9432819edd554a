"""Reads and adds to JSONL files whose objects have an id, one object a line.

- A line that is wrong is handed on as its error, so that the lines after it are still read.
- A file is never held in memory: only eight bytes for each id, to find one that comes twice.
- Lines are only ever added, so what is written survives a crash; a last line that a crash cut short
  is dropped when the file is taken up again.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeAlias, TypeVar

from detectors.errors import AuditError, RecordError

Id: TypeAlias = str | int


class WithId(Protocol):
    """What a line was read to."""

    @property
    def id(self) -> Id: ...

    @property
    def line(self) -> int: ...


Line = TypeVar("Line", bound=WithId)


class ObjectReader:
    """Reads the fields of one line, and knows where it is.

    Every method raises `RecordError` where the line is not as wanted.
    """

    def __init__(
        self, content: bytes, path: Path, line: int, *, known: Collection[str], wanted: str
    ) -> None:
        self._path, self.line, self._known = path, line, known
        self.row = self._object(content, wanted)

    def id(self) -> Id:
        """The field `id`: a text or a whole number."""
        value = self.row.get("id")
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self.error(f"a text or a whole number is wanted; {self.found('id')}", "id")
        return value

    def text(self, name: str) -> str:
        """A field that is a text."""
        value = self.row.get(name)
        if not isinstance(value, str):
            raise self.error(f"a text is wanted; {self.found(name)}", name)
        return value

    def error(self, message: str, field: str = "") -> RecordError:
        """What is wrong with this line."""
        return RecordError(message, path=self._path, line=self.line, field=field)

    def found(self, name: str) -> str:
        """What stands in the place of a field, for the end of a message."""
        if name in self.row:
            return f"found {repr(self.row[name])[:60]}"
        alike = self.alike(name)
        return (
            f"the field is missing, though there is {alike!r}" if alike else "the field is missing"
        )

    def alike(self, name: str) -> str | None:
        """A field that may be a misspelt `name`."""
        others = {field.lower(): field for field in self.row if field not in self._known}
        near = get_close_matches(name, others, n=1, cutoff=0.8)
        return others[near[0]] if near else None

    def _object(self, content: bytes, wanted: str) -> Mapping[str, object]:
        try:
            value = json.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            raise self.error(f"byte {problem.start} of the line is not UTF-8") from None
        except json.JSONDecodeError as problem:
            raise self.error(f"not JSON: {problem.msg} at column {problem.colno}") from None
        except (RecursionError, ValueError) as problem:
            raise self.error(f"not JSON that can be read: {problem}") from None
        if not isinstance(value, dict):
            raise self.error(f"is no JSON object; {wanted} is wanted")
        return value


def read_lines(
    path: Path,
    read: Callable[[ObjectReader], Line],
    *,
    known: Collection[str],
    wanted: str,
) -> Iterator[Line | RecordError]:
    """Every line that is not blank as `read` makes it, or what is wrong with it.

    `known` are the fields that it may have, `wanted` shows one. Raises `RecordError` where the file
    itself cannot be read.
    """
    seen: set[int] = set()
    with _opened(path) as stream:
        for line, content in enumerate(stream, start=1):
            if content.strip():
                try:
                    reader = ObjectReader(content, path, line, known=known, wanted=wanted)
                    found = read(reader)
                    if id_key(found.id) in seen:
                        message = f"an earlier line has the id {found.id!r} too; make ids unique"
                        raise reader.error(message, "id")
                except RecordError as problem:
                    yield problem
                    continue
                seen.add(id_key(found.id))
                yield found


def count_lines(path: Path) -> int:
    """Lines of the file, blank ones too."""
    with _opened(path) as stream:
        return sum(1 for _ in stream)


def id_key(id: Id) -> int:  # noqa: A002
    """Eight bytes that stand for an id; 1 and "1" are two."""
    return int.from_bytes(hashlib.blake2b(json.dumps(id).encode(), digest_size=8).digest())


class Kept(NamedTuple):
    """What an earlier call left."""

    keys: set[int]
    """Of the ids that are done (see `id_key`)."""
    end: int
    """Bytes that are whole lines."""


def read_kept(path: Path, count: Callable[[Mapping[str, object]], None], *, what: str) -> Kept:
    """The lines in a file that is taken up again; each is counted with `count`.

    Raises `RecordError`, which says that it holds no `what`, for a whole line that cannot be.
    """
    keys: set[int] = set()
    end = 0
    with path.open("rb") as stream:
        for number, content in enumerate(stream, start=1):
            if not content.endswith(b"\n"):
                break
            try:
                line = json.loads(content)
                count(line)
                keys.add(id_key(line["id"]))
            except (ValueError, TypeError, KeyError):
                message = f"holds no {what}; name another --out, or drop this line"
                raise RecordError(message, path=path, line=number) from None
            end += len(content)
    return Kept(keys, end)


@contextmanager
def added_to(
    out: Path, count: Callable[[Mapping[str, object]], None], *, what: str, resume: bool
) -> Iterator[tuple[BinaryIO, set[int]]]:
    """The file to add to, and the keys of the ids that are done.

    Raises `AuditError` where it holds something and is not to be taken up again.
    """
    if not resume and out.exists() and out.stat().st_size:
        raise AuditError(f"{out} is there already; go on with --resume, or name another --out")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.touch()
    kept = read_kept(out, count, what=what)
    with out.open("r+b") as stream:
        stream.truncate(kept.end)
        stream.seek(kept.end)
        yield stream, kept.keys


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as problem:
        raise RecordError(f"cannot be read: {problem.strerror}", path=path) from None
