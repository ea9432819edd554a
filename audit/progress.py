"""Shows how far a long command is: bars on a terminal, plain lines in a log.

Work reports itself by calling `Progress(stage, done, total)`; it never prints. A note beside it
tells what a person wants to know meanwhile: how many failed, and what it has cost.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text


class Progress(Protocol):
    """Told how far work is; the same stage may come many times."""

    def __call__(self, stage: str, done: int, total: int, note: str = "", /) -> None:
        """What is being done, how many are done, how many there are, and what else to tell."""


def silent(stage: str, done: int, total: int, note: str = "", /) -> None:
    """Progress that nobody watches."""


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    """Progress on the console: bars where a person watches, lines where a log is written."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (  # of 80 characters
        TextColumn("{task.description:<22.22}"),
        BarColumn(bar_width=8),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        _RateColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Bars(*columns, console=console) as bars:
        yield _Bars(bars)


class _Bars:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int, note: str = "", /) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total, note="")
        self._bars.update(self._tasks[stage], completed=done, total=total, note=note)


class _RateColumn(ProgressColumn):
    """How many are done a second, or a minute where they take long."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{rate_text(speed):>8}" if speed else " " * 8)


def rate_text(per_second: float) -> str:
    """Such as `12/s`, `1.2/s` or `6.3/min`."""
    if per_second >= 10:
        return f"{per_second:.0f}/s"
    return f"{per_second:.1f}/s" if per_second >= 1 else f"{60 * per_second:.1f}/min"


class _Lines:
    """One line when a stage begins, at most one each ten seconds, and one when it ends."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last: dict[str, float] = {}
        self._begun: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int, note: str = "", /) -> None:
        now = time.monotonic()
        begun = self._begun.setdefault(stage, now)
        if done < total and now - self._last.get(stage, 0.0) < 10:
            return
        self._last[stage] = now
        parts = (f"{done}/{total}", _times(now - begun, done, total), note)
        told = ", ".join(part for part in parts if part)
        self._console.print(f"  {stage}: {told}", highlight=False, soft_wrap=True)


def _times(seconds: float, done: int, total: int) -> str:
    """What it took, or how fast it goes and how long the rest takes at that."""
    if done == total:
        return f"{seconds:.0f} s"
    if not done or not seconds:
        return ""
    return f"{rate_text(done / seconds)}, {seconds / done * (total - done):.0f} s left"
