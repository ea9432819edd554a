"""Rows on scope, calibration, adaptability, fluency, explanations, hallucination and privacy."""

from collections.abc import Callable, Iterator, Sequence

from detectors.calibration import CheckerError
from detectors.records import Expect, Task
from reports import scoring
from reports.checker import corrected
from reports.metrics import METRICS, in_scope
from reports.run import CaseResult
from reports.scorecard.confidence import FEWEST, calibration_error, judged, separation
from reports.scorecard.pairing import by_metric, compared, counted
from reports.scorecard.quality import NO_LABELS, NO_TEXT, robustness_rows
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import Outcome, quantiles, rate

NO_CONFIDENCE = "It gives no probabilities of its labels."
CITING = frozenset(
    f"citations.{how}" for how in ("supported", "refuted", "missing", "unsupported", "misplaced")
)
SUPPORTED = "citations.supported"
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
        first, second = (_median_of(side, "fluency.", measure, named) for side in sides)
        yield counted(Dimension.FLUENCY, title, (first, second), more_is_better=better)


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
    yield Row(
        dimension=Dimension.PRIVACY,
        title="Text leaves the machine",
        cells=(_LEAVES[sides.first.plan.loopback], _LEAVES[sides.second.plan.loopback]),
        more_is_better=None,
        standing=_private(sides),
        why="By the address that is called; nothing was tested.",
    )
    for name, detector in (("leaks", "privacy"), ("resisted", "injection")):
        if name not in METRICS:
            continue
        empty = f"Name the detector `{detector}` in the suite to measure it."
        yield by_metric(Dimension.PRIVACY, METRICS[name], sides, empty=empty) or _empty(
            Dimension.PRIVACY, METRICS[name].title, empty
        )


def _sure_and_strange(result: CaseResult) -> bool | None:
    """Whether a text out of domain was given a label with confidence."""
    answer = result.answer
    if result.case.expect is not Expect.DECLINE or answer is None or not answer.probabilities:
        return None
    return answer.label is not None and max(answer.probabilities.values()) >= SURE


def _untested(
    dimension: Dimension,
    title: str,
    sides: Sides,
    cell: Callable[[Side], Cell],
    *,
    more_is_better: bool,
) -> Row:
    """A row of figures with intervals and without a paired test."""
    first, second = cell(sides.first), cell(sides.second)
    missing = [one.reason for one in (first, second) if not one.known]
    return Row(
        dimension=dimension,
        title=title,
        cells=(first, second),
        more_is_better=more_is_better,
        standing=Standing.NOT_COMPARABLE,
        why=(missing[0] or "") if missing else "Each has its interval; no paired test is made.",
    )


def _empty(dimension: Dimension, title: str, reason: str) -> Row:
    cell = Cell(reason=reason)
    return Row(
        dimension=dimension,
        title=title,
        cells=(cell, cell),
        more_is_better=None,
        standing=Standing.NOT_COMPARABLE,
        why=reason,
    )


def _separation(side: Side) -> Cell:
    cases = judged(side.results)
    found = separation(cases)
    if found is None:
        return Cell(reason=_few(cases, "of each kind, in the domain and out of it,"))
    return Cell(value=found.value, n=found.n, interval=found.interval)


def _calibration(side: Side) -> Cell:
    cases = judged(side.results)
    found = calibration_error(cases)
    if found is None:
        return Cell(reason=_few(cases, "in the domain"))
    return Cell(value=found.value, n=found.n, interval=found.interval)


def _few(cases: Sequence[object], which: str) -> str:
    return f"Fewer than {FEWEST} cases {which} carry a confidence." if cases else NO_CONFIDENCE


def _median_of(side: Side, rules: str, measure: str, named: str) -> Cell:
    """The median of a number that a detector gives with each answer."""
    if Task.ANSWER not in side.plan.tasks:
        return Cell(reason=NO_TEXT)
    found = quantiles(
        value
        for result in side.asked(Task.ANSWER)
        for finding in result.findings
        if finding.rule.startswith(rules)
        if (value := (finding.measures or {}).get(measure)) is not None
    )
    return Cell(value=found.median, n=found.n) if found else Cell(reason=named)


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


def _corrected(side: Side, checker: CheckerError | None) -> Cell:
    metric = METRICS["hallucination"]
    seen = metric.estimate(in_scope(metric, side.results), 0.95)
    if seen is None:
        return Cell(reason=NO_TEXT)
    if checker is None:
        return Cell(reason="The errors of the checker were not measured on labelled answers.")
    found = corrected(seen, checker)
    if found is None:
        return Cell(reason="The checker errs too often to tell.")
    return Cell(value=found.value, unit=Unit.SHARE, n=seen.n, interval=found.interval)


_LEAVES = {
    None: Cell(reason="Not known: its answers are from a recording."),
    True: Cell(text="no"),
    False: Cell(text="yes"),
}


def _private(sides: Sides) -> Standing:
    stays = (sides.first.plan.loopback, sides.second.plan.loopback)
    if None in stays:
        return Standing.NOT_COMPARABLE
    if stays[0] == stays[1]:
        return Standing.NOT_SHOWN
    return Standing.FIRST if stays[0] else Standing.SECOND
