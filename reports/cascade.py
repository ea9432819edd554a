"""What a cascade would do: the small model first, the large one where the small one is unsure.

Computed from the answers on record; nothing is asked again. Below a threshold of its confidence the
small model's decision is replaced by the large one's (FrugalGPT, Chen et al. 2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from detectors.records import Task
from reports import scoring
from reports.pairs import MINIMUM_PAIRS
from reports.run import CaseResult
from reports.scorecard.pairing import paired
from reports.scorecard.records import Difference
from reports.statistics import Outcome, Pair, Rate, rate

FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The cascade at one threshold, over all shared cases."""

    threshold: float
    """Confidence below which the large model is asked; above 1 it always is."""
    asked: float
    """Share of cases that the large model is asked."""
    quality: float
    """Share right."""
    cost: float | None
    """Of 1,000 answers; `None` where the price of either is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """The cascade as it would be run, each case judged at a threshold that other cases chose."""

    quality: Rate
    asked: float
    """Share of cases that the large model is asked."""
    threshold: float
    """What all cases together would choose."""
    against_best: Difference
    """The cascade less the better of both models alone, on the same cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """A small model before a large one, on the classifications that both were asked."""

    first: str
    second: str
    n: int
    points: tuple[Point, ...]
    """From the small model alone to the large one alone."""
    operating: Operating | None
    """`None` where there are too few cases, or the small model states no confidence."""
    reason: str
    """What it shows, or why it shows nothing; a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    confidence: float
    """Of the label that the small model gave, or would have given where it declined."""
    first: bool
    second: bool
    cluster: str


def cascade(
    first: Sequence[CaseResult],
    second: Sequence[CaseResult],
    *,
    names: tuple[str, str],
    costs: tuple[float | None, float | None] = (None, None),
) -> Cascade:
    """The small model's results before the large one's; `costs` are those of 1,000 answers.

    The threshold of a case is chosen on the other four fifths of the cases: the one that asks the
    large model least and is as often right as the better of both alone. Cases that vary one another
    are in one fold.
    """
    cases = _shared(first, second)
    points = tuple(_point(cases, at, costs) for at in _thresholds(cases)) if cases else ()
    if len(cases) < MINIMUM_PAIRS:
        why = f"{len(cases)} shared cases with a confidence, {MINIMUM_PAIRS} needed."
        return Cascade(
            first=names[0], second=names[1], n=len(cases), points=points, operating=None, reason=why
        )
    found = _operating(cases)
    return Cascade(
        first=names[0],
        second=names[1],
        n=len(cases),
        points=points,
        operating=found,
        reason=_sentence(found, names),
    )


def _shared(first: Sequence[CaseResult], second: Sequence[CaseResult]) -> list[_Case]:
    other = {result.case.id: scoring.right(result) for result in second}
    cases = []
    for result in first:
        own, answer = scoring.right(result), result.answer
        right = other.get(result.case.id)
        if result.case.task is Task.CLASSIFY and own is not None and right is not None and answer:
            if answer.probabilities is None:
                continue
            sure = max(answer.probabilities.values())
            cases.append(
                _Case(
                    confidence=sure,
                    first=own,
                    second=right,
                    cluster=result.case.group or result.case.id,
                )
            )
    return cases


def _thresholds(cases: Sequence[_Case]) -> list[float]:
    """From asking the large model nothing to asking it all; at most a hundred."""
    known = sorted({case.confidence for case in cases})
    step = max(1, len(known) // 98)
    return [0.0, *known[::step], 2.0]


def _right(cases: Sequence[_Case], threshold: float) -> list[bool]:
    return [case.first if case.confidence >= threshold else case.second for case in cases]


def _point(
    cases: Sequence[_Case], threshold: float, costs: tuple[float | None, float | None]
) -> Point:
    asked = sum(case.confidence < threshold for case in cases) / len(cases)
    own, other = costs
    return Point(
        threshold=threshold,
        asked=asked,
        quality=sum(_right(cases, threshold)) / len(cases),
        cost=None if own is None or other is None else own + asked * other,
    )


def _chosen(cases: Sequence[_Case]) -> float:
    """The lowest threshold with which the cascade is as often right as the better model alone."""
    best = max(sum(case.first for case in cases), sum(case.second for case in cases))
    return next(at for at in _thresholds(cases) if sum(_right(cases, at)) >= best)


def _operating(cases: Sequence[_Case]) -> Operating:
    folds = [_fold(case.cluster) for case in cases]
    chosen = {
        fold: _chosen([case for case, own in zip(cases, folds, strict=True) if own != fold])
        for fold in sorted(set(folds))
    }
    right, asked = [], 0
    for case, fold in zip(cases, folds, strict=True):
        right += _right([case], chosen[fold])
        asked += case.confidence < chosen[fold]
    small_is_better = sum(case.first for case in cases) >= sum(case.second for case in cases)
    best = [case.first if small_is_better else case.second for case in cases]
    outcomes = [Outcome(hit, case.cluster) for hit, case in zip(right, cases, strict=True)]
    pairs = [
        Pair(hit, alone, case.cluster) for hit, alone, case in zip(right, best, cases, strict=True)
    ]
    quality, difference = rate(outcomes), paired(pairs)
    assert quality is not None
    assert difference is not None
    return Operating(
        quality=quality,
        asked=asked / len(cases),
        threshold=_chosen(cases),
        against_best=difference,
    )


def _fold(cluster: str) -> int:
    """By the name of the cluster, so that it does not hang on the order of cases."""
    return sha256(cluster.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS


def _sentence(found: Operating, names: tuple[str, str]) -> str:
    first, second = names
    gained = found.against_best
    if found.asked == 0:
        return f"It never asks {second}: {first} alone is as good."
    share = f"{found.asked:.0%} of the cases go to {second}"
    if gained.interval.low > 0:
        return f"It is more often right than the better model alone; {share}."
    if gained.interval.high < 0:
        return f"It is less often right than the better model alone; {share}."
    if found.asked > 0.9:
        return f"It hardly pays: {share}, and it is not shown to be better than that alone."
    return f"It is not shown to differ from the better model alone; {share}."
