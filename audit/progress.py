"""Shows how far a long command is: bars on a terminal, plain lines in a log.

Work reports itself by calling `Progress(stage, done, total)`; it never prints.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars

Progress: TypeAlias = Callable[[str, int, int], None]
"""What is being done, how many are done, how many there are; the same stage may come many times."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    """Progress on the console: bars where a person watches, lines where a log is written."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description:<34}"),
        BarColumn(bar_width=14),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=console) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, int] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)  # type: ignore[arg-type]


class _Lines:
    """One line when a stage begins, at most one each ten seconds, and one when it ends."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last: dict[str, float] = {}
        self._begun: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        begun = self._begun.setdefault(stage, now)
        if done < total and now - self._last.get(stage, 0.0) < 10:
            return
        self._last[stage] = now
        took = f"  {now - begun:.0f} s" if done == total else ""
        self._console.print(f"  {stage}: {done}/{total}{took}", highlight=False)
