"""Reads the lines of a long job: skips what is done, tells what is wrong, shows how far it is."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic

from rich.console import Console

from audit.json_lines import Line, count_lines, id_key
from audit.progress import Progress
from detectors.errors import RecordError

TOLD = 20
"""Wrong lines that are told one by one."""


class LineInput(Generic[Line]):
    """The lines that are still to be done; tells what is wrong with the others."""

    def __init__(
        self, path: Path, read: Callable[[Path], Iterable[Line | RecordError]], console: Console
    ) -> None:
        self.wrong = 0
        self._path, self._read, self._console = path, read, console
        self._count = count_lines(path)

    def rest(self, done: set[int], progress: Progress, stage: str) -> Iterator[Line]:
        """Those whose ids are not done."""
        for found in self._read(self._path):
            if isinstance(found, RecordError):
                self._tell(found)
            elif id_key(found.id) not in done:
                yield found
                progress(stage, found.line, self._count)
        progress(stage, self._count, self._count)

    def tell_the_rest(self) -> None:
        """How many wrong lines were not told."""
        if self.wrong > TOLD:
            self._print(f"assay: {self.wrong - TOLD} more lines are wrong")

    def _tell(self, problem: RecordError) -> None:
        self.wrong += 1
        if self.wrong <= TOLD:
            self._print(f"assay: {problem}")

    def _print(self, line: str) -> None:
        self._console.print(line, soft_wrap=True, markup=False, highlight=False)
