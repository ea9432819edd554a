"""Renders a run as Markdown: the HTML report in short, for a pull request or a ticket.

Everything that a template prints is escaped, so that no answer can set a heading, break a table or
plant a link.
"""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from detectors.records import Task
from reports.cases import case_groups
from reports.formats import Report
from reports.marking import visible
from reports.run import Run
from reports.suite_findings import suite_views
from reports.summary import Summary
from reports.template_words import FILTERS, NAMES

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 20
"""Cases of a group that are told in full; the others are only counted."""


class Code(str):
    """Text that the template sets between backticks, where nothing else is markup."""

    __slots__ = ()


def render(run: Run, summary: Summary) -> Report:
    """`report.md`, the same bytes for the same run."""
    text = (
        environment()
        .get_template("report.md.j2")
        .render(
            run=run,
            plan=run.plan,
            summary=summary,
            answers=case_groups(run, Task.ANSWER),
            decisions=case_groups(run, Task.CLASSIFY),
            suite_findings=suite_views(run),
        )
    )
    return Report("report.md", text.encode("utf-8", "backslashreplace"))


def escape(text: str) -> str:
    """The text on one line, with every character that Markdown or HTML could act on escaped.

    Addresses and mentions are broken too: some readers turn them into links unasked.
    """
    line = " ".join(visible(text).split())
    return re.sub(r"([\\`*_\[\]<>|#~&@]|(?<=[A-Za-z]):(?=//)|(?<=www)\.)", r"\\\1", line)


def code(text: str) -> Code:
    """The text for a place between backticks."""
    return Code(" ".join(visible(text).split()).replace("`", "'").replace("|", "¦"))


def environment() -> Environment:
    """Templates that escape what they print, with the numbers and words of the reports."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    made.filters |= FILTERS | {
        "code": code,
    }
    made.globals |= NAMES | {
        "shown": SHOWN,
    }
    return made


def _shown(value: object) -> object:
    return escape(value) if isinstance(value, str) and not isinstance(value, Code) else value
