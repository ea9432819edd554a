"""Compares two subjects on the cases that both were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from detectors.records import Task
from reports import scoring
from reports.numbers import p_value, points, points_interval
from reports.run import CaseResult, SubjectPlan
from reports.statistics import Interval, Pair, mcnemar_exact, paired_difference

CONFIDENCE = 0.95
MINIMUM_PAIRS = 30


class Ahead(StrEnum):
    """Which of two subjects is more often right."""

    FIRST = "first"
    SECOND = "second"
    NOT_SHOWN = "not_shown"
    """The difference may be chance."""
    UNDERPOWERED = "underpowered"
    """Fewer pairs than any statement would need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two subjects on the same cases of one task."""

    task: Task
    first: str
    second: str
    both_right: int
    only_first: int
    only_second: int
    both_wrong: int
    difference: float | None
    """Share right of the first less that of the second; `None` without pairs."""
    interval: Interval | None
    """Newcombe's method 10 on the effective n, at 95 %."""
    p: float | None
    """McNemar's exact test, two-sided."""
    ahead: Ahead
    sentence: str
    """The result in words."""

    @property
    def n(self) -> int:
        """Cases that both were asked and that could be judged for both."""
        return self.both_right + self.only_first + self.only_second + self.both_wrong


def compare_all(
    subjects: Sequence[SubjectPlan], results: Sequence[CaseResult]
) -> tuple[Comparison, ...]:
    """Every pair of subjects on every task that both do; small models stand first."""
    ordered = sorted(subjects, key=lambda subject: subject.kind != "slm")
    return tuple(
        compare(task, first.name, second.name, results)
        for first, second in combinations(ordered, 2)
        for task in Task
        if task in first.tasks and task in second.tasks
    )


def compare(task: Task, first: str, second: str, results: Sequence[CaseResult]) -> Comparison:
    """The first subject beside the second; `sentence` says what was shown."""
    pairs = _pairs(task, first, second, results)
    seen = [(pair.first, pair.second) for pair in pairs]
    only_first, only_second = seen.count((True, False)), seen.count((False, True))
    difference = (only_first - only_second) / len(pairs) if pairs else None
    interval = paired_difference(pairs, confidence=CONFIDENCE) if pairs else None
    p = mcnemar_exact(only_first, only_second) if pairs else None
    ahead = _ahead(len(pairs), interval, p)
    return Comparison(
        task=task,
        first=first,
        second=second,
        both_right=seen.count((True, True)),
        only_first=only_first,
        only_second=only_second,
        both_wrong=seen.count((False, False)),
        difference=difference,
        interval=interval,
        p=p,
        ahead=ahead,
        sentence=_sentence(ahead, first, second) + _numbers(len(pairs), difference, interval, p),
    )


def _pairs(task: Task, first: str, second: str, results: Sequence[CaseResult]) -> list[Pair]:
    judged = {
        (result.subject, result.case.id): scoring.right(result)
        for result in results
        if result.case.task is task
    }
    cases = [result.case for result in results if result.subject == first]
    pairs = []
    for case in cases:
        one, other = judged.get((first, case.id)), judged.get((second, case.id))
        if one is not None and other is not None:
            pairs.append(Pair(one, other, case.group or case.id))
    return pairs


def _ahead(pairs: int, interval: Interval | None, p: float | None) -> Ahead:
    """Both the test and the interval must show it: the test alone ignores clusters of cases."""
    if pairs < MINIMUM_PAIRS or interval is None or p is None:
        return Ahead.UNDERPOWERED
    if p < 1 - CONFIDENCE and interval.low > 0:
        return Ahead.FIRST
    if p < 1 - CONFIDENCE and interval.high < 0:
        return Ahead.SECOND
    return Ahead.NOT_SHOWN


def _sentence(ahead: Ahead, first: str, second: str) -> str:
    match ahead:
        case Ahead.FIRST:
            return f"{first} is ahead of {second}."
        case Ahead.SECOND:
            return f"{second} is ahead of {first}."
        case Ahead.NOT_SHOWN:
            return f"No difference shown between {first} and {second}."
        case Ahead.UNDERPOWERED:
            return f"Underpowered: too few cases to tell {first} from {second}."


def _numbers(
    pairs: int, difference: float | None, interval: Interval | None, p: float | None
) -> str:
    if difference is None or interval is None or p is None:
        return " No case was judged for both."
    return (
        f" {points(difference)} percentage points over {pairs} paired cases"
        f" (95 % interval {points_interval(interval)}; McNemar exact {p_value(p)})."
    )
