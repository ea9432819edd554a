"""Builds the scorecard of a small model beside a large one."""

from reports.run import Run
from reports.scorecard.adaptability import adaptability_rows
from reports.scorecard.deciding import decided
from reports.scorecard.expense import cost_rows, speed_rows
from reports.scorecard.explainability import explainability_rows
from reports.scorecard.fluency import fluency_rows
from reports.scorecard.footprint import footprint_rows
from reports.scorecard.hallucination import hallucination_rows
from reports.scorecard.privacy import privacy_rows
from reports.scorecard.quality import specialisation_rows, targeted_rows
from reports.scorecard.records import Scorecard
from reports.scorecard.scope import calibration_rows, scope_rows
from reports.scorecard.sides import Sides, side_of


def pairs_of(run: Run) -> tuple[Sides, ...]:
    """Each small model with each large one, in the order of the plan."""
    small = [subject for subject in run.plan.subjects if subject.kind == "slm"]
    large = [subject for subject in run.plan.subjects if subject.kind != "slm"]
    return tuple(Sides(side_of(run, one), side_of(run, other)) for one in small for other in large)


def scorecard(run: Run, sides: Sides) -> Scorecard:
    """The rows of both, every test corrected for all that were made on this card."""
    rows = (
        *footprint_rows(run, sides),
        *speed_rows(sides),
        *cost_rows(run, sides),
        *specialisation_rows(sides),
        *targeted_rows(sides),
        *scope_rows(sides),
        *calibration_rows(sides),
        *adaptability_rows(sides),
        *fluency_rows(sides),
        *explainability_rows(sides),
        *hallucination_rows(sides, run.plan.checker),
        *privacy_rows(sides),
    )
    names = (sides.first.plan.name, sides.second.plan.name)
    return Scorecard(first=names[0], second=names[1], rows=decided(rows, names))
