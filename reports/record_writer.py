"""Writes the record of a run: each line with the digest of the line before it, a seal at the end.

docs/record.md has the format, and `reports/verify_record.py` reads it back.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeAlias

from detectors.reading import dump_line, to_json
from reports.run import NAMES, CaseResult, End, Plan, ProbeResult, Run, SuiteResult
from reports.verify_record import FIRST, SEAL, leaf_digest, node_digest

Record: TypeAlias = Plan | CaseResult | SuiteResult | ProbeResult | End


class MerkleTree:
    """The tree of RFC 6962 over leaves that come one by one; it keeps only whole subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._tops: list[bytes] = []
        """Of whole subtrees, the largest first: one for each 1 among the binary digits of `size`"""

    def add(self, leaf: bytes) -> None:
        """One more leaf, on the right."""
        top, merged = leaf, self.size
        while merged % 2:
            top = node_digest(self._tops.pop(), top)
            merged //= 2
        self._tops.append(top)
        self.size += 1

    @property
    def root(self) -> str:
        """64 hex digits."""
        if not self._tops:
            return hashlib.sha256(b"").hexdigest()
        *rest, top = self._tops
        for left in reversed(rest):
            top = node_digest(left, top)
        return top.hex()


class RecordWriter:
    """Chains records and hands each line on; `leaves` are those of lines that are there already."""

    def __init__(self, append: Callable[[bytes], object], leaves: Iterable[bytes] = ()) -> None:
        self._append = append
        self._prev, self._tree = FIRST, MerkleTree()
        for leaf in leaves:
            self._link(leaf)

    def write(self, record: Record) -> None:
        """Add one record."""
        fields = {"prev": self._prev.hex(), "record": NAMES[type(record)], **to_json(record)}
        line = dump_line(fields).encode()
        self._append(line)
        self._link(leaf_digest(line[:-1]))

    def seal(self) -> str:
        """Add the last line; the Merkle root that it states."""
        root = self._tree.root
        self._append((SEAL % (self._prev.hex(), self._tree.size, root) + "\n").encode())
        return root

    def _link(self, leaf: bytes) -> None:
        self._prev = leaf
        self._tree.add(leaf)


def write_run(append: Callable[[bytes], object], run: Run) -> str:
    """The root of a whole run, whose record is written."""
    writer = RecordWriter(append)
    results: tuple[Record, ...] = (*run.results, *run.suite_results, *run.probe_results)
    for record in (run.plan, *results, run.end):
        writer.write(record)
    return writer.seal()
