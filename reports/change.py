"""What two runs have of one metric on the same cases, before anything is said of it.

Differences are taken so that more is better: a hallucination rate that fell by five points has
changed by +5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.f1 import f1_change
from reports.metrics import Metric
from reports.run import CaseResult
from reports.scoring import right_label
from reports.statistics import Interval, Pair, paired_difference
from reports.swap_test import SwapTest, swap_test

CONFIDENCE = 0.95


class Both(NamedTuple):
    """What each run made of the same case."""

    base: CaseResult
    run: CaseResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A metric of a subject over a slice, in both runs."""

    n: int
    """Cases that were judged in both."""
    base: float | None
    """Value of the metric, 0 to 1; `None` where no case was judged in both."""
    run: float | None
    difference: float | None
    """`run` less `base`, with the sign turned where less is better; -1 to 1."""
    interval: Interval | None
    """Of the difference, at 95 %."""
    test: SwapTest
    worse: tuple[str, ...]
    """Ids of the cases that turned bad, sorted."""
    better: tuple[str, ...]
    """Ids of the cases that turned good, sorted."""
    failed: int
    """Cases judged in the base that could not be asked or judged in the run."""
    unpaired: int
    """Other cases that one run alone judged: an answer that declines, say, has no claims."""


class _Turn(NamedTuple):
    """One case: whether it was good for the metric in each run; `None` where it was not judged."""

    both: Both
    before: bool | None
    after: bool | None


def change(metric: Metric, both: Sequence[Both]) -> Change:
    """How the metric changed over these cases, all of them in its scope."""
    turns = [_turn(metric, each) for each in both]
    paired = [turn for turn in turns if turn.before is not None and turn.after is not None]
    lost = [turn for turn in turns if turn.before is not None and turn.after is None]
    gained = [turn for turn in turns if turn.before is None and turn.after is not None]
    failed = sum(turn.both.run.error is not None for turn in lost)
    values = _values(metric, paired)
    return Change(
        n=len(paired),
        base=values.base,
        run=values.run,
        difference=values.difference,
        interval=values.interval,
        test=values.test,
        worse=_named(turn for turn in paired if turn.before and not turn.after),
        better=_named(turn for turn in paired if turn.after and not turn.before),
        failed=failed,
        unpaired=len(lost) + len(gained) - failed,
    )


class _Values(NamedTuple):
    base: float | None
    run: float | None
    difference: float | None
    interval: Interval | None
    test: SwapTest


def _values(metric: Metric, paired: Sequence[_Turn]) -> _Values:
    if not paired:
        return _Values(None, None, None, None, SwapTest(p=1.0, least=1.0))
    if metric.judge is None:
        found = f1_change([t.both.base for t in paired], [t.both.run for t in paired])
        difference = found.after - found.before
        return _Values(found.before, found.after, difference, found.interval, found.test)
    pairs = [Pair(bool(t.after), bool(t.before), _cluster(t.both)) for t in paired]
    good = [sum(pair.second for pair in pairs), sum(pair.first for pair in pairs)]
    base, run = (
        (count if metric.more_is_better else len(pairs) - count) / len(pairs) for count in good
    )
    return _Values(
        base,
        run,
        (good[1] - good[0]) / len(pairs),
        paired_difference(pairs, confidence=CONFIDENCE),
        swap_test(pairs),
    )


def _turn(metric: Metric, both: Both) -> _Turn:
    judge = metric.judge or right_label
    hits = judge(both.base), judge(both.run)
    before, after = (None if hit is None else hit is metric.more_is_better for hit in hits)
    return _Turn(both, before, after)


def _cluster(both: Both) -> str:
    return both.base.case.group or both.base.case.id


def _named(turns: Iterable[_Turn]) -> tuple[str, ...]:
    return tuple(sorted(turn.both.base.case.id for turn in turns))
