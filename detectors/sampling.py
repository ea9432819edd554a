"""How a detector asks the subject again. What asks is passed in: a detector opens no connection."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from detectors.errors import SubjectError
from detectors.records import Case

Samples: TypeAlias = tuple[str, ...] | SubjectError
"""Further answers to one case; the error where any of them is missing."""


class Sampler(Protocol):
    """Asks the subject of a run the same cases again."""

    @property
    def temperature(self) -> float:
        """What it asks at."""

    def __call__(self, cases: Sequence[Case], *, n: int) -> Sequence[Samples]:
        """`n` further answers to each case, in the order given; costs `n` calls a case.

        Asked twice for a case it gives the same samples, without a call. It never raises.
        """
