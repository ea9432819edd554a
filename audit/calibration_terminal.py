"""Tells a person at a terminal what a calibration brought, in 80 columns."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detectors.calibration import Calibration, CheckerError, Estimate
from detectors.conformal import needed
from detectors.recalibration import BudgetQuality, Quality, Recalibrated
from detectors.reliability import ReliabilityBin
from reports.numbers import interval_text, percent
from reports.statistics import Interval


def show_calibration(made: Recalibrated, console: Console) -> None:
    """Print quality before and after, the threshold, the reliability table and the budgets."""
    new = made.calibration
    on = new.fitted_on
    console.print(Text(f"Fitted on {on.n} answers of {on.documents} documents"))
    console.print()
    console.print(_quality(made.before, made.after))
    console.print(Text(_advice(made.after)))
    console.print()
    console.print(
        Text(
            f"Threshold {new.threshold:.3f}; a person should look from {new.review_low:.3f} to "
            f"{new.review_high:.3f}"
        )
    )
    if new.checker:
        console.print(Text(_checker(new.checker)))
    if made.table:
        console.print()
        console.print(_reliability(made.table))
    console.print()
    console.print(_budgets(made.budgets, new))
    for row in made.budgets:
        if row.fitted.threshold is None:
            console.print(Text(_missing(row)))


def _advice(after: Quality | None) -> str:
    if after is None or after.chance is None:
        return (
            "After was not measured: without some documents only one kind of answer is left. "
            "Label answers of both kinds about more documents."
        )
    return (
        "After is measured on documents held back in turn (5 folds). Chance alone would show a "
        f"calibration error of {after.chance:.3f}, were all probabilities true."
    )


def _checker(error: CheckerError) -> str:
    sensitivity, specificity = (
        f"{percent(share.value)} of {share.n} "
        f"({interval_text(Interval(low=share.low, high=share.high))})"
        for share in (error.sensitivity, error.specificity)
    )
    return (
        f"Of whole answers on documents held back, unsupported and flagged: {sensitivity}; "
        f"supported and passed: {specificity}. A suite that names this calibration corrects its "
        "hallucination rate by them."
    )


def _quality(before: Quality, after: Quality | None) -> Table:
    table = _table("", "Before", "After")
    rows: tuple[tuple[str, Callable[[Quality], str]], ...] = (
        ("Calibration error", lambda quality: _number(quality.error)),
        ("Brier score", lambda quality: _number(quality.brier)),
        ("Balanced accuracy", lambda quality: _percent(quality.balanced_accuracy)),
    )
    for name, text in rows:
        table.add_row(name, text(before), text(after) if after else "-")
    return table


def _reliability(bins: Sequence[ReliabilityBin]) -> Table:
    table = _table("Probability of supported", "n", "Mean", "Really supported")
    for row in bins:
        table.add_row(
            f"{row.low:.3f} to {row.high:.3f}",
            str(row.n),
            percent(row.predicted),
            percent(row.observed),
        )
    return table


def _budgets(rows: Sequence[BudgetQuality], made: Calibration) -> Table:
    unsupported = next((row.fitted.n for row in rows), 0)
    table = _table(
        "Error budget",
        "Threshold",
        f"Of {unsupported} unsupported pass",
        f"Of {made.fitted_on.n - unsupported} supported pass",
    )
    for row in rows:
        budget = f"{row.fitted.budget * 100:g} %"
        table.add_row(budget, _threshold(row), _percent(row.passed), _percent(row.kept))
    return table


def _threshold(row: BudgetQuality) -> str:
    return "-" if row.fitted.threshold is None else f"{row.fitted.threshold:.5f}"


def _missing(row: BudgetQuality) -> str:
    """Why a budget has no threshold."""
    budget, there, wanted = row.fitted.budget, row.fitted.documents, needed(row.fitted.budget)
    why = "too many unsupported answers are at probability 1"
    if there < wanted:
        why = f"{wanted} documents with unsupported answers are wanted, {there} are there"
    return f"No threshold for {budget * 100:g} %: {why}"


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column(first, overflow="fold")
    for column in others:
        table.add_column(column, overflow="fold")
    return table


def _number(estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def _percent(estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    interval = interval_text(Interval(low=estimate.low, high=estimate.high))
    return f"{percent(estimate.value)} ({interval})"
