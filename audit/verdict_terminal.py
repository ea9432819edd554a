"""Tells a person at a terminal how answers and their claims fared, in 80 columns.

Intervals are of answers: claims of one answer are right or wrong together.
"""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from audit.verdict_lines import WORST_FIRST, Reason, Tally
from detectors.records import Verdict
from reports.numbers import interval_text, percent
from reports.statistics import wilson


def show_verdicts(tally: Tally, out: Path, console: Console, *, citations: bool = False) -> None:
    """Print how many answers and claims ended how, and where the verdicts are.

    With `citations` also how these fared: they were asked for.
    """
    answers, claims = sum(tally.answers[v] for v in WORST_FIRST), tally.claims.total()
    console.print(f"Judged: {_count(answers, 'answer')} by {_count(claims, 'claim')}")
    if answers:
        console.print(_table(tally, answers))
    if citations:
        rules = sorted(tally.citations)
        told = ", ".join(f"{tally.citations[rule]} {rule.replace('_', ' ')}" for rule in rules)
        console.print(f"Citations: {told or 'none followed'}")
        if tally.unfollowed:
            console.print(f"Citations not followed: {_count(tally.unfollowed, 'answer')}")
    unjudged = [(tally.answers[reason], reason.value.replace("_", " ")) for reason in Reason]
    if listed := ", ".join(f"{count} {reason}" for count, reason in unjudged if count):
        console.print(f"Not judged: {listed}")
    console.print(f"Verdicts: {out}", soft_wrap=True, markup=False)


def _table(tally: Tally, answers: int) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for column in ("Verdict", "Claims", "Answers", "Share", "95 % interval"):
        table.add_column(column, justify="left" if column == "Verdict" else "right")
    for verdict in reversed(WORST_FIRST):
        table.add_row(*_row(verdict, tally, answers))
    return table


def _row(verdict: Verdict, tally: Tally, answers: int) -> tuple[str, ...]:
    count = tally.answers[verdict]
    share, interval = percent(count / answers), interval_text(wilson(count, answers))
    name = verdict.value.replace("_", " ")
    return name, str(tally.claims[verdict]), str(count), share, interval


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
