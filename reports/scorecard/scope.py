"""Rows on texts that are not of the domain, and on whether confidence can be taken at its word."""

from collections.abc import Iterator, Sequence

from detectors.calibration import Estimate
from reports.metrics import METRICS
from reports.scorecard.confidence import FEWEST, Judged, calibration_error, judged
from reports.scorecard.pairing import by_metric, tested, untested
from reports.scorecard.quality import NO_LABELS
from reports.scorecard.records import Cell, Dimension, Row
from reports.scorecard.robustness import robustness_rows
from reports.scorecard.separation import separation, separation_difference
from reports.scorecard.sides import Side, Sides
from reports.statistics import Interval

NO_CONFIDENCE = "It gives no probabilities of its labels."


def scope_rows(sides: Sides) -> Iterator[Row]:
    """Rows on what happens to texts that are not of the domain, or are worded otherwise."""
    row = by_metric(
        Dimension.SCOPE,
        METRICS["abstention"],
        sides,
        title="Out of domain: declines rather than answers",
        empty=NO_LABELS,
    )
    if row:
        yield row
    yield tested(
        Dimension.SCOPE,
        "Confidence tells in-domain from out-of-domain (area under the curve)",
        sides.each(_separation),
        separation_difference(*sides.each(lambda side: judged(side.results))),
        more_is_better=True,
    )
    yield from robustness_rows(sides)


def calibration_rows(sides: Sides) -> Iterator[Row]:
    """The row on whether confidence can be taken at its word."""
    yield untested(
        Dimension.CALIBRATION,
        "Expected calibration error",
        sides.each(_calibration),
        more_is_better=False,
    )


def _separation(side: Side) -> Cell:
    cases = list(judged(side.results).values())
    return _cell(separation(cases), cases, "of each kind, in the domain and out of it,")


def _calibration(side: Side) -> Cell:
    cases = list(judged(side.results).values())
    return _cell(calibration_error(cases), cases, "in the domain")


def _cell(found: Estimate | None, cases: Sequence[Judged], which: str) -> Cell:
    if found is not None:
        return Cell(value=found.value, n=found.n, interval=Interval(low=found.low, high=found.high))
    few = f"Fewer than {FEWEST} cases {which} carry a confidence."
    return Cell(reason=few if cases else NO_CONFIDENCE)
