"""Verifies the record of an audit with Python 3.8 or newer and nothing else; Assay is not needed.

    python3 verify_record.py run.jsonl                      is the record whole
    python3 verify_record.py run.jsonl --root HEX           and is it the one with this root
    python3 verify_record.py --proof proof.json --root HEX  do these lines stand in that record

Exit codes: 0 whole, 1 not whole, 2 the call is wrong. docs/record.md tells the format in words;
this file is the whole of it in code, and `assay verify` runs it too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence  # noqa: UP035 - Python 3.8 has them here

SCHEMA = 2
FIRST = bytes(32)  # what the first line states for the digest of the line before it
LINK = re.compile(rb'\{"prev":"([0-9a-f]{64})",')
WITHHELD = re.compile(rb'\{"prev":"[0-9a-f]{64}","withheld":"([0-9a-f]{64})"\}')
SEAL = '{"prev":"%s","record":"seal","lines":%d,"root":"%s"}'
SEALED = re.compile(rb'\{.*"record":"seal","lines":([0-9]{1,15}),"root":"([0-9a-f]{64})"\}')
DECODE = json.JSONDecoder().decode
RECORDS = ("plan", "result", "suite_result", "probe_result", "end", "withheld")

CHANGED, CUT, END, INSERTED = "changed", "cut short", "end wrong", "inserted"
MISSING, MOVED, NO_JSON = "missing", "moved", "not JSON"


class Line(NamedTuple):
    """One line of a record, as far as the chain is concerned."""

    offset: int  # of its first byte in the file
    prev: bytes  # the digest that it states of the line before it; empty where it states none
    leaf: bytes  # its own digest; of a withheld line the one that stands in its place
    kind: str | None  # one of RECORDS, or `seal`; empty for others, `None` for no JSON object


class Scan(NamedTuple):
    """A record file as it was found."""

    lines: list[Line]
    size: int  # bytes of the file
    last: bytes  # the last line, without its end
    open: bool  # whether the last line lacks its end
    schema: object  # of the first line
    results: object  # what the end record counts; `None` where there is none


class Problem(NamedTuple):
    """The first thing that is wrong with a record."""

    line: int  # from 1; of a missing line, where it ought to stand
    offset: int  # byte of the file at which that line begins
    kind: str  # one of the seven above
    reason: str

    def __str__(self) -> str:
        return f"line {self.line} (byte {self.offset}): {self.kind}: {self.reason}"


class Verified(NamedTuple):
    """What there is to say of a record."""

    lines: int  # under the root: all but the seal
    withheld: int
    root: str  # computed from the lines: 64 hex digits
    problem: Problem | None


def leaf_digest(line: bytes) -> bytes:
    """Digest of a line without its end: a leaf in the tree of RFC 6962, and a link of the chain."""
    return hashlib.sha256(b"\0" + line).digest()


def node_digest(left: bytes, right: bytes) -> bytes:
    """Digest of an inner node of the tree of RFC 6962."""
    return hashlib.sha256(b"\1" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The tree from its leaves to its root; a node without a neighbour rises as it is."""
    level = leaves
    yield level
    while len(level) > 1:
        pairs = range(0, len(level) - 1, 2)
        odd = level[len(level) - len(level) % 2 :]
        level = [*(node_digest(level[at], level[at + 1]) for at in pairs), *odd]
        yield level


def root_of(leaves: Sequence[bytes]) -> str:
    """The Merkle root, RFC 6962 section 2.1, as 64 hex digits."""
    *_, top = levels(leaves)
    return top[0].hex() if top else hashlib.sha256(b"").hexdigest()


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> str | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); `None` for a wrong length."""
    found, at, last, left = leaf, index, size - 1, list(path)
    while last > 0:
        if at % 2 or at < last:  # it has a neighbour
            if not left:
                return None
            other = left.pop(0)
            found = node_digest(other, found) if at % 2 else node_digest(found, other)
        at, last = at // 2, last // 2
    return None if left or not 0 <= index < size else found.hex()


def scan(path: str) -> Scan:
    """Reads every line once; raises `OSError` where the file cannot be read."""
    lines: list[Line] = []
    offset, raw, content, schema, results = 0, b"\n", b"", None, None
    with Path(path).open("rb") as stream:
        for raw in stream:
            content = raw[:-1] if raw.endswith(b"\n") else raw
            value = _object(content)
            line = _line(content, offset, value)
            schema = value.get("schema") if value and not lines else schema
            results = value.get("results") if value and line.kind == "end" else results
            lines.append(line)
            offset += len(raw)
    return Scan(lines, offset, content, not raw.endswith(b"\n"), schema, results)


def _object(content: bytes) -> dict[str, object] | None:
    try:
        value = DECODE(content.decode())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _line(content: bytes, offset: int, value: dict[str, object] | None) -> Line:
    link = LINK.match(content)
    prev = bytes.fromhex(link.group(1).decode()) if link else b""
    hidden = WITHHELD.fullmatch(content) if value and "withheld" in value else None
    if hidden:
        return Line(offset, prev, bytes.fromhex(hidden.group(1).decode()), "withheld")
    kind = None if value is None else str(value.get("record", ""))
    return Line(offset, prev, leaf_digest(content), sys.intern(kind) if kind else kind)


def verify(path: str) -> Verified:
    """What there is to say of the record at `path`.

    Raises `ValueError` for one of another version, `OSError` where it cannot be read.
    """
    found = scan(path)
    lines, problem = found.lines, first_problem(found)
    changed = problem and lines and lines[0].prev  # then it may be that digit
    if lines and lines[0].kind == "plan" and found.schema != SCHEMA and not changed:
        raise ValueError(f"the record is of schema {found.schema!r}; this reads {SCHEMA}")
    under = [line for line in lines if line.kind != "seal"]
    root = root_of([line.leaf for line in under]) if problem else json.loads(found.last)["root"]
    return Verified(len(under), sum(line.kind == "withheld" for line in under), root, problem)


def first_problem(found: Scan) -> Problem | None:
    """The first thing that is wrong; `None` for a whole record."""
    if not found.lines:
        return Problem(1, 0, CUT, "the file is empty")
    prev = FIRST
    for at, line in enumerate(found.lines):
        if line.prev != prev:
            kind, wrong, reason = _misplaced(found.lines, at) or _damaged(found, at)
            return Problem(wrong + 1, found.lines[wrong].offset, kind, reason)
        prev = line.leaf
    return _wrong_line(found) or _wrong_end(found)


def _misplaced(lines: Sequence[Line], at: int) -> tuple[str, int, str] | None:
    """Where line `at`, which does not follow the one before it, is whole but in a wrong place."""
    prev = lines[at - 1].leaf if at else FIRST
    places = {line.leaf: number for number, line in enumerate(lines)}
    same = next((n for n in range(at) if lines[n].leaf == lines[at].leaf), None)
    if same is not None:
        return INSERTED, at, f"it repeats line {same + 1}"
    if at and lines[at - 1].kind == "seal":
        return INSERTED, at, "nothing may follow the seal"
    after = next((n for n in range(at + 1, len(lines)) if lines[n].prev == prev), None)
    own = -1 if lines[at].prev == FIRST else places.get(lines[at].prev)
    if own is None:
        reason = f"line {(after or 0) + 1} follows line {at}, and this one follows none"
        return None if after is None else (INSERTED, at, reason)
    if own > at or after is not None:
        return MOVED, at, f"it belongs after line {own + 1}"
    return INSERTED, own + 1, f"line {at + 1} follows line {own + 1}, and this was put between"


def _damaged(found: Scan, at: int) -> tuple[str, int, str]:
    """What is wrong where the line that line `at` names as the one before it is nowhere."""
    lines, before = found.lines, at - 1
    if found.open and at == len(lines) - 1 and not lines[at].prev:
        return CUT, at, "the file ends within this line"
    if before >= 0 and found.last.endswith(b"\r"):
        return CHANGED, before, "the file was converted to the line ends of Windows"
    if before >= 0 and lines[before].kind is None:
        return CHANGED, before, "it is no JSON object"
    if not lines[at].prev:
        return CHANGED, at, "it does not begin with the digest of the line before it"
    seal = SEALED.fullmatch(found.last)
    if seal and seal.group(2).decode() == root_of([line.leaf for line in lines[:-1]]):
        return CHANGED, at, "the digest that it states is not that of the line before it"
    if seal and int(seal.group(1)) >= len(lines):
        lost = int(seal.group(1)) - len(lines) + 1
        return MISSING, at, f"{lost} of {lost + len(lines) - 1} lines are not there"
    unfit = [line for line in lines[at + 1 : at + 2] if line.prev != lines[at].leaf]
    if before < 0 or (unfit and lines[at].kind != "withheld"):
        return CHANGED, at, "neither the line before it nor the one after it fits"
    unsure = "" if seal else ", or lines that followed it are missing"
    return CHANGED, before, f"its digest is not the one that the next line states{unsure}"


def _wrong_line(found: Scan) -> Problem | None:
    """A line that cannot stand where it does, though every digest fits."""
    *before, last = found.lines
    for number, line in enumerate(before, start=1):
        if line.kind == "seal":
            after = found.lines[number]
            return Problem(number + 1, after.offset, INSERTED, "nothing may follow the seal")
        if line.kind is None:
            return Problem(number, line.offset, NO_JSON, "it is no JSON object")
    if found.open:
        return Problem(len(found.lines), last.offset, CUT, "the file ends within this line")
    if last.kind in RECORDS:
        return Problem(len(found.lines) + 1, found.size, CUT, "it has no seal at its end")
    if last.kind != "seal":
        return Problem(len(found.lines), last.offset, CHANGED, "the last line is no seal")
    return None


def _wrong_end(found: Scan) -> Problem | None:
    """A seal, an end or a beginning that does not fit the lines, though every digest does."""
    *under, last = found.lines
    size, root = len(under), root_of([line.leaf for line in under])
    if found.last != (SEAL % (last.prev.hex(), size, root)).encode():
        reason = f"the seal of these lines counts {size} and has the root {root}"
        return Problem(size + 1, last.offset, END, reason)
    if size < 2 or under[-1].kind != "end" or found.results != size - 2:
        reason = f"it ought to be an end record that counts {max(size - 2, 0)} results"
        return Problem(size, found.lines[size - 1].offset, END, reason)
    if under[0].kind != "plan":
        return Problem(1, 0, INSERTED, "a record begins with its plan")
    return None


def check_proof(text: str, root: str) -> str | None:
    """Why its lines are not shown to stand in the record of that root; `ValueError`: no proof."""
    try:
        proof = json.loads(text)
        size, found = int(proof["lines"]), list(proof["proofs"])
        for one in found:
            path = [bytes.fromhex(digest) for digest in one["path"]]
            number, leaf = int(one["line"]), leaf_digest(one["content"].encode())
            if root_from(leaf, number - 1, size, path) != root:
                return f"line {number} does not stand in the record with the root {root}"
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"is no inclusion proof: {problem!r}") from None
    return None if found else "it proves no line"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; what was found is printed, a line a file."""
    parser = argparse.ArgumentParser(description="Verifies the record of an audit.")
    parser.add_argument("runs", nargs="*", metavar="RUN", help="a record: run.jsonl")
    parser.add_argument("--root", help="the root that it must have, from a report or a signature")
    parser.add_argument("--proof", help="an inclusion proof to check against --root")
    given = parser.parse_args(arguments)
    if bool(given.proof) == bool(given.runs) or (given.proof and not given.root):
        parser.error("name records, or a --proof with a --root")
    try:
        told = [_told(run, given.root) for run in given.runs]
        if given.proof:
            problem = check_proof(Path(given.proof).read_text(encoding="utf-8"), given.root)
            told = [(f"{given.proof}: {problem or 'every line stands there'}", not problem)]
    except (OSError, ValueError) as mistake:
        sys.stderr.write(f"verify_record: {mistake}\n")
        return 2
    sys.stdout.write("".join(line + "\n" for line, _ in told))
    return 0 if all(whole for _, whole in told) else 1


def _told(run: str, root: str | None) -> tuple[str, bool]:
    found = verify(run)
    if found.problem:
        return f"{run}: {found.problem}", False
    if root and root != found.root:
        return f"{run}: whole, but its root is {found.root}, and not {root}", False
    hidden = f" ({found.withheld} withheld)" if found.withheld else ""
    return f"{run}: whole, {found.lines} lines{hidden}, root {found.root}", True


if __name__ == "__main__":
    sys.exit(main())
