"""What a person sees of a long run: bars of 80 columns at a terminal, lines in a log."""

import re
from io import StringIO

import pytest
from rich.console import Console

from audit.budget import Budget
from audit.progress import rate_text, shown
from audit.watch import Watch
from detectors.errors import SubjectError
from detectors.records import Answer

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r")


def told(*, terminal: bool, name: str = "large") -> list[str]:
    """What is shown while twelve hundred cases are asked of a model, three of them in vain."""
    budget = Budget(None, "EUR")

    def outcomes() -> list[Answer | SubjectError]:
        failed = [SubjectError("gone", subject=name)] * 3
        return [*failed, *[Answer(text="ok")] * 1197]

    written = StringIO()
    console = Console(file=written, force_terminal=terminal, width=80)
    with shown(console) as progress:
        for _ in Watch(progress, name, 1200, budget)(iter(outcomes())):
            budget.spend(0.01)
    return [ESCAPES.sub("", line).rstrip() for line in written.getvalue().splitlines()]


def test_a_log_tells_how_many_failed_and_what_it_cost() -> None:
    first, *_, last = told(terminal=False)
    assert first == "  asking large: 0/1200"
    assert re.fullmatch(r"  asking large: 1200/1200, \d+ s, 3 failed, 11\.99 EUR", last)


@pytest.mark.parametrize("name", ["large", "a-model-with-a-very-long-name-2026-11-25"])
def test_a_terminal_of_80_columns_holds_it_on_one_line(name: str) -> None:
    bars = [line for line in told(terminal=True, name=name) if "1200/1200" in line]
    assert bars
    assert all(len(line) <= 80 for line in bars)
    assert re.search(r"\d/s 3 failed, 11\.99 EUR$", bars[-1])


@pytest.mark.parametrize(
    ("per_second", "text"), [(123.4, "123/s"), (9.96, "10.0/s"), (1, "1.0/s"), (0.05, "3.0/min")]
)
def test_a_rate_is_told_in_a_unit_that_shows_it(per_second: float, text: str) -> None:
    assert rate_text(per_second) == text


@pytest.mark.parametrize(
    ("spent", "text"), [(0.0, ""), (0.0004, "0.0004 EUR"), (0.5, "0.50 EUR"), (12.345, "12.35 EUR")]
)
def test_what_was_spent_is_told_with_its_currency(spent: float, text: str) -> None:
    budget = Budget(None, "EUR")
    budget.spend(spent)
    assert budget.spent_text == text
