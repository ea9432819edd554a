"""Finds report formats by name and writes their files.

A format is a function from a run and its summary to a `Report`: whatever is deterministic in the
run stays so in the file. Packages add formats as entry points of the group `assaykit.formats`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from detectors import registry
from detectors.errors import AuditError

if TYPE_CHECKING:  # scipy is slow to import, and listing formats needs none of it
    from reports.run import Run
    from reports.summary import Summary

GROUP = "assaykit.formats"

FORMATS: Mapping[str, str] = {
    "html": "reports.html:render",
    "json": "reports.json_report:render",
    "junit": "reports.junit:render",
    "md": "reports.markdown:render",
    "pdf": "reports.pdf:render",
    "sarif": "reports.sarif:render",
}


class Report(NamedTuple):
    """A rendering of a run."""

    file: str
    """Its file name: `report.html`."""
    content: bytes


Format: TypeAlias = "Callable[[Run, Summary], Report]"


def format_names() -> tuple[str, ...]:
    """Every format that can be written, sorted."""
    return registry.names(GROUP, FORMATS)


def find_format(name: str) -> "Format":
    """The format of that name.

    Raises `UnknownNameError`, which lists the known ones, and `AuditError` where the package that
    brings it cannot be imported.
    """
    return cast("Format", registry.load("format", name, group=GROUP, builtin=FORMATS))


def write_report(run: "Run", summary: "Summary", *, format: str, folder: Path) -> Path:  # noqa: A002
    """The file that was written into `folder`, which is made where it is missing."""
    report = find_format(format)(run, summary)
    path = folder / report.file
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(report.content)
    except OSError as problem:
        raise AuditError(f"{path}: the report cannot be written: {problem.strerror}") from problem
    return path
