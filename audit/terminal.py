"""Tells a person at a terminal how an audit ended, in 80 columns."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports.advice import Sentence
from reports.gate_text import bound_text, cases_judged, reach_text, value_text
from reports.gates import GateOutcome, GateResult
from reports.summary import RunOutcome, Summary

STYLES = {
    GateOutcome.PASS: "green",
    GateOutcome.FAIL: "bold red",
    GateOutcome.ERROR: "bold red",
    GateOutcome.NOT_RUN: "yellow",
    GateOutcome.UNDERPOWERED: "yellow",
    RunOutcome.PASSED: "bold green",
    RunOutcome.FAILED: "bold red",
    RunOutcome.UNDECIDED: "bold yellow",
}


def show(summary: Summary, files: Sequence[Path], console: Console) -> None:
    """Print the outcome, the gates, the comparison and where the reports are."""
    console.print()
    console.print(Text(f"Audit {summary.outcome.value}", style=STYLES[summary.outcome]))
    for reason in summary.reasons:
        console.print(Text(f"  {reason}"))
    if summary.gates:
        console.print()
        console.print(_gates(summary.gates))
    for pair in summary.beside:
        console.print()
        console.print(Text(f"Which model for what: {pair.card.first} or {pair.card.second}"))
        for sentence in pair.advice.sentences:
            console.print(_advice(sentence))
    for comparison in summary.comparisons:
        console.print()
        console.print(Text(f"{comparison.task.value.capitalize()}: {comparison.sentence}"))
    console.print()
    for file in files:
        console.print(Text(f"Report: {file}"), soft_wrap=True)


def _advice(sentence: Sentence) -> Padding:
    style = "" if sentence.decided else "yellow"
    return Padding(Text(f"- {sentence.text}", style=style), (0, 0, 0, 2))


def _gates(gates: Sequence[GateResult]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for column in ("Gate", "Value", "Interval", "n", "Bound", "Outcome"):
        table.add_column(column, justify="right" if column in ("Value", "n") else "left")
    for result in gates:
        table.add_row(*_row(result))
    return table


def _row(result: GateResult) -> tuple[Text, ...]:
    gate = result.gate
    name = " ".join(part for part in (gate.subject, gate.metric, gate.slice) if part)
    return (
        Text(name, overflow="fold"),
        Text(value_text(result)),
        Text(reach_text(result).removesuffix(" points")),
        Text(str(cases_judged(result))),
        Text(bound_text(gate, least=">=", most="<=")),
        Text(result.outcome.value.replace("_", " "), style=STYLES[result.outcome]),
    )
