"""Tells what an audit would ask, cost and need, before it asks anything or loads a model."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audit.subject_forecast import SubjectForecast, forecast_subject
from audit.suite import Suite
from detectors.records import Case, Task
from reports.gate_text import bound_text
from reports.metrics import find_metric
from reports.power import cases_needed, rate_needed
from reports.run import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    """How many cases of a task and a slice there are."""

    task: Task
    slice: str | None
    """`None` for all of the task."""
    cases: int
    groups: int
    """Of cases that vary one another; as many as cases where all stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateForecast:
    """A gate beside the cases that it has and needs."""

    gate: Gate
    bound: str
    """In words: `at least 80.0 %`."""
    cases: int
    """At most: some metrics count only answers that state something, or were explained."""
    groups: int
    needed: int | None
    """See `reports.power.cases_needed`; `None` where no number of cases is enough."""
    enough: bool
    """Whether it has as many groups as it needs cases; more cases in a group may help less."""
    passes_from: float | None
    """True rate from which on it likely passes with as many cases as groups; for `at_most` up to
    which. `None` where no rate does, and for gates without a bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What an audit would be."""

    suite: str
    title: str
    suite_sha256: str
    cases: tuple[CaseCount, ...]
    subjects: tuple[SubjectForecast, ...]
    gates: tuple[GateForecast, ...]
    corpus: str | None
    """Name of the folder or file of reference documents."""
    currency: str | None
    max_cost: float | None
    cost_most: float | None
    """Of all subjects, if each answer is as long as it may be; `None` where a price is missing."""


def forecast(suite: Suite) -> Forecast:
    """The forecast; raises `AuditError` where a prompt or a recording cannot be used."""
    subjects = tuple(forecast_subject(spec, suite) for spec in suite.file.subjects)
    tasks = {subject.name: subject.tasks for subject in subjects}
    corpus = suite.file.corpus
    return Forecast(
        suite=suite.file.name,
        title=suite.file.title,
        suite_sha256=suite.sha256,
        cases=tuple(_counts(suite.cases)),
        subjects=subjects,
        gates=tuple(_gate(gate, suite.cases, tasks[gate.subject]) for gate in suite.file.gates),
        corpus=corpus.path.name if corpus else None,
        currency=suite.file.currency,
        max_cost=suite.file.max_cost,
        cost_most=_total(subjects),
    )


def _counts(cases: Sequence[Case]) -> Iterator[CaseCount]:
    for task in Task:
        inside = [case for case in cases if case.task is task]
        for name in (None, *sorted({tag for case in inside for tag in case.tags})):
            part = [case for case in inside if name is None or name in case.tags]
            if part:
                yield CaseCount(task=task, slice=name, cases=len(part), groups=_groups(part))


def _gate(gate: Gate, cases: Sequence[Case], tasks: Sequence[Task]) -> GateForecast:
    metric = find_metric(gate.metric)
    scope = [
        case
        for case in cases
        if metric.covers(case)
        and case.task in tasks
        and (gate.slice is None or gate.slice in case.tags)
    ]
    needed, groups = cases_needed(gate), _groups(scope)
    return GateForecast(
        gate=gate,
        bound=bound_text(gate),
        cases=len(scope),
        groups=groups,
        needed=needed,
        enough=needed is not None and groups >= needed,
        passes_from=rate_needed(gate, groups),
    )


def _groups(cases: Iterable[Case]) -> int:
    return len({case.group or case.id for case in cases})


def _total(subjects: Sequence[SubjectForecast]) -> float | None:
    """What all calls cost; `None` where that of a subject is not known."""
    costs = [subject.cost_most for subject in subjects if subject.calls]
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None
