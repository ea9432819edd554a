"""Tells how the plans of two runs differ: what besides the model may have moved a number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reports.run import Component, Gate, Plan, SubjectPlan


def plan_differences(base: Plan, run: Plan, subjects: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each difference; `subjects` maps names in the base to names in the run."""
    return tuple(_differences(base, run, subjects))


def _differences(base: Plan, run: Plan, subjects: Mapping[str, str]) -> Iterator[str]:
    if base.suite != run.suite:
        yield f"The base is of the suite {base.suite}, the run of {run.suite}."
    elif base.suite_sha256 != run.suite_sha256:
        yield "The suite has changed: its sha256 differs."
    yield from _labels(base.labels, run.labels)
    yield from _gates(base.gates, run.gates)
    yield from _components("Shared", base.components, run.components)
    before = {subject.name: subject for subject in base.subjects}
    after = {subject.name: subject for subject in run.subjects}
    for old, new in sorted(subjects.items()):
        yield from _subject(before[old], after[new])
    for name in sorted(before.keys() - subjects.keys()):
        yield f"The subject {name} is in the base alone, and is not compared."
    for name in sorted(after.keys() - set(subjects.values())):
        yield f"The subject {name} is in the run alone, and is not compared."


def _labels(base: Sequence[str], run: Sequence[str]) -> Iterator[str]:
    gone, come = sorted(set(base) - set(run)), sorted(set(run) - set(base))
    if gone:
        yield f"Labels of the base alone: {', '.join(gone)}."
    if come:
        yield f"Labels of the run alone: {', '.join(come)}."


def _gates(base: Sequence[Gate], run: Sequence[Gate]) -> Iterator[str]:
    gone = sum(gate not in run for gate in base)
    come = sum(gate not in base for gate in run)
    if gone or come:
        yield f"Gates differ: {gone} of the base are not in the run, {come} of the run are new."


def _subject(base: SubjectPlan, run: SubjectPlan) -> Iterator[str]:
    owner = base.name if base.name == run.name else f"{base.name} to {run.name}"
    if base.detectors != run.detectors:
        before, after = (", ".join(plan.detectors) or "none" for plan in (base, run))
        yield f"{owner}: judged by {before} in the base, by {after} in the run."
    yield from _components(owner, base.components, run.components)


def _components(owner: str, base: Iterable[Component], run: Iterable[Component]) -> Iterator[str]:
    before, after = _by_role(base), _by_role(run)
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield f"{owner}: {key[0]} {_change(old, new)}."


def _change(old: Component | None, new: Component | None) -> str:
    if old is None or new is None:
        found = new or old
        name = found.name if found else ""
        return f"{name} is in the {'run' if old is None else 'base'} alone"
    if old.name != new.name:
        return f"{old.name} became {new.name}"
    if old.sha256 != new.sha256:
        return f"{old.name} has another sha256"
    facts, others = dict(old.facts or {}), dict(new.facts or {})
    names = sorted(name for name in facts | others if facts.get(name) != others.get(name))
    told = ", ".join(f"{name} {facts.get(name, '-')} to {others.get(name, '-')}" for name in names)
    return f"{old.name}: {told}"


def _by_role(parts: Iterable[Component]) -> dict[tuple[str, str], Component]:
    """By role; where a role is filled several times (packages, prompts), by its name as well."""
    every = list(parts)
    roles = [part.role for part in every]
    return {(part.role, part.name if roles.count(part.role) > 1 else ""): part for part in every}
