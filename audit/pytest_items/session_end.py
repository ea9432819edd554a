"""What is told and written at the end of a session: the verdict on each suite, and its reports."""

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from audit.open_record import NAME
from audit.pytest_items.suite_audit import Piece
from audit.subject_run import joined
from audit.terminal import show
from detectors.errors import AuditError
from detectors.reading import adapter
from reports import verify_record
from reports.appending import appending
from reports.formats import write_report
from reports.record_writer import write_run
from reports.run import Run
from reports.summary import Summary, summarise

FORMATS = ("html", "json", "md")
WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A suite of which everything was asked."""

    summary: Summary
    files: tuple[Path, ...]


class SessionEnd:
    """The suites of a session, put together from what items of them reported."""

    def __init__(self, payloads: Sequence[str], folder: Path | None) -> None:
        self.problems: list[str] = []
        """Reports that could not be written."""
        self._told: dict[str, _Told] = {}
        self._partly: dict[str, str] = {}
        for suite, pieces in _by_suite(payloads).items():
            if len(pieces) == pieces[0].subjects and all(piece.whole for piece in pieces):
                self._finish(suite, joined([piece.run for piece in pieces]), folder)
            else:
                self._partly[suite] = _extent(pieces)

    def show(self, terminal: pytest.TerminalReporter) -> None:
        """Prints the verdict on each suite as `assay run` does."""
        for suite, told in self._told.items():
            terminal.write_sep("=", Path(suite).name)
            stream = io.StringIO()
            console = Console(file=stream, width=WIDTH, force_terminal=terminal.hasmarkup)
            show(told.summary, told.files, console)
            terminal.write(stream.getvalue().lstrip("\n"))
        for suite, extent in self._partly.items():
            terminal.write_sep("=", Path(suite).name)
            terminal.write_line(f"No verdict and no report: {extent}.")
        for problem in self.problems:
            terminal.write_line(problem, red=True)

    def _finish(self, suite: str, run: Run, folder: Path | None) -> None:
        summary = summarise(run)
        files: tuple[Path, ...] = ()
        try:
            files = _written(run, summary, folder / run.plan.suite) if folder else ()
        except AuditError as problem:
            self.problems.append(str(problem))
        self._told[suite] = _Told(summary=summary, files=files)


def _by_suite(payloads: Sequence[str]) -> Mapping[str, list[Piece]]:
    """The pieces of each suite in the order of its subjects, each once: workers report their own
    copies of one piece."""
    found: dict[str, dict[int, Piece]] = {}
    for payload in payloads:
        piece = adapter(Piece).validate_python(json.loads(payload))
        found.setdefault(piece.suite, {})[piece.position] = piece
    return {suite: [found[suite][at] for at in sorted(found[suite])] for suite in sorted(found)}


def _extent(pieces: Sequence[Piece]) -> str:
    asked = ", ".join(
        f"{len(piece.run.results)} cases of {piece.run.plan.subjects[0].name}" for piece in pieces
    )
    return f"only a part of the suite was asked ({asked})"


def _written(run: Run, summary: Summary, folder: Path) -> tuple[Path, ...]:
    """The files of the run and its reports; raises `AuditError` where one cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    with appending(folder / NAME) as append:
        write_run(append, run)
    shutil.copyfile(verify_record.__file__, folder / "verify_record.py")
    files = (write_report(run, summary, format=name, folder=folder) for name in FORMATS)
    here = Path.cwd()
    return tuple(f.relative_to(here) if f.is_relative_to(here) else f for f in files)
