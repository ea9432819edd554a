"""Tells a person at a terminal how a run compares with an earlier one, in 80 columns."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.change_verdict import Verdict
from reports.compare_words import EXIT_MEANINGS, VERDICT_WORDS, headline, lists, named, not_compared
from reports.comparison import Compared, RunComparison, SubjectComparison
from reports.numbers import percent, points, points_interval

STYLES = {
    Verdict.REGRESSED: "bold red",
    Verdict.SUSPECT: "yellow",
    Verdict.HELD: "green",
    Verdict.IMPROVED: "bold green",
    Verdict.UNDERPOWERED: "yellow",
}
QUIET = frozenset((Verdict.HELD, Verdict.UNDERPOWERED))
"""Slices that ended so are only counted; `--out` tells them all."""


def show_comparison(comparison: RunComparison, console: Console) -> None:
    """Print the table of each subject, its cases by name, and what was not compared."""
    meaning = EXIT_MEANINGS[comparison.exit_code].capitalize()
    console.print(Text(f"{meaning}: {headline(comparison)}", style="bold"))
    console.print(
        Text(
            f"{len(comparison.cases.same)} cases compared; a loss of up to "
            f"{comparison.margin * 100:g} points does not matter; changes above 0 are for the "
            "better"
        )
    )
    for subject in comparison.subjects:
        _show_subject(subject, console)
    left_out = list(not_compared(comparison))
    if left_out:
        console.print()
        console.print(Text("Not compared, and what else differs", style="bold"))
    for line in left_out:
        console.print(Text(f"  {line}"))


def _show_subject(subject: SubjectComparison, console: Console) -> None:
    name = subject.base if subject.base == subject.run else f"{subject.base} -> {subject.run}"
    shown = [each for each in subject.changes if not _is_quiet(each)]
    console.print()
    console.print(Text(name, style="bold"))
    console.print(_table(shown))
    for verdict in sorted(QUIET):
        count = sum(_is_quiet(each) and each.verdict is verdict for each in subject.changes)
        if count:
            noun = "slice" if count == 1 else "slices"
            console.print(Text(f"  and {count} {noun} {VERDICT_WORDS[verdict][1]}"))
    for title, ids in lists(subject):
        if ids:
            console.print(Text(f"  {title}: {len(ids)} ({named(ids)})"))


def _is_quiet(each: Compared) -> bool:
    return each.slice is not None and each.verdict in QUIET


def _table(changes: list[Compared]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Metric", overflow="fold", max_width=18)
    for column in ("Base", "Run"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("Change, 95 % interval", overflow="fold")
    table.add_column("n", justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    for each in changes:
        table.add_row(*_row(each))
    return table


def _row(each: Compared) -> tuple[Text, ...]:
    change = each.change
    values = [Text("-"), Text("-"), Text("-")]
    if change.base is not None and change.run is not None and change.interval is not None:
        reach = points_interval(change.interval).removesuffix(" points")
        found = f"{points(change.difference or 0.0)} ({reach})"
        values = [Text(percent(change.base)), Text(percent(change.run)), Text(found)]
    name = each.metric if each.slice is None else f"{each.metric} {each.slice}"
    verdict = Text(VERDICT_WORDS[each.verdict][1], style=STYLES[each.verdict])
    return (Text(name), *values, Text(str(change.n)), verdict)
