"""Proves that the lines of a case stand in a record, without showing the others."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from detectors.errors import RecordError
from reports.run import unsound, verified
from reports.verify_record import levels, scan


class RecordLine(NamedTuple):
    """A line of a record that verifies."""

    content: bytes
    """Without its end."""
    fields: dict[str, object]

    @property
    def case(self) -> str | None:
        """Id of the case that it is the result of; `None` for any other line."""
        case = self.fields.get("case")
        return str(case["id"]) if isinstance(case, dict) else None


def sound_lines(file: Path) -> list[RecordLine]:
    """Every line of the record but its seal.

    Raises `RecordError` where it does not verify.
    """
    if problem := verified(file).problem:
        raise unsound(problem, file)
    contents = file.read_bytes().split(b"\n")[:-2]  # after the last end there is nothing
    return [RecordLine(content, json.loads(content)) for content in contents]


def prove(file: Path, case: str) -> str:
    """JSON that shows that the results of the case stand in the record (RFC 9162, section 2.1.3).

    Raises `RecordError` where the record does not verify, or shows no such case.
    """
    lines = sound_lines(file)
    numbers = [at for at, line in enumerate(lines) if line.case == case]
    if not numbers:
        raise RecordError(f"holds no result of a case {case!r}", path=file)
    tree = list(levels([line.leaf for line in scan(str(file)).lines[:-1]]))
    proofs = [
        {
            "line": at + 1,
            "content": lines[at].content.decode(),
            "path": [digest.hex() for digest in _path(at, tree)],
        }
        for at in numbers
    ]
    value = {"case": case, "root": tree[-1][0].hex(), "lines": len(lines), "proofs": proofs}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _path(leaf: int, tree: Sequence[Sequence[bytes]]) -> Iterator[bytes]:
    """The neighbours on the way from a leaf up; a node that has none adds nothing."""
    at = leaf
    for level in tree[:-1]:
        if at ^ 1 < len(level):
            yield level[at ^ 1]
        at //= 2
