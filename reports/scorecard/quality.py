"""Rows on how often a model is right: in its domain, slice by slice, and when texts are varied."""

from collections.abc import Callable, Iterator, Sequence

from detectors.records import Answer, Expect, Task
from reports import scoring
from reports.f1 import macro_f1
from reports.metrics import METRICS
from reports.run import CaseResult
from reports.scorecard.pairing import Judge, by_metric, compared
from reports.scorecard.records import Cell, Dimension, Row, Standing, Unit
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
    yield _told("Macro F1", tuple(_macro_f1(side) for side in sides))
    yield _told("Weakest label, share right", tuple(_weakest(side) for side in sides))
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


def robustness_rows(sides: Sides) -> Iterator[Row]:
    """Rows on whether a varied text keeps its label, right or wrong."""
    for title, belongs in (
        ("Same label for a paraphrase", _tagged("paraphrase")),
        ("Same label with typing errors", _tagged("typo")),
        ("Same label where a protected attribute changes", _protected),
    ):
        yield from _present(
            compared(
                Dimension.SCOPE,
                title,
                _keeps_label(sides),
                sides.where(belongs),
                more_is_better=True,
                empty=NO_LABELS,
            )
        )


def _keeps_label(sides: Sides) -> Judge:
    """Whether a case got the label that the case which it varies got of the same subject."""
    decided = {
        (result.subject, result.case.id): _decision(result.answer)
        for side in sides
        for result in side.asked(Task.CLASSIFY)
        if result.answer is not None
    }

    def kept(result: CaseResult) -> bool | None:
        own = decided.get((result.subject, result.case.id))
        original = decided.get((result.subject, result.case.group or ""))
        return None if own is None or original is None else own == original

    return kept


def _present(row: Row | None) -> Iterator[Row]:
    if row is not None:
        yield row


def _told(title: str, cells: Sequence[Cell]) -> Row:
    """A row whose figure has an interval and no paired test of its own."""
    first, second = cells
    missing = next((cell.reason for cell in cells if not cell.known), None)
    return Row(
        dimension=Dimension.SPECIALISATION,
        title=title,
        cells=(first, second),
        more_is_better=True,
        standing=Standing.NOT_COMPARABLE,
        why=missing or "No share of cases, so it has no paired test; the row above has one.",
    )


def _macro_f1(side: Side) -> Cell:
    covered = [r for r in side.results if METRICS["macro_f1"].covers(r.case)]
    found = macro_f1(covered, 0.95)
    if found is None:
        return Cell(unit=Unit.SHARE, reason=NO_LABELS)
    return Cell(value=found.value, unit=Unit.SHARE, n=found.n, interval=found.interval)


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


def _decision(answer: Answer) -> str:
    """The label, or that there is none."""
    return answer.label or ("declined" if answer.declined else "no usable label")


def _of(task: Task) -> Callable[[CaseResult], bool]:
    return lambda result: result.case.task is task


def _tagged(tag: str) -> Callable[[CaseResult], bool]:
    return lambda result: tag in result.case.tags


def _protected(result: CaseResult) -> bool:
    return any(tag.startswith(PROTECTED) for tag in result.case.tags)
