"""Keeps what live subjects answer until the session that paid for it has ended.

A session that is killed, or stopped by hand, after its first subject has answered would otherwise
ask all of it again. So answers are written down in the project's pytest cache as they arrive, and
the next live session of the same suite answers from them first. One session at a time has the
folder; another beside it keeps nothing.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock, Timeout

from audit.recorder import PREFIX
from audit.suite import Suite

LIVE = pytest.StashKey[Path]()
"""The folder, in a process that no controller has to tell it to."""

ASKED = "asked"
"""Stands in the folder of a subject that the present session has to do with."""


class LiveAnswers:
    """The folder of all live answers, held by the process that the person sees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder.with_name(f"{folder.name}.lock"))

    def take(self) -> bool:
        """Have the folder for this session; `False` where another session has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        for mark in self.folder.glob(f"*/*/{ASKED}"):
            mark.unlink()
        return True

    def has_some(self) -> bool:
        """Whether an earlier session left answers."""
        return any(self.folder.rglob("*.jsonl"))

    def give_back(self, *, ended: bool) -> None:
        """Forget, where the session has ended, the answers of all subjects that it asked to the
        end; those of other suites wait for a session of theirs."""
        for mark in self.folder.glob(f"*/*/{ASKED}") if ended else ():
            if not any(mark.parent.glob(f"{PREFIX}*")):
                shutil.rmtree(mark.parent, ignore_errors=True)
        self._lock.release()


@contextmanager
def journal_folder(live: Path | None, suite: Suite, subject: str) -> Iterator[Path]:
    """Where a subject's answers are written down: below `live`, else in a folder that goes away."""
    if live is None:
        with TemporaryDirectory(prefix="assay-") as passing:
            yield Path(passing)
        return
    named = hashlib.sha256(f"{suite.path}\n{suite.sha256}".encode()).hexdigest()[:16]
    folder = live / named / subject
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ASKED).touch()
    yield folder
