"""Rows on how often a model is right: in its domain, slice by slice, and when texts are varied."""

from collections.abc import Callable, Iterator

from detectors.records import Expect, Task
from reports import scoring
from reports.f1 import f1_change, macro_f1
from reports.metrics import METRICS
from reports.run import CaseResult
from reports.scorecard.pairing import by_metric, compared, tested, untested
from reports.scorecard.records import Cell, Difference, Dimension, Row, Unit
from reports.scorecard.sides import Side, Sides
from reports.statistics import Outcome, rate

PROTECTED = "protected:"
NO_LABELS = "It was asked for no label."
NO_TEXT = "It writes no free text."


def specialisation_rows(sides: Sides) -> Iterator[Row]:
    """Rows on the quality within the domain."""
    yield from _present(
        by_metric(
            Dimension.SPECIALISATION,
            METRICS["accuracy"],
            sides,
            title="Right labels",
            empty=NO_LABELS,
        )
    )
    yield tested(
        Dimension.SPECIALISATION,
        "Macro F1",
        sides.each(_macro_f1),
        _f1_difference(sides),
        more_is_better=True,
    )
    yield untested(
        Dimension.SPECIALISATION,
        "Weakest label, share right",
        sides.each(_weakest),
        more_is_better=True,
        why="It may be another label of either, so there is no paired test; the first row has one.",
    )
    yield from _present(
        by_metric(
            Dimension.SPECIALISATION,
            METRICS["grounded"],
            sides,
            title="Free-text answers that the corpus bears out",
            empty=NO_TEXT,
        )
    )


def targeted_rows(sides: Sides) -> Iterator[Row]:
    """Rows on the quality in each slice, by task; protected attributes have a row elsewhere."""
    for task, what in ((Task.CLASSIFY, "Labels"), (Task.ANSWER, "Free text")):
        of_task = sides.where(_of(task))
        tags = {tag for side in of_task for result in side.results for tag in result.case.tags}
        for tag in sorted(tag for tag in tags if not tag.startswith(PROTECTED)):
            yield from _present(
                compared(
                    Dimension.TARGETED,
                    f"{what} as expected, slice {tag}",
                    scoring.right,
                    of_task.where(_tagged(tag)),
                    more_is_better=True,
                    empty=NO_LABELS if task is Task.CLASSIFY else NO_TEXT,
                )
            )


def _present(row: Row | None) -> Iterator[Row]:
    if row is not None:
        yield row


def _macro_f1(side: Side) -> Cell:
    covered = [r for r in side.results if METRICS["macro_f1"].covers(r.case)]
    found = macro_f1(covered, 0.95)
    if found is None:
        return Cell(unit=Unit.SHARE, reason=NO_LABELS)
    return Cell(value=found.value, unit=Unit.SHARE, n=found.n, interval=found.interval)


def _f1_difference(sides: Sides) -> Difference | None:
    """Over the cases that both were judged on."""
    one, other = sides.each(
        lambda side: {
            result.case.id: result
            for result in side.results
            if METRICS["macro_f1"].covers(result.case) and scoring.right_label(result) is not None
        }
    )
    shared = [case for case in one if case in other]
    if not shared:
        return None
    found = f1_change([other[case] for case in shared], [one[case] for case in shared])
    return Difference(
        n=len(shared),
        value=found.after - found.before,
        interval=found.interval,
        test=found.test,
    )


def _weakest(side: Side) -> Cell:
    """The label that is found least often, with its name."""
    by_label: dict[str, list[Outcome]] = {}
    for result in side.asked(Task.CLASSIFY):
        hit = scoring.right_label(result)
        if hit is not None and result.case.expect is Expect.ANSWER and result.case.label:
            outcome = Outcome(hit, result.case.group or result.case.id)
            by_label.setdefault(result.case.label, []).append(outcome)
    rates = {label: found for label, hits in sorted(by_label.items()) if (found := rate(hits))}
    if not rates:
        return Cell(unit=Unit.SHARE, reason=NO_LABELS)
    label = min(rates, key=lambda name: (rates[name].value, name))
    found = rates[label]
    return Cell(value=found.value, unit=Unit.SHARE, n=found.n, interval=found.interval, text=label)


def _of(task: Task) -> Callable[[CaseResult], bool]:
    return lambda result: result.case.task is task


def _tagged(tag: str) -> Callable[[CaseResult], bool]:
    return lambda result: tag in result.case.tags
