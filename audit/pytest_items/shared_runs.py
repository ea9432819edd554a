"""Asks each subject once a session, though the workers of xdist are processes of their own.

The first worker that needs a subject asks it and leaves what it found in a folder that all share;
the others wait, and read it. So nothing is asked or paid for twice, and every worker reports the
same, which is what one process would report: batches of other cases would move last digits.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from audit.subject_run import SubjectRun
from detectors.errors import AuditError
from detectors.reading import adapter, dump_line, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of a subject: its run, or why it could not be asked."""

    run: SubjectRun | None
    error: str | None = None


def found_by(ask: Callable[[], SubjectRun]) -> Found:
    """What becomes of asking; an error is kept, so that the next item does not ask again."""
    try:
        return Found(run=ask())
    except AuditError as problem:
        return Found(run=None, error=str(problem))


class SharedRuns:
    """The runs of one suite's subjects, in a folder shared by all workers of a session."""

    def __init__(self, folder: Path, suite: Path) -> None:
        self._folder = folder / hashlib.sha256(str(suite).encode()).hexdigest()[:16]

    def get(self, subject: str, ask: Callable[[float], SubjectRun]) -> Found:
        """What was found of the subject; `ask` is given what others have cost, and called once.

        One subject of a suite is asked at a time: its cap on cost is for all of them.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{subject}.json"
        with FileLock(self._folder / "lock"):
            if file.exists():
                return _read(file)
            spent = max((run.spent for run in self._runs()), default=0.0)
            found = found_by(lambda: ask(spent))
            file.write_text(dump_line(to_json(found)), encoding="utf-8")
        return found

    def _runs(self) -> Iterator[SubjectRun]:
        for file in self._folder.glob("*.json"):
            if run := _read(file).run:
                yield run


def _read(file: Path) -> Found:
    return adapter(Found).validate_python(json.loads(file.read_text(encoding="utf-8")))
