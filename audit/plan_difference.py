"""Names the first difference between the plan of a record and that of the run that would go on."""

from collections.abc import Iterator, Mapping, Sequence

from detectors.reading import to_json
from reports.run import Plan

LAST = "suite_sha256"
"""Differs with whatever else of the suite differs, and says less."""


def first_difference(stored: Plan, now: Plan) -> str | None:
    """What differs, in a sentence without its end; `None` where only the time of start does.

    `gates.0.at_least was 0.9 and is 0.8 now`
    """
    before, after = to_json(stored), to_json(now)
    for plan in (before, after):
        plan.pop("started", None)
        plan[LAST] = plan.pop(LAST)
    shuffled = "the order of its parts is another" if before != after else None
    return next(_differences(before, after, ""), shuffled)


def _differences(before: object, after: object, where: str) -> Iterator[str]:
    old, new = _parts(before), _parts(after)
    if old is None or new is None:
        if before != after:
            yield f"{where} {_was(before)} and {_is(after)} now"
        return
    for name in dict.fromkeys((*old, *new)):
        yield from _differences(old.get(name), new.get(name), f"{where}.{name}".lstrip("."))


def _parts(value: object) -> Mapping[str, object] | None:
    """What a mapping or a list holds, by name; list items that have no name by number."""
    if isinstance(value, Mapping):
        return {str(name): part for name, part in value.items()}
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    named = {_name(part, at): part for at, part in enumerate(value)}
    if len(named) == len(value):
        return named
    return {str(at): part for at, part in enumerate(value)}


def _name(part: object, at: int) -> str:
    if isinstance(part, Mapping) and "name" in part:
        return f"{part.get('role', '')} {part['name']}".strip()
    return str(at)


def _was(value: object) -> str:
    return "was absent" if value is None else f"was {_shown(value)}"


def _is(value: object) -> str:
    return "is absent" if value is None else f"is {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "there"
    return repr(value)
