"""Says of a change whether a run did worse, better or as well; docs/compare.md explains the words.

- Worse and better are said only where both the interval and the test show it, the test corrected
  for every metric, slice and subject that was compared.
- Held is said where the whole interval lies above the margin (non-inferiority).
- What is in between is no proof of anything, and never counts as held.
"""

from enum import StrEnum
from typing import NamedTuple

from reports.change import Change
from reports.holm import ALPHA
from reports.numbers import p_value


class Verdict(StrEnum):
    """What a comparison shows of a metric."""

    REGRESSED = "regressed"
    """Shown to be worse, and not shown to be within the margin."""
    SUSPECT = "suspect"
    """Looks worse, which may be chance; or cases failed, so that it cannot be said to have held."""
    HELD = "held"
    """Shown to have lost no more than the margin."""
    IMPROVED = "improved"
    """Shown to be better."""
    UNDERPOWERED = "underpowered"
    """Looks no worse than the margin, but too few cases were compared to show it."""


DECIDED = frozenset((Verdict.REGRESSED, Verdict.HELD, Verdict.IMPROVED))


class Demand(NamedTuple):
    """What a comparison must show, stated before it."""

    margin: float = 0.05
    """Loss that does not matter, 0 to 1: 0.05 is five percentage points."""
    minimum_n: int = 30
    """Cases below which nothing is said."""


class Ruling(NamedTuple):
    """The verdict, and one sentence why."""

    verdict: Verdict
    reason: str


def rule(change: Change, adjusted_p: float | None, demand: Demand) -> Ruling:
    """The verdict on a change whose p was corrected to `adjusted_p`; see `holm`."""
    if change.n < max(demand.minimum_n, 1):
        reason = f"{change.n} cases were compared, of {demand.minimum_n} that are wanted."
        return Ruling(Verdict.UNDERPOWERED, reason)
    verdict = _verdict(change, adjusted_p, demand.margin)
    if change.failed and verdict in (Verdict.HELD, Verdict.IMPROVED):
        reason = f"Cases of the base that failed in the run: {change.failed}; they may be bad ones."
        return Ruling(Verdict.SUSPECT, reason)
    return Ruling(verdict, _reason(verdict, change, demand.margin))


def _verdict(change: Change, adjusted_p: float | None, margin: float) -> Verdict:
    difference, interval = change.difference, change.interval
    if difference is None or interval is None:
        return Verdict.UNDERPOWERED
    shown = adjusted_p is not None and adjusted_p < ALPHA
    if shown and interval.low > 0:
        return Verdict.IMPROVED
    if interval.low >= -margin:
        return Verdict.HELD
    if shown and interval.high < 0:
        return Verdict.REGRESSED
    if difference < -margin or (difference < 0 and change.test.p < ALPHA):
        return Verdict.SUSPECT
    return Verdict.UNDERPOWERED


def _reason(verdict: Verdict, change: Change, margin: float) -> str:
    loss = f"a loss of more than {margin * 100:g} points"
    match verdict:
        case Verdict.REGRESSED | Verdict.IMPROVED:
            return "Interval and corrected test both show it."
        case Verdict.HELD:
            return f"The interval rules out {loss}."
        case Verdict.SUSPECT:
            return f"Worse, but it may be chance (uncorrected {p_value(change.test.p)})."
        case Verdict.UNDERPOWERED:
            return f"Too few cases to rule out {loss}."
