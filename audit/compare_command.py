"""What `assay compare` does: read two runs, compare them, tell a person and write files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console

from audit.compare_terminal import show_comparison
from detectors.errors import AuditError
from reports.change_verdict import Demand
from reports.compare import compare_runs
from reports.compare_formats import as_json, as_markdown
from reports.comparison import RunComparison
from reports.run import read_run

FORMATS: Mapping[str, Callable[[RunComparison], bytes]] = {".json": as_json, ".md": as_markdown}


def compare(
    base: Path,
    run: Path,
    *,
    renamed: Sequence[str] = (),
    out: Sequence[Path] = (),
    margin: float,
    minimum_n: int,
) -> int:
    """The exit code of the comparison: 1 something regressed, 3 nothing was decided, else 0."""
    for path in out:
        if path.suffix not in FORMATS:
            raise AuditError(f"{path}: is neither Markdown nor JSON; name a file.md or file.json")
    made = compare_runs(
        read_run(base),
        read_run(run),
        renamed=_pairs(renamed),
        demand=Demand(margin=margin, minimum_n=minimum_n),
    )
    console = Console(highlight=False)
    show_comparison(made, console)
    for path in out:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FORMATS[path.suffix](made))
        console.print(f"Comparison: {path}", soft_wrap=True, markup=False)
    return made.exit_code


def _pairs(renamed: Sequence[str]) -> dict[str, str]:
    """`small=small-v2` as names of the base with those of the run."""
    pairs: dict[str, str] = {}
    for text in renamed:
        old, equals, new = text.partition("=")
        if not (old and equals and new):
            raise AuditError(f"--subject {text}: give it as BASE=RUN, such as small=small-v2")
        if old in pairs or new in pairs.values():
            raise AuditError(f"--subject {text}: pairs a subject that is paired already")
        pairs[old] = new
    return pairs
