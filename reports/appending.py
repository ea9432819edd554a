"""Adds lines to a file so that a crash loses at most the line in hand.

Each line is handed to the system at once, without a buffer of ours: `kill -9` loses nothing that
was added, a failure of the power what the system had not yet written out. The file is locked
while it is open, where the system can: two runs never write to one record.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from detectors.errors import RecordError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Appender:
    """A file that lines are added to."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self._path, self._stream = path, stream
        self._failed: RecordError | None = None

    def __call__(self, line: bytes) -> None:
        """Add a line, which brings its own end.

        Raises `RecordError` where it cannot be written, as on a full disk; from then on always, as
        there is half a line now, and no other may follow it.
        """
        if self._failed:
            raise self._failed
        left = memoryview(line)
        try:
            while left:  # a disk that runs full takes a part
                left = left[self._stream.write(left) :]
        except OSError as problem:
            self._failed = RecordError(
                f"cannot be written: {problem.strerror}; what is there is kept: make room, then "
                "go on with --resume",
                path=self._path,
            )
            raise self._failed from problem


@contextmanager
def appending(path: Path, *, kept: int | None = None) -> Iterator[Appender]:
    """The file, open for adding: new, or one of which the first `kept` bytes stay.

    Raises `RecordError` where a new one is there already, or another process writes to it.
    """
    try:
        stream = path.open("xb" if kept is None else "r+b", buffering=0)
    except FileExistsError:
        raise RecordError("is there already", path=path) from None
    with stream:
        _lock(stream, path)
        if kept is not None:
            stream.truncate(kept)
            stream.seek(0, os.SEEK_END)
        yield Appender(path, stream)


def _lock(stream: BinaryIO, path: Path) -> None:
    """The system lets go of it when the process ends, however it ends."""
    if fcntl is None:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RecordError("another process is writing to it", path=path) from None
    except OSError:  # a file system without locks
        return
