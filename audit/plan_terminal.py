"""Tells a person at a terminal what an audit would be, in 80 columns."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audit.forecast import CaseCount, Forecast, GateForecast
from audit.subject_forecast import SubjectForecast
from reports.numbers import percent, seconds
from reports.power import MOST


def show_forecast(made: Forecast, console: Console) -> None:
    """Print cases, subjects, gates and the estimate; what is guessed says so."""
    console.print(Text(f"{made.title}: what an audit would be", style="bold"))
    console.print(Text(f"Suite {made.suite}, sha256 {made.suite_sha256[:12]}"))
    if made.corpus:
        console.print(Text(f"Claims are held against the corpus {made.corpus}"))
    console.print()
    console.print(_cases(made.cases))
    for subject in made.subjects:
        console.print()
        _show_subject(subject, made.currency or "", console)
    console.print()
    console.print(_gates(made.gates) if made.gates else Text("No gate: nothing can be passed."))
    for line in _notes(made):
        console.print(Text(line))


def _cases(counts: Sequence[CaseCount]) -> Table:
    table = _table("Task", "Slice")
    for column in ("Cases", "Groups"):
        table.add_column(column, justify="right")
    for count in counts:
        row = (count.task.value, count.slice or "all", str(count.cases), str(count.groups))
        table.add_row(*map(Text, row))
    return table


def _show_subject(subject: SubjectForecast, currency: str, console: Console) -> None:
    console.print(Text(f"{subject.name} ({subject.kind})", style="bold"))
    for line in _about(subject, currency):
        console.print(Text(f"  {line}"))


def _about(subject: SubjectForecast, currency: str) -> Iterator[str]:
    for part in subject.components:
        facts = "".join(f", {value}" for value in (part.facts or {}).values())
        digest = f", sha256 {part.sha256[:12]}" if part.sha256 else ""
        yield f"{part.role}: {part.name}{facts}{digest}"
    yield f"detectors: {', '.join(subject.detectors) or 'none'}"
    if not subject.calls:
        yield f"{subject.cases} cases, no call"
        return
    yield f"{subject.cases} cases, {subject.calls} calls"
    written = f"up to {subject.completion_tokens_most:,}"
    source = "guessed, a token for four characters"
    if subject.completion_tokens is not None:
        written = f"{subject.completion_tokens:,}"
        source = f"as recorded on {(subject.recorded or '')[:10]}"
    yield f"tokens: {subject.prompt_tokens:,} in, {written} out ({source})"
    yield f"cost: {_cost(subject, currency)}"
    took = "not known; a recording would tell"
    if subject.seconds is not None:
        took = f"{_duration(subject.seconds)}, as in the recording"
    yield f"time: {took}"
    for calls in subject.uncounted:
        yield f"not counted: {calls}"


def _cost(subject: SubjectForecast, currency: str) -> str:
    if subject.cost_most is None:
        return "no price stated"
    most = f"{subject.cost_most:.2f} {currency}".rstrip()
    if subject.cost is None:
        return f"up to {most}"
    return f"{subject.cost:.2f}, up to {most}"


def _duration(value: float) -> str:
    return seconds(value) if value < 120 else f"{value / 60:.0f} min"


def _gates(gates: Sequence[GateForecast]) -> Table:
    table = _table("Gate", "Bound")
    for column in ("Cases", "Groups", "Needs"):
        table.add_column(column, justify="right")
    table.add_column("Passes if", no_wrap=True)
    for each in gates:
        gate = each.gate
        name = " ".join(part for part in (gate.subject, gate.metric, gate.slice) if part)
        needs = f"> {MOST:,}" if each.needed is None else f"{each.needed:,}"
        row = (name, each.bound, f"{each.cases}", f"{each.groups}", needs)
        style = "green" if each.enough else "yellow"
        table.add_row(*map(Text, row), Text(_passes_if(each), style=style))
    return table


def _passes_if(each: GateForecast) -> str:
    """The true value with which it likely passes on the cases that it has."""
    if each.passes_from is None:
        return "enough cases" if each.enough else "too few"
    sign = ">=" if each.gate.at_least is not None else "<="
    return f"really {sign} {percent(each.passes_from)}"


def _notes(made: Forecast) -> Iterator[str]:
    if made.gates:
        yield ""
        yield (
            "Needs: cases with which a gate passes four times of five, if the model is better "
            "than the bound by the gate's margin (5 points where it states none), or perfect. "
            "Passes if: the true rate with which it does so on the groups that it has. "
            "Hallucination counts only answers that state something, so it may have fewer cases "
            "than shown."
        )
    if made.cost_most is not None and made.currency:
        yield ""
        yield f"All together: up to {made.cost_most:.2f} {made.currency}"
    if made.max_cost is not None:
        cap = f"Calls stop once {made.max_cost:g} {made.currency or ''}".rstrip()
        yield f"{cap} are spent; what is not asked by then is recorded as failed."


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
