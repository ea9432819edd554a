"""The cases of a suite of which none varies another, so that each counts as evidence of its own."""

from collections.abc import Sequence
from typing import NamedTuple

from detectors.base import Answered


class Independent(NamedTuple):
    """One case of each group."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    labels: tuple[str | None, ...]
    """The right ones, where one is expected."""


def independent(answered: Sequence[Answered]) -> Independent:
    """The first case of each group, in the order given; those with a blank text are left out."""
    firsts = {
        cluster(pair): pair.case for pair in reversed(answered) if pair.case.text.strip()
    }.values()
    cases = list(reversed(firsts))
    return Independent(
        tuple(case.id for case in cases),
        tuple(case.text for case in cases),
        tuple(case.label for case in cases),
    )


def cluster(pair: Answered) -> str:
    """What a case shares with all that vary the same one."""
    return pair.case.group or pair.case.id
