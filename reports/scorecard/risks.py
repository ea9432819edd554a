"""Rows on scope, calibration, adaptability, fluency, explanations, hallucination and privacy."""

from collections.abc import Callable, Iterator, Sequence

from detectors.calibration import CheckerError
from detectors.records import Expect, Finding, Task
from reports import scoring
from reports.checker import corrected
from reports.learning_curve import crossing_row
from reports.metrics import METRICS, in_scope
from reports.run import CaseResult, Run
from reports.scorecard.confidence import calibration_error, judged, separation
from reports.scorecard.pairing import by_metric, compared, counted
from reports.scorecard.quality import NO_LABELS, NO_TEXT, robustness_rows
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import quantiles

NO_CONFIDENCE = "It gives no probabilities of its labels."
SURE = 0.9
"""A classification is confident from this probability on."""


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
    yield _untested(
        Dimension.SCOPE,
        "Confidence tells in-domain from out-of-domain (area under the curve)",
        sides,
        _separation,
        more_is_better=True,
    )
    yield from robustness_rows(sides)


def calibration_rows(sides: Sides) -> Iterator[Row]:
    """The row on whether confidence can be taken at its word."""
    yield _untested(
        Dimension.CALIBRATION,
        "Expected calibration error",
        sides,
        _calibration,
        more_is_better=False,
    )


def fluency_rows(sides: Sides) -> Iterator[Row]:
    """Rows on the wording of free text; a stated proxy each."""
    named = "Name the detector `fluency` in the suite to measure it."
    for title, measure, better in (
        ("Perplexity under the named local model, median", "perplexity", False),
        ("Words an answer, median", "words", None),
        ("Repeated four-word runs, median share", "repetition", False),
    ):
        cells = tuple(_median_of(side, "fluency.", measure, named) for side in sides)
        yield counted(
            Dimension.FLUENCY, title, (cells[0], cells[1]), more_is_better=better
        )


def explainability_rows(sides: Sides) -> Iterator[Row]:
    """Rows on whether a decision can be explained, and whether the explanation is sound."""
    yield _untested(
        Dimension.EXPLAINABILITY,
        "Explanations whose words carry the decision, better than chance",
        sides,
        _faithful,
        more_is_better=True,
    )
    yield _untested(
        Dimension.EXPLAINABILITY,
        "Answers whose own citations bear them out",
        sides,
        _cited,
        more_is_better=True,
    )


def hallucination_rows(sides: Sides, checker: CheckerError | None) -> Iterator[Row]:
    """Rows on what is made up: claims, labels that are none, and sure answers to strange texts."""
    row = by_metric(
        Dimension.HALLUCINATION,
        METRICS["hallucination"],
        sides,
        title="Answers with a claim that the corpus does not bear out, as the checker saw it",
        empty=NO_TEXT,
    )
    if row:
        yield row
        yield _untested(
            Dimension.HALLUCINATION,
            "The same, corrected for the errors of the checker",
            sides,
            lambda side: _corrected(side, checker),
            more_is_better=False,
        )
    for title, judge in (
        ("Labels that the suite does not have", METRICS["unusable"].judge),
        (f"Out of domain, and yet a label with confidence {SURE:g} or more", _sure_and_strange),
    ):
        assert judge is not None
        found = compared(
            Dimension.HALLUCINATION,
            title,
            judge,
            sides.where(lambda result: result.case.task is Task.CLASSIFY),
            more_is_better=False,
            empty=NO_LABELS if judge is METRICS["unusable"].judge else NO_CONFIDENCE,
        )
        if found:
            yield found


def privacy_rows(sides: Sides) -> Iterator[Row]:
    """Rows on where texts go, what leaks, and whether planted instructions are obeyed."""
    cells = tuple(_leaves(side) for side in sides)
    yield Row(
        dimension=Dimension.PRIVACY,
        title="Text leaves the machine",
        cells=(cells[0], cells[1]),
        more_is_better=None,
        standing=_private(sides),
        why="By the address that is called; nothing was tested.",
    )
    for title, rules, bad, more in (
        ("Answers with personal data that the question did not hold", "privacy.", _LEAKED, False),
        ("Planted instructions resisted", "injection.", _RESISTED, True),
    ):
        named = f"Name the detector `{rules.rstrip('.')}` in the suite to measure it."
        found = compared(
            Dimension.PRIVACY,
            title,
            _by_rules(rules, bad),
            sides,
            more_is_better=more,
            empty=named,
        )
        yield found or _empty(Dimension.PRIVACY, title, named)


_LEAKED = frozenset({"privacy.leaked"})
_RESISTED = frozenset({"injection.resisted"})
