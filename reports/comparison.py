"""What a comparison of two runs says, as it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.change import Change
from reports.change_verdict import Verdict
from reports.shared_cases import SharedCases


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One metric of one subject over one slice."""

    metric: str
    slice: str | None
    """`None` for all cases."""
    verdict: Verdict
    change: Change
    adjusted_p: float | None
    """Corrected for everything compared (Holm); `None` where no p could have been small enough."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectComparison:
    """A subject in both runs; ids of cases are sorted."""

    base: str
    """Its name in the base."""
    run: str
    changes: tuple[Compared, ...]
    """Every metric, first over all cases, then over each slice."""
    newly_failing: tuple[str, ...]
    """Right in the base, wrong in the run."""
    newly_passing: tuple[str, ...]
    no_longer_judged: tuple[str, ...]
    """Judged in the base; in the run they failed, or no detector looked at them."""
    newly_judged: tuple[str, ...]
    not_asked: tuple[str, ...]
    """Shared cases that only one of the runs put to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunId:
    """Which run it is."""

    suite: str
    title: str
    started: str | None
    record_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """A run beside an earlier one."""

    exit_code: int
    """1 where anything regressed, 3 where nothing could be decided, else 0."""
    margin: float
    minimum_n: int
    base: RunId
    run: RunId
    cases: SharedCases
    differences: tuple[str, ...]
    """How the plans differ, a sentence each."""
    subjects: tuple[SubjectComparison, ...]
    counts: Mapping[Verdict, int]
    """How often each verdict was given."""
