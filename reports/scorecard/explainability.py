"""Rows on whether a decision can be explained, and whether the explanation is sound."""

from collections.abc import Iterator

from detectors.records import Task
from reports import scoring
from reports.metrics import METRICS, in_scope
from reports.scorecard.pairing import untested
from reports.scorecard.quality import NO_TEXT
from reports.scorecard.records import Cell, Dimension, Row, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import Outcome, rate

CITING = frozenset(
    f"citations.{how}" for how in ("supported", "refuted", "missing", "unsupported", "misplaced")
)
SUPPORTED = "citations.supported"


def explainability_rows(sides: Sides) -> Iterator[Row]:
    """Rows on whether a decision can be explained, and whether the explanation is sound."""
    yield untested(
        Dimension.EXPLAINABILITY,
        "Explanations whose words carry the decision, better than chance",
        sides.each(_faithful),
        more_is_better=True,
    )
    yield untested(
        Dimension.EXPLAINABILITY,
        "Answers whose own citations bear them out",
        sides.each(_cited),
        more_is_better=True,
    )


def _faithful(side: Side) -> Cell:
    found = METRICS["faithful"].estimate(in_scope(METRICS["faithful"], side.results), 0.95)
    if found is not None:
        return Cell(value=found.value, unit=Unit.SHARE, n=found.n, interval=found.interval)
    if side.plan.kind == "slm":
        return Cell(reason="Name the detector `attribution` in the suite to measure it.")
    return Cell(reason="Not available: its weights are not at hand, so no word can be credited.")


def _cited(side: Side) -> Cell:
    """Of the answers that cite, those whose every citation is borne out."""
    if Task.ANSWER not in side.plan.tasks:
        return Cell(reason=NO_TEXT)
    outcomes = []
    for result in side.asked(Task.ANSWER):
        found = scoring.rules(result, "citations.") & CITING
        if found:
            outcomes.append(Outcome(found == {SUPPORTED}, result.case.group or result.case.id))
    share = rate(outcomes)
    if share is None:
        planned = "citations" in side.plan.detectors
        named = "Name the detector `citations` in the suite to measure it."
        return Cell(reason="None of its answers cites a source." if planned else named)
    return Cell(value=share.value, unit=Unit.SHARE, n=share.n, interval=share.interval)
