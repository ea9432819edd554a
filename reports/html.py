"""Renders a run as one self-contained HTML page, for the reviewer who signs it.

- No script and no external resource; a content security policy holds the page to that.
- All text of models and suites is escaped.
- Nothing is told by colour alone, and nothing depends on when or where it is rendered.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from detectors.records import Task
from reports.cases import anchor, case_groups
from reports.clauses import NOTES, clauses_of
from reports.formats import Report
from reports.learning_curve import learning_curve_svg, learning_curve_text
from reports.marking import visible
from reports.run import Run
from reports.suite_findings import suite_views
from reports.summary import Summary
from reports.template_words import FILTERS, NAMES
from reports.words import (
    CITATION_WORDS,
)

TEMPLATES = Path(__file__).parent / "templates"

OPENED = 5
"""Cases of a group that went wrong and stand open; the others are folded."""


def render(run: Run, summary: Summary) -> Report:
    """`report.html`, the same bytes for the same run."""
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            run=run,
            plan=run.plan,
            summary=summary,
            answers=case_groups(run, Task.ANSWER),
            decisions=case_groups(run, Task.CLASSIFY),
            suite_findings=suite_views(run),
            clauses=clauses_of(run.plan),
            style=Markup((TEMPLATES / "style.css").read_text(encoding="utf-8")),
        )
    )
    return Report("report.html", page.encode("utf-8", "backslashreplace"))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters |= FILTERS | {
        "learning_curve": lambda curves: Markup(learning_curve_svg(curves)),
        "learning_curve_text": learning_curve_text,
        "unbroken": lambda text: text.replace(" %", "\N{NO-BREAK SPACE}%"),
    }
    environment.globals |= NAMES | {
        "anchor": anchor,
        "clause_notes": NOTES,
        "citation_words": CITATION_WORDS,
        "opened": OPENED,
    }
    return environment


def _shown(value: object) -> object:
    """What a template prints: hidden characters of plain text are spelt out."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
