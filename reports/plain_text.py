"""Lays out a few facts as plain text that fits a terminal of 80 columns, and a log.

Texts come from models and suites and are hostile: whatever would move the cursor is spelt out.
"""

import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from reports.marking import visible

WIDTH = 78
LABEL = 11
"""Columns of the labels, with the space behind them."""
MOST = 400
"""Characters of a quoted text."""


class Fact(NamedTuple):
    """A label, and what there is to say under it."""

    label: str
    text: str
    depth: int = 1
    """Steps that it is set in."""


def laid_out(headline: str, facts: Iterable[Fact]) -> str:
    """The headline, then a paragraph for each fact that is not empty."""
    paragraphs = (_paragraph(fact) for fact in facts if fact.text)
    return "\n".join([on_one_line(headline), *paragraphs])


def quoted(text: str) -> str:
    """The text in quotation marks; a long one ends in dots.

    >>> quoted("At most 4 g.")
    '"At most 4 g."'
    """
    line = on_one_line(text)
    return f'"{line if len(line) <= MOST else line[: MOST - 1] + "…"}"'


def on_one_line(text: str) -> str:
    """The text without line breaks, and with what is invisible spelt out."""
    return visible(" ".join(text.split()))


def _paragraph(fact: Fact) -> str:
    margin = "  " * fact.depth
    first = f"{margin}{fact.label:<{LABEL}}"
    return textwrap.fill(
        on_one_line(fact.text),
        width=WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
