"""Measures what the intervals and comparisons of a report promise, on simulated models.

- How often a nominal 95 % interval holds the truth.
- How often a comparison of two models that are equally good says that anything regressed, and how
  often it finds a real loss.
- How often the interval of a hallucination rate that was corrected for its checker holds the truth.

Two models agree on a case in 70 % of cases by more than chance; the cases of a group end alike, all
of them, in the share of groups that a setting states.

    python -m benchmarks.intervals
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from detectors.calibration import CheckerError, MeasuredShare
from detectors.records import Answer, Case, Finding, Severity, Task
from reports.change_verdict import Verdict
from reports.checker import corrected
from reports.compare import compare_runs
from reports.f1 import f1_change, macro_f1
from reports.run import CaseResult, End, Plan, Run, SubjectPlan
from reports.statistics import Interval, Outcome, Pair, paired_difference, rate

AGREEMENT = 0.7


class Setting(NamedTuple):
    """A suite and two models."""

    n: int
    group: int
    """Cases in a group of variants."""
    first: float
    """True rate of the first model."""
    second: float
    alike: float
    """Share of groups whose cases all end the same way."""


SETTINGS = (
    Setting(30, 1, 0.80, 0.80, 0.0),
    Setting(60, 1, 0.90, 0.90, 0.0),
    Setting(150, 1, 0.90, 0.85, 0.0),
    Setting(150, 1, 0.95, 0.95, 0.0),
    Setting(500, 1, 0.80, 0.78, 0.0),
    Setting(60, 3, 0.80, 0.80, 0.5),
    Setting(150, 3, 0.90, 0.85, 0.8),
    Setting(150, 5, 0.90, 0.90, 0.8),
    Setting(300, 3, 0.85, 0.85, 1.0),
)
"""The shapes that suites and their slices have."""


def simulated(setting: Setting, draw: np.random.Generator) -> list[Pair]:
    """Both models on one suite."""
    groups = setting.n // setting.group
    together = draw.random((groups, 1)) < setting.alike
    one, agree, other = (
        np.where(together, draw.random((groups, 1)), draw.random((groups, setting.group)))
        for _ in range(3)
    )
    first = one < setting.first
    second = np.where(agree < AGREEMENT, one, other) < setting.second
    return [
        Pair(bool(first[at, case]), bool(second[at, case]), f"g{at}")
        for at in range(groups)
        for case in range(setting.group)
    ]


def share_coverage(setting: Setting, *, suites: int) -> float:
    """How often the interval of the first model's share holds its true rate."""

    def holds(pairs: list[Pair]) -> bool:
        found = rate([Outcome(pair.first, pair.cluster) for pair in pairs])
        return found is not None and _holds(found.interval, setting.first)

    return _share(holds, setting, suites)


def difference_coverage(setting: Setting, *, suites: int) -> float:
    """How often the interval of the paired difference holds the true one."""
    true = setting.first - setting.second
    return _share(lambda pairs: _holds(paired_difference(pairs), true), setting, suites)


def f1_coverage(setting: Setting, *, suites: int) -> float:
    """How often the interval of macro F1 holds its true value, with three labels of equal share.

    A wrong answer is either other label alike, so the true macro F1 is the true rate.
    """

    def holds(pairs: list[Pair]) -> bool:
        found = macro_f1([_labelled(at, pair.first, pair) for at, pair in enumerate(pairs)], 0.95)
        return found is not None and _holds(found.interval, setting.first)

    return _share(holds, setting, suites)


def f1_change_coverage(setting: Setting, *, suites: int) -> float:
    """How often the interval of the change of macro F1 holds the true change."""

    def holds(pairs: list[Pair]) -> bool:
        before = [_labelled(at, pair.first, pair) for at, pair in enumerate(pairs)]
        after = [_labelled(at, pair.second, pair) for at, pair in enumerate(pairs)]
        return _holds(f1_change(before, after).interval, setting.second - setting.first)

    return _share(holds, setting, suites)


def _share(holds: Callable[[list[Pair]], bool], setting: Setting, suites: int) -> float:
    draw = np.random.default_rng(0)
    return sum(holds(simulated(setting, draw)) for _ in range(suites)) / suites


def _holds(interval: Interval, true: float) -> bool:
    return interval.low <= true <= interval.high


def _labelled(at: int, right: bool, pair: Pair) -> CaseResult:
    label = at % 3
    said = label if right else (label + 1 + (at // 3) % 2) % 3
    case = Case(id=f"c{at}", task=Task.CLASSIFY, text="?", label=str(label), group=pair.cluster)
    return CaseResult(subject="m", case=case, answer=Answer(text="", label=str(said)))


def regressed(setting: Setting, *, comparisons: int, slices: int = 3) -> float:
    """How often a comparison of a whole run says that anything regressed, in any metric or slice.

    The base is the first model; a free-text answer that is wrong is refuted, so that four metrics
    move together, and each case is in one of `slices` slices.
    """
    draw = np.random.default_rng(0)
    found = 0
    for _ in range(comparisons):
        pairs = simulated(setting, draw)
        base, run = (_run(pairs, slices, at) for at in (0, 1))
        found += bool(compare_runs(base, run).counts[Verdict.REGRESSED])
    return found / comparisons


def _run(pairs: list[Pair], slices: int, which: int) -> Run:
    results = tuple(_answered(at, bool(pair[which]), pair, slices) for at, pair in enumerate(pairs))
    return Run(plan=replace(PLAN, cases=len(pairs)), results=results, end=End(results=len(pairs)))


def _answered(at: int, right: bool, pair: Pair, slices: int) -> CaseResult:
    rule = "grounding.supported" if right else "grounding.refuted"
    finding = Finding(rule=rule, severity=Severity.NOTE, message="simulated")
    case = Case(
        id=f"c{at}", task=Task.ANSWER, text="?", group=pair.cluster, tags=(f"s{at % slices}",)
    )
    return CaseResult(subject="m", case=case, answer=Answer(text="!"), findings=(finding,))


PLAN = Plan(
    schema=1,
    assay="0",
    suite="simulated",
    title="Simulated",
    domain="none",
    purpose="To measure.",
    suite_sha256="",
    started=None,
    replayed=True,
    labels=(),
    currency=None,
    cases=0,
    seed=0,
    subjects=(
        SubjectPlan(name="m", kind="llm", tasks=(Task.ANSWER,), detectors=(), components=()),
    ),
    gates=(),
)


class Checked(NamedTuple):
    """A rate, the checker that observes it, and the labelled answers that it is known by."""

    n: int
    rate: float
    sensitivity: float
    specificity: float
    labelled: int
    """Of each kind."""


CHECKED = (
    Checked(50, 0.10, 0.80, 0.90, 100),
    Checked(50, 0.02, 0.80, 0.90, 60),
    Checked(200, 0.30, 0.70, 0.80, 100),
    Checked(62, 0.20, 0.75, 0.70, 50),
    Checked(150, 0.00, 0.80, 0.95, 100),
    Checked(300, 0.05, 0.95, 0.98, 40),
    Checked(60, 0.10, 0.60, 0.60, 60),
)


class CorrectedCoverage(NamedTuple):
    """How often there is a corrected rate, and how often its interval then holds the true one."""

    told: float
    held: float


def corrected_coverage(setting: Checked, *, draws: int) -> CorrectedCoverage:
    """The observed rate, sensitivity and specificity are all drawn anew each time."""
    n, true, sensitivity, specificity, labelled = setting
    draw = np.random.default_rng(0)
    held = told = 0
    for _ in range(draws):
        hits = int(draw.binomial(n, true * sensitivity + (1 - true) * (1 - specificity)))
        shares = draw.binomial(labelled, [sensitivity, specificity]) / labelled
        measured = [
            MeasuredShare(value=share, low=0.0, high=1.0, n=labelled, effective_n=labelled)
            for share in shares.tolist()
        ]
        error = CheckerError(sensitivity=measured[0], specificity=measured[1], threshold=0.5)
        observed = rate([Outcome(at < hits, str(at)) for at in range(n)])
        found = corrected(observed, error) if observed else None
        told += found is not None
        held += found is not None and _holds(found.interval, true)
    return CorrectedCoverage(told / draws, held / told)


def main() -> None:
    """Print every figure."""
    for line in _lines():
        print(line, flush=True)


def _lines() -> Iterator[str]:
    yield "| n | group | rates | alike | share | difference | macro F1 | its change |"
    yield "|---|---|---|---|---|---|---|---|"
    for setting in SETTINGS:
        n, group, first, second, alike = setting
        shares = (
            share_coverage(setting, suites=4000),
            difference_coverage(setting, suites=4000),
            f1_coverage(setting, suites=300),
            f1_change_coverage(setting, suites=300),
        )
        told = " | ".join(f"{share:.3f}" for share in shares)
        yield f"| {n} | {group} | {first}, {second} | {alike} | {told} |"
    yield ""
    yield "| n | group | rates | alike | said to have regressed |"
    yield "|---|---|---|---|---|"
    losses = [replaced for each in SETTINGS for replaced in _same_and_worse(each)]
    for setting in losses:
        n, group, first, second, alike = setting
        share = regressed(setting, comparisons=200)
        yield f"| {n} | {group} | {first}, {second} | {alike} | {share:.3f} |"

    yield ""
    yield "| n | rate | sensitivity | specificity | labelled, each kind | told | held |"
    yield "|---|---|---|---|---|---|---|"
    for checked in CHECKED:
        found = corrected_coverage(checked, draws=3000)
        told = " | ".join(map(str, checked))
        yield f"| {told} | {found.told:.3f} | {found.held:.3f} |"


def _same_and_worse(setting: Setting) -> tuple[Setting, ...]:
    first = setting.first
    return setting._replace(second=first), setting._replace(second=round(first - 0.15, 2))


if __name__ == "__main__":
    main()
