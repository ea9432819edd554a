"""Reads the record of a run that was cut short, to go on from there."""

import json
from pathlib import Path
from typing import NamedTuple

from detectors.reading import Row
from reports.run import Records, read_records, unsound, verified
from reports.verify_record import CUT, first_problem, scan


class Begun(NamedTuple):
    """The whole lines of a record, cut short or not."""

    records: Records
    leaves: tuple[bytes, ...]
    """Digests of their lines, in order."""
    kept: int
    """Bytes up to the end of the last whole line."""
    sealed: bool
    """Whether that line is the seal: the run was finished."""


def read_begun(file: Path) -> Begun | None:
    """What the record `file` holds; `None` where that is not even a plan.

    A last line that was cut short is left out. Raises `RecordError` for whatever else is wrong.
    """
    if not file.exists() or not (content := file.read_bytes()):
        return None
    found = scan(str(file))
    problem = first_problem(found)
    if problem and problem.kind != CUT:
        verified(file)  # tells where it is of another schema
        raise unsound(problem, file)
    kept = found.lines[-1].offset if found.open else found.size
    rows = [
        Row(at, json.loads(line)) for at, line in enumerate(content[:kept].split(b"\n")[:-1], 1)
    ]
    sealed = problem is None
    if sealed:
        rows.pop()
    if not rows:
        return None
    leaves = tuple(line.leaf for line in found.lines[: len(rows)])
    return Begun(read_records(rows, file), leaves, kept, sealed)
