"""Both subjects of a scorecard, each with all that is on record of it."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from detectors.records import Task
from reports.run import CaseResult, Component, Measurement, Run, SubjectPlan, SuiteResult

T = TypeVar("T")


class Side(NamedTuple):
    """One subject."""

    plan: SubjectPlan
    results: Sequence[CaseResult]
    suite_results: Sequence[SuiteResult]
    measurements: Sequence[Measurement]

    def part(self, role: str) -> Component | None:
        """The first component of that role."""
        return next((part for part in self.plan.components if part.role == role), None)

    def measured(self, name: str) -> Iterator[Measurement]:
        """What probes measured under that name, along its curve where it is one."""
        found = (one for one in self.measurements if one.name == name)
        return iter(sorted(found, key=lambda one: -1.0 if one.at is None else one.at))

    def asked(self, task: Task) -> list[CaseResult]:
        """The results of one task."""
        return [result for result in self.results if result.case.task is task]


class Sides(NamedTuple):
    """A small model and a large one."""

    first: Side
    second: Side

    def each(self, made: Callable[[Side], T]) -> tuple[T, T]:
        """What is made of either."""
        return made(self.first), made(self.second)

    def where(self, kept: Callable[[CaseResult], bool]) -> "Sides":
        """The same with some of the cases alone."""
        first, second = (
            side._replace(results=[result for result in side.results if kept(result)])
            for side in self
        )
        return Sides(first, second)


def side_of(run: Run, subject: SubjectPlan) -> Side:
    """All that the run holds of the subject."""
    return Side(
        plan=subject,
        results=[one for one in run.results if one.subject == subject.name],
        suite_results=[one for one in run.suite_results if one.subject == subject.name],
        measurements=[
            measured
            for one in run.probe_results
            if one.subject == subject.name
            for measured in one.measurements
        ],
    )
