"""Times what pytest plugins cost a session that uses none of them.

    python -m benchmarks.plugin_idle PYTHON PLUGIN... [--rounds 20]

PYTHON is the interpreter of an environment with pytest and the plugins, each named as its entry
point in `pytest11` is, with commas where one needs others: `assay`, `xdist,harvest,evals`. A
project of one empty test is run with no plugin and with each alone, in turns, so that a machine
that is shared slows all alike. The median of the differences in processor time to the run without
any is printed, with its 95 % interval by order statistics (Conover 1999, section 3.2), the same of
wall clock, and what the plugin printed and left.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from scipy.stats import binom

QUIET = ("-q", "-p", "no:cacheprovider")


class Session(NamedTuple):
    """One run of pytest."""

    processor: float
    """Seconds."""
    wall: float
    """Seconds."""
    lines: int
    """That it printed."""
    files: int
    """That it left in the project."""


def main() -> None:
    """Measure and print, a line a plugin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", type=Path)
    parser.add_argument("plugins", nargs="+")
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    names: list[str] = given.plugins
    taken: dict[str | None, list[Session]] = {name: [] for name in (None, *names)}
    for name in taken:
        _session(given.python, name)  # fills caches; not counted
    for _ in range(given.rounds):
        for name, sessions in taken.items():
            sessions.append(_session(given.python, name))
    base = taken[None]
    processor, wall = (median(getattr(one, of) for one in base) for of in ("processor", "wall"))
    print(f"no plugin: {processor * 1000:.0f} ms of processor, {wall * 1000:.0f} ms of wall clock")
    for name in names:
        print(_line(name, taken[name], taken[None]))


def _session(python: Path, plugin: str | None) -> Session:
    chosen = [part for name in (plugin or "").split(",") if name for part in ("-p", name)]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_empty.py").write_text("def test_empty():\n    pass\n")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [python, "-m", "pytest", *QUIET, *chosen],
            cwd=folder,
            env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
        )
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        left = [path for path in Path(folder).rglob("*") if "test_empty" not in path.name]
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Session(processor, wall, len((done.stdout + done.stderr).splitlines()), len(left))


def _line(name: str, own: Sequence[Session], base: Sequence[Session]) -> str:
    processor = _cost([one.processor for one in own], [one.processor for one in base])
    wall = _cost([one.wall for one in own], [one.wall for one in base])
    more, left = own[0].lines - base[0].lines, own[0].files - base[0].files
    return f"{name}: {processor}; wall {wall}; {more:+d} lines printed, {left:+d} files left"


def _cost(own: Sequence[float], base: Sequence[float]) -> str:
    """The median difference in milliseconds, with its interval."""
    costs = sorted((one - other) * 1000 for one, other in zip(own, base, strict=True))
    low, high = costs[_rank(len(costs))], costs[-1 - _rank(len(costs))]
    return f"{median(costs):+.0f} ms ({low:+.0f} to {high:+.0f})"


def _rank(n: int) -> int:
    """Values at either end that the 95 % interval of a median leaves out."""
    return max(int(binom.ppf(0.025, n, 0.5)) - 1, 0)


if __name__ == "__main__":
    main()
