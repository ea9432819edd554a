"""Checks what the suite says must become of a decision when a case is varied.

The behavioural tests of CheckList (Ribeiro et al. 2020, "Beyond Accuracy: Behavioral Testing of NLP
Models with CheckList"): invariance, and directional expectations. They are judged on the answers
that the run has, so they cost no call.

- A case counts once, however many cases vary it, and is kept where every one of them keeps what is
  expected: that is CheckList's failure rate, and its units are independent.
- A broken expectation is a warning. It is one wrong decision, as any other misclassification is,
  and whether the rate of them is good enough is for a gate to say.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scipy.stats import binomtest

from detectors.base import Answered, Resources
from detectors.records import Answer, Case, Finding, Relation, Severity, Task

NAME = "behaviour"

TOLERANCE = 1e-4
"""Change of a probability that is no change: batches of other lengths move it by up to 1e-6."""

FEW = 10
"""Cases below which a rate says next to nothing."""


class BehaviourDetector:
    """Reports expectations that were broken, and how many cases keep theirs."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        """Needs no resource."""

    def examine(self, answered: Sequence[Answered]) -> Sequence[Finding]:
        """Broken expectations, those that could not be judged, then rates over all and by tag."""
        expectations = list(_expectations(answered))
        if not expectations:
            return (_NONE,)
        judged = [(one, _judged(one)) for one in expectations]
        decided = [(one, found.kept) for one, found in judged if found.kept is not None]
        return (
            *(_finding(one, found) for one, found in judged if not found.kept),
            *_rates(decided),
        )


class _Expectation(NamedTuple):
    """A case that varies another, and that other; `None` where the run has no answer to it."""

    varied: Answered
    base: Answered | None


class _Judged(NamedTuple):
    """Whether an expectation is kept, `None` where that is not known, and why."""

    kept: bool | None
    reason: str


def _expectations(answered: Sequence[Answered]) -> Iterator[_Expectation]:
    by_id = {pair.case.id: pair for pair in answered}
    for pair in answered:
        if pair.case.relation is not None and pair.case.group is not None:
            yield _Expectation(pair, by_id.get(pair.case.group))


def _judged(one: _Expectation) -> _Judged:
    if one.base is None:
        return _Judged(None, f"the case {one.varied.case.group!r} that it varies has no answer")
    if one.varied.case.relation is Relation.SAME:
        return _same(one.base.answer, one.varied.answer)
    return _directed(one.base, one.varied)


def _same(base: Answer, varied: Answer) -> _Judged:
    if base.label is None:
        return _Judged(None, "no label was given to the case that it varies, so none could stay")
    told = f"it should stay {_told(base)} and is {_told(varied)}"
    return _Judged(varied.label == base.label, told)


def _directed(base: Answered, varied: Answered) -> _Judged:
    label = base.case.label or base.answer.label
    before, after = (_probability(answer, label) for answer in (base.answer, varied.answer))
    if before is None or after is None:
        return _Judged(None, "the subject gave no probability of the label to compare")
    higher = varied.case.relation is Relation.HIGHER
    kept = after >= before - TOLERANCE if higher else after <= before + TOLERANCE
    told = (
        f'"{label}" should become {"no less" if higher else "no more"} probable, and goes from '
        f"{before:.2f} to {after:.2f}; the labels are {_told(base.answer)} and "
        f"{_told(varied.answer)}"
    )
    return _Judged(kept, told)


def _probability(answer: Answer, label: str | None) -> float | None:
    return (answer.probabilities or {}).get(label) if label else None


def _told(answer: Answer) -> str:
    """The label with its probability, or what the subject did instead."""
    if answer.label is None:
        return "declined" if answer.declined else "no usable label"
    probability = _probability(answer, answer.label)
    return f'"{answer.label}"' + ("" if probability is None else f" ({probability:.2f})")


def _finding(one: _Expectation, judged: _Judged) -> Finding:
    case = one.varied.case
    varies = f"{case.id} varies {case.group}: {judged.reason}"
    return Finding(
        rule=f"{NAME}.unjudged" if judged.kept is None else f"{NAME}.broken",
        severity=Severity.WARNING,
        message=varies,
        measures={"n": 0} if judged.kept is None else None,
        cases=tuple(id_ for id_ in (case.group, case.id) if id_),
    )


def _rates(decided: Sequence[tuple[_Expectation, bool]]) -> Iterator[Finding]:
    """Over all cases that were varied, then by each tag that some variations have and some not."""
    if not decided:
        return
    yield _rate(decided, "")
    tags = sorted({tag for one, _ in decided for tag in one.varied.case.tags})
    for tag in tags:
        tagged = [(one, kept) for one, kept in decided if tag in one.varied.case.tags]
        if len(tagged) < len(decided):
            yield _rate(tagged, tag)


def _rate(decided: Sequence[tuple[_Expectation, bool]], tag: str) -> Finding:
    by_case: Mapping[str, list[tuple[Case, bool]]] = _by_case(decided)
    kept = sum(all(kept for _, kept in each) for each in by_case.values())
    n = len(by_case)
    interval = binomtest(kept, n).proportion_ci(method="wilson")
    few = "; too few cases to rely on" if n < FEW else ""
    return Finding(
        rule=f"{NAME}.rate",
        severity=Severity.NOTE,
        message=f"{kept} of {n} cases keep what is expected of them in every variation"
        f"{f' tagged {tag}' if tag else ''}: {kept / n:.0%} "
        f"(95 % interval {interval.low:.0%} to {interval.high:.0%}){few}",
        measures={
            "kept": kept,
            "n": n,
            "variations": len(decided),
            "rate": kept / n,
            "low": float(interval.low),
            "high": float(interval.high),
        },
        cases=tuple(case.id for each in by_case.values() for case, kept in each if not kept),
    )


def _by_case(
    decided: Sequence[tuple[_Expectation, bool]],
) -> Mapping[str, list[tuple[Case, bool]]]:
    found: dict[str, list[tuple[Case, bool]]] = defaultdict(list)
    for one, kept in decided:
        found[one.varied.case.group or ""].append((one.varied.case, kept))
    return found


_NONE = Finding(
    rule=f"{NAME}.none",
    severity=Severity.NOTE,
    message="no case of the suite states a `relation` to the case that it varies, so no behaviour "
    "was tested",
    measures={"n": 0},
)
