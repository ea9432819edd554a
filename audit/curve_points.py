"""A point of a learning curve: with so many examples, which cases were right, draw by draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.records import Case
from reports.run import Measurement
from reports.statistics import Outcome, rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What came out with one number of examples."""

    at: int
    """Examples: trained on, or in the prompt."""
    right: tuple[tuple[bool, ...], ...] = ()
    """For each repeat whether each case was right; empty where some case has no answer."""
    figures: Mapping[str, float] | None = None
    """What else was measured, by name: seconds, tokens, cost, each the mean over the repeats."""
    reason: str | None = None
    """Why there is no share."""

    @property
    def matrix(self) -> NDArray[np.bool_]:
        """(R, C): whether each case was right in each repeat."""
        return np.array(self.right, dtype=bool)


def accuracy(point: Point, cases: Sequence[Case]) -> Measurement:
    """The share right over all repeats; a case and its variants count as one cluster."""
    outcomes = [
        Outcome(hit, case.group or case.id)
        for repeat in point.right
        for hit, case in zip(repeat, cases, strict=True)
    ]
    found = rate(outcomes)
    if found is None:
        return Measurement(
            name="accuracy", value=None, unit="share", at=point.at, reason=point.reason
        )
    return Measurement(
        name="accuracy",
        value=round(found.value, 5),
        unit="share",
        at=point.at,
        low=round(found.interval.low, 5),
        high=round(found.interval.high, 5),
        n=len(cases),
    )
