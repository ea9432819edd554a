"""Rows on the wording of free text: a stated proxy each, never a score."""

from collections.abc import Iterator

from detectors.records import Task
from reports.scorecard.pairing import counted
from reports.scorecard.quality import NO_TEXT
from reports.scorecard.records import Cell, Dimension, Row
from reports.scorecard.sides import Side, Sides
from reports.statistics import quantiles

NAMED = "Name the detector `fluency` in the suite to measure it."


def fluency_rows(sides: Sides) -> Iterator[Row]:
    """Perplexity, length and repetition."""
    for title, measure, better in (
        ("Perplexity under the named local model, median", "perplexity", False),
        ("Words an answer, median", "words", None),
        ("Repeated four-word runs, median share", "repetition", False),
    ):
        cells = (_median(sides.first, measure), _median(sides.second, measure))
        yield counted(Dimension.FLUENCY, title, cells, more_is_better=better)


def _median(side: Side, measure: str) -> Cell:
    """The median of a number that the detector gives with each answer."""
    if Task.ANSWER not in side.plan.tasks:
        return Cell(reason=NO_TEXT)
    found = quantiles(
        value
        for result in side.asked(Task.ANSWER)
        for finding in result.findings
        if finding.rule.startswith("fluency.")
        if (value := (finding.measures or {}).get(measure)) is not None
    )
    return Cell(value=found.median, n=found.n) if found else Cell(reason=NAMED)
