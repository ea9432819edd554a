"""Reads records from JSON, JSONL and YAML; whatever is wrong is named by file, line and field.

Unknown fields are errors: a misspelt option that is silently ignored would change what an audit
means. The caller says which error to raise, since a bad suite and a bad run are not the same.
"""

import json
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar, cast

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from detectors.errors import AuditError

T = TypeVar("T")


class LocatedError(Protocol):
    """An error class that says where in a file: `SuiteError`, `RecordError`."""

    def __call__(
        self, message: str, *, path: Path, line: int | None = None, field: str = ""
    ) -> AuditError: ...


class Row(NamedTuple):
    """One JSON value of a JSONL file, with its line number from 1."""

    line: int
    value: object


def read_text(path: Path, *, error: LocatedError) -> str:
    """The file's text; a UTF-8 byte order mark is dropped."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise error("no such file", path=path) from None
    except IsADirectoryError:
        raise error("is a folder; a file is wanted", path=path) from None
    except UnicodeDecodeError as problem:
        raise error(
            f"byte {problem.start} is not UTF-8; save the file as UTF-8", path=path
        ) from None
    except OSError as problem:
        raise error(f"cannot be read: {problem.strerror}", path=path) from None


def read_jsonl(path: Path, *, error: LocatedError) -> Iterator[Row]:
    """The value of every line that is not blank."""
    rows = read_text(path, error=error).split("\n")  # splitlines would cut at U+2028 too
    for line, text in enumerate(rows, start=1):
        if text.strip():
            try:
                yield Row(line, json.loads(text))
            except json.JSONDecodeError as problem:
                raise error(
                    f"not JSON: {problem.msg} at column {problem.colno}", path=path, line=line
                ) from None


def read_yaml(path: Path, *, error: LocatedError) -> object:
    """The value of a YAML file, with the safe loader."""
    text = read_text(path, error=error)
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = mark.line + 1 if mark else None
        raise error(f"not YAML: {problem.problem}", path=path, line=line) from None
    except yaml.YAMLError as problem:
        raise error(f"not YAML: {problem}", path=path) from None


def parse(
    kind: type[T], value: object, *, path: Path, line: int | None = None, error: LocatedError
) -> T:
    """`value` as a record of `kind`; the first thing that is wrong raises `error`."""
    if value is None:
        raise error("is empty; a mapping of fields is wanted", path=path, line=line)
    try:
        return adapter(kind).validate_python(value)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise error(
            sentence(first["msg"], first["input"]), path=path, line=line, field=field
        ) from None


def parse_yaml(kind: type[T], path: Path, *, error: LocatedError) -> T:
    """The YAML file as a record of `kind`; errors carry the line of the field."""
    value = read_yaml(path, error=error)
    if value is None:
        raise error("is empty; a mapping of fields is wanted", path=path)
    try:
        return adapter(kind).validate_python(value)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        line = yaml_line(path.read_text(encoding="utf-8-sig"), first["loc"])
        field = ".".join(str(part) for part in first["loc"])
        raise error(
            sentence(first["msg"], first["input"]), path=path, line=line, field=field
        ) from None


def to_json(record: object) -> dict[str, object]:
    """The record as plain JSON values; fields that hold their default are left out."""
    plain = adapter(type(record)).dump_python(record, mode="json", exclude_defaults=True)
    if not isinstance(plain, dict):
        raise TypeError(f"{type(record).__name__} is no record")
    return plain


def dump_line(value: Mapping[str, object]) -> str:
    """One JSONL line: keys in the order of the record, no spaces, text as it is; NaN is refused.

    Half a surrogate pair, which models do emit and no UTF-8 file can hold, is escaped.
    """
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return line + "\n"


def yaml_line(text: str, location: tuple[int | str, ...]) -> int:
    """Line, from 1, of the value at `location`, or of its nearest parent that is there."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = 1
    for part in location:
        child = _child(node, part)
        if child is None:
            continue  # pydantic names the chosen type of a union, which is not in the file
        line, node = child
    return line


def sentence(message: str, given: object) -> str:
    """pydantic's message with the offending value, where that is short enough to help."""
    shown = "" if isinstance(given, dict | list) else repr(given)
    return f"{message} (found {shown})" if shown and len(shown) <= 60 else message


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """A validator for `kind` that refuses unknown fields."""
    return cast("TypeAdapter[T]", _adapter(cast("Hashable", kind)))


@cache
def _adapter(kind: Hashable) -> TypeAdapter[object]:
    """pydantic takes no configuration for a dataclass at the top, but hands a union's on to it."""
    either = cast("type[object]", kind | None)  # type: ignore[operator]
    return TypeAdapter(either, config=ConfigDict(extra="forbid"))


def _child(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    return None
