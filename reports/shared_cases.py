"""Finds the cases that two runs share, and tells of those that they do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

from detectors.records import Case
from reports.run import Run

ASKED = attrgetter("task", "text", "expect", "label")
"""What makes it the same question with the same right answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCases:
    """Ids of the cases of two runs, sorted."""

    same: tuple[str, ...]
    """In both, with the same text, task, expectation and label."""
    altered: tuple[str, ...]
    """In both, but worded or labelled otherwise; they are not compared."""
    only_base: tuple[str, ...]
    only_run: tuple[str, ...]


def shared_cases(base: Run, run: Run) -> SharedCases:
    """Which cases can be compared, and which cannot."""
    before, after = _cases(base), _cases(run)
    both = sorted(before.keys() & after.keys())
    return SharedCases(
        same=tuple(name for name in both if ASKED(before[name]) == ASKED(after[name])),
        altered=tuple(name for name in both if ASKED(before[name]) != ASKED(after[name])),
        only_base=tuple(sorted(before.keys() - after.keys())),
        only_run=tuple(sorted(after.keys() - before.keys())),
    )


def _cases(run: Run) -> Mapping[str, Case]:
    return {result.case.id: result.case for result in run.results}
