"""The record of a run while it is written: begun anew, or gone on with after a crash.

A live run keeps what is on record and is asked only for the rest. A replayed run is computed again
from its first case, since its lines must come out the same to the byte, and what one detector
judged has a bearing on the rounding of the next; its lines are compared with those on record, and
written from where those end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from audit.plan_difference import first_difference
from detectors.errors import RecordError
from reports.appending import Appender, appending
from reports.begun import Begun, read_begun
from reports.record_writer import RecordWriter
from reports.run import CaseResult, End, Plan, ProbeResult, SuiteResult

NAME = "run.jsonl"


class OpenRecord:
    """What is on record already, and where the rest is written."""

    def __init__(self, writer: RecordWriter, begun: Begun | None = None) -> None:
        self._writer = writer
        self._begun = begun
        self._count = 0

    def results(self, subject: str) -> list[CaseResult]:
        """Those on record of the subject, in order; they are not to be written again."""
        found = self._begun.records.results if self._begun else ()
        return [result for result in found if result.subject == subject]

    def has(self, subject: str, detector: str) -> bool:
        """Whether the result of a detector of the whole suite is on record."""
        found = self._begun.records.suite_results if self._begun else ()
        return any((one.subject, one.detector) == (subject, detector) for one in found)

    def has_probe(self, subject: str, probe: str) -> bool:
        """Whether what a probe measured is on record."""
        found = self._begun.records.probe_results if self._begun else ()
        return any((one.subject, one.probe) == (subject, probe) for one in found)

    def write(self, result: CaseResult | SuiteResult | ProbeResult) -> None:
        """Add a result."""
        self._writer.write(result)
        self._count += 1

    def finish(self, seconds: float | None) -> None:
        """Add the end and the seal, where they are not there yet."""
        if self._begun is None:
            self._writer.write(End(results=self._count, seconds=seconds))
        elif self._begun.records.end is None:
            self._writer.write(End(results=self._begun.records.total + self._count))
        if self._begun is None or not self._begun.sealed:
            self._writer.seal()


@contextmanager
def opened_record(folder: Path, plan: Plan, *, resume: bool) -> Iterator[OpenRecord]:
    """The record in `folder`, which holds its plan.

    Raises `RecordError` where there is one already and the run is not resumed, or where it was
    begun with another plan, or was changed since.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / NAME
    begun = read_begun(file) if resume else None
    if begun is None:
        with appending(file, kept=0 if resume and file.exists() else None) as append:
            yield _planned(append, plan)
        return
    if difference := first_difference(begun.records.plan, plan):
        raise RecordError(
            f"was begun with another plan: {difference}; put that back, or begin anew in another "
            "folder",
            path=file,
        )
    with appending(file, kept=begun.kept) as append:
        if not plan.replayed:
            yield OpenRecord(RecordWriter(append, begun.leaves), begun)
            return
        with file.open("rb") as stored:
            yield _planned(_Compared(file, stored, begun.kept, append), plan)


def _planned(append: Callable[[bytes], object], plan: Plan) -> OpenRecord:
    writer = RecordWriter(append)
    writer.write(plan)
    return OpenRecord(writer)


class _Compared:
    """Takes lines for those on record, as long as there are any, and adds the others."""

    def __init__(self, file: Path, stored: BinaryIO, kept: int, append: Appender) -> None:
        self._file, self._stored, self._left, self._append = file, stored, kept, append
        self._line = 0

    def __call__(self, line: bytes) -> None:
        self._line += 1
        if not self._left:
            self._append(line)
            return
        if self._stored.read(len(line)) != line:
            raise RecordError(
                "does not come out again as it is on record; replay it anew in another folder",
                path=self._file,
                line=self._line,
            )
        self._left -= len(line)
