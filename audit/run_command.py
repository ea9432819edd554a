"""What `assay run`, `demo` and `report` do: audit, write the reports, tell the person."""

import shutil
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from audit.open_record import NAME
from audit.progress import shown
from audit.runner import Sources, run_suite
from audit.suite import Suite
from audit.suite_reading import load_suite
from audit.terminal import show
from detectors.errors import AuditError, UnknownNameError
from reports import verify_record
from reports.formats import find_format, write_report
from reports.run import Run, read_run
from reports.summary import summarise


def audit_suite(
    path: Path,
    *,
    cache: Path,
    out: Path | None = None,
    name: str | None = None,
    only: tuple[str, ...] = (),
    record: bool = False,
    replay: bool = False,
    resume: bool = False,
    formats: str = "html,json,md",
) -> int:
    """The exit code of the audit of the suite at `path`; run and reports lie in `out`."""
    wanted = _formats(formats)
    suite = _narrowed(load_suite(path), only)
    folder = out or _next_folder(Path("audit-out"), name or suite.file.name)
    if not resume and (folder / NAME).exists():
        raise AuditError(
            f"{folder} holds a run already; name another folder with --out, or go on with --resume"
        )
    console = Console(stderr=True)
    console.print(f"Auditing {suite.file.title}: {len(suite.cases)} cases", highlight=False)
    recordings = suite.recordings if record else None
    sources = Sources(cache=cache, replay=replay, record=recordings, resume=resume)
    with shown(console) as progress:
        run = run_suite(suite, out=folder, sources=sources, progress=progress)
    shutil.copyfile(verify_record.__file__, folder / "verify_record.py")
    return _tell(run, wanted, folder)


def report_run(path: Path, *, formats: str, out: Path | None) -> int:
    """The exit code of a stored run, whose reports are written again."""
    wanted = _formats(formats)
    run = read_run(path)
    return _tell(run, wanted, out or (path if path.is_dir() else path.parent))


def _tell(run: Run, formats: tuple[str, ...], folder: Path) -> int:
    summary = summarise(run)
    folder.mkdir(parents=True, exist_ok=True)
    files = [write_report(run, summary, format=name, folder=folder) for name in formats]
    show(summary, files, Console())
    return summary.exit_code


def _formats(listed: str) -> tuple[str, ...]:
    """Those of a list with commas, each of them at hand: to learn at the end of an audit that one
    is not would be late."""
    wanted = tuple(name.strip() for name in listed.split(",") if name.strip())
    for name in wanted:
        find_format(name)
    return wanted


def _narrowed(suite: Suite, only: tuple[str, ...]) -> Suite:
    """The suite with these subjects alone; the gates of the others leave with them."""
    known = [spec.name for spec in suite.file.subjects]
    for name in only:
        if name not in known:
            raise UnknownNameError("subject", name, known)
    if not only:
        return suite
    subjects = tuple(spec for spec in suite.file.subjects if spec.name in only)
    gone = set(known) - set(only)
    gates = tuple(
        gate for gate in suite.file.gates if not {gate.subject, gate.no_worse_than} & gone
    )
    left_out = tuple(name for name in known if name not in only)
    return replace(
        suite, file=replace(suite.file, subjects=subjects, gates=gates), left_out=left_out
    )


def _next_folder(parent: Path, name: str) -> Path:
    """The first of NAME-001, NAME-002, ... that is not there: no run overwrites another."""
    number = 1
    while (folder := parent / f"{name}-{number:03d}").exists():
        number += 1
    return folder
