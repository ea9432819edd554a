"""A small model beside a large one: scorecard, cascade, advice, and what their plots show."""

from collections.abc import Mapping
from dataclasses import dataclass

from detectors.reliability import ReliabilityBin
from reports.advice import Advice, advise
from reports.cascade import Cascade, cascade
from reports.learning_curve import Curves
from reports.run import Run
from reports.scorecard.adaptability import curve
from reports.scorecard.building import pairs_of, scorecard
from reports.scorecard.confidence import judged, reliability
from reports.scorecard.expense import cost_of_1000
from reports.scorecard.records import Scorecard
from reports.scorecard.sides import Sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """All that is to be said of two models together."""

    card: Scorecard
    cascade: Cascade
    advice: Advice
    reliability: Mapping[str, tuple[ReliabilityBin, ...]]
    """By subject; those that state a confidence."""
    curves: Curves | None
    """Learning curves, where they were measured."""


def beside(run: Run) -> tuple[Beside, ...]:
    """One for each small model and each large one, in the order of the plan."""
    return tuple(_beside(run, sides) for sides in pairs_of(run))


def _beside(run: Run, sides: Sides) -> Beside:
    card = scorecard(run, sides)
    first, second = sides
    names = (first.plan.name, second.plan.name)
    costs = (cost_of_1000(first).value, cost_of_1000(second).value)
    cascaded = cascade(first.results, second.results, names=names, costs=costs)
    bins = {side.plan.name: reliability(list(judged(side.results).values())) for side in sides}
    return Beside(
        card=card,
        cascade=cascaded,
        advice=advise(card, run.plan.weights, cascaded),
        reliability={name: found for name, found in bins.items() if found},
        curves=_curves(sides),
    )


def _curves(sides: Sides) -> Curves | None:
    lines = {side.plan.name: points for side in sides if (points := curve(side))}
    if not lines:
        return None
    first = sides.first
    return Curves(lines, first.plan.name, next(first.measured("crossing"), None))
