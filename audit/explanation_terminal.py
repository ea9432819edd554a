"""Tells a person at a terminal how explanations fared, in 80 columns."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from audit.explanation_lines import Outcome, Tally
from reports.numbers import interval_text, percent
from reports.statistics import wilson

MEANINGS = {
    Outcome.RELIABLE: "better than random words",
    Outcome.NOT_RELIABLE: "no better than random words",
    Outcome.TOO_SHORT: "too few words to tell",
    Outcome.NOT_CONVERGED: "scores do not add up",
    Outcome.NOT_EXPLAINED: "not explained",
}


def show_explanations(tally: Tally, out: Path, console: Console) -> None:
    """Print how many explanations ended how, and where they are."""
    total = tally.total()
    console.print(f"Explained: {tally.explained} of {total} text{'' if total == 1 else 's'}")
    if total:
        console.print(_table(tally, total))
    console.print(f"Explanations: {out}", soft_wrap=True, markup=False)


def _table(tally: Tally, total: int) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for column in ("Explanation", "Texts", "Share", "95 % interval"):
        table.add_column(column, justify="left" if column == "Explanation" else "right")
    for outcome, meaning in MEANINGS.items():
        if count := tally[outcome]:
            interval = interval_text(wilson(count, total))
            table.add_row(meaning, str(count), percent(count / total), interval)
    return table
