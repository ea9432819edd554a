"""Renders a run as one PDF to be signed and kept: PDF/A-3a, tagged, with the record attached.

PDF/A (ISO 19005-3) is what archives take; level a wants it readable by a screen reader. Fonts of
the machine are not used, so that the same run gives the same bytes; characters that the fonts of
Typst lack are spelt out.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from detectors.records import Task
from reports import verify_record
from reports.cases import case_groups
from reports.clauses import NOTES, clauses_of
from reports.formats import Report
from reports.glyphs import without_glyph
from reports.marking import visible
from reports.record_writer import write_run
from reports.run import Run
from reports.suite_findings import suite_views
from reports.summary import Summary
from reports.template_words import FILTERS, NAMES
from reports.typesetting import typeset
from reports.typst_text import breakable, literal

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 20
"""Cases of a group that are told in full; the others are only counted."""
MOST_ATTACHED = 32
"""MiB of a record; a larger one is not attached."""


class Typst(str):
    """What the template takes as it is."""

    __slots__ = ()


def render(run: Run, summary: Summary) -> Report:
    """`report.pdf`, the same bytes for the same run."""
    record = _record(run)
    attached = record if len(record) <= MOST_ATTACHED * 2**20 else b""
    source = (
        _environment()
        .get_template("report.typ.j2")
        .render(
            run=run,
            plan=run.plan,
            summary=summary,
            answers=case_groups(run, Task.ANSWER),
            decisions=case_groups(run, Task.CLASSIFY),
            suite_findings=suite_views(run),
            clauses=clauses_of(run.plan),
            record=bool(attached),
        )
    )
    inputs = {
        "record": attached.decode(),
        "verifier": Path(verify_record.__file__).read_text(encoding="utf-8"),
    }
    # PDF/A wants a date; a replayed run, which has none, gets the first second of 1970
    at = int(datetime.fromisoformat(run.plan.started).timestamp()) if run.plan.started else 0
    return Report("report.pdf", typeset(_spelt_out(source), inputs=inputs, timestamp=at))


def _record(run: Run) -> bytes:
    lines: list[bytes] = []
    write_run(lines.append, run)
    return b"".join(lines)


def _spelt_out(source: str) -> str:
    """The source with every character that no font can show as `⟨U+65E5⟩`."""
    missing = without_glyph(sorted(set(source)))
    return source.translate({ord(one): f"⟨U+{ord(one):04X}⟩" for one in missing})


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters |= FILTERS | {
        "chip": _chip,
        "literal": lambda text: Typst(literal(visible(text))),
        "code": lambda text: Typst(f"#raw({literal(breakable(visible(text)))});"),
    }
    environment.globals |= NAMES | {
        "plural": _plural,
        "clause_notes": NOTES,
        "shown": SHOWN,
        "most_attached": MOST_ATTACHED,
        "record_name": "run.jsonl",
        "verifier_name": "verify_record.py",
    }
    return environment


def _chip(words: Sequence[str]) -> Typst:
    """A symbol and the word that says the same."""
    return Typst(f"#sign({literal(words[0])}) #{literal(words[1])};")


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(value: object) -> object:
    """What a template prints: a string literal, closed so that no text behind it is code."""
    if isinstance(value, str) and not isinstance(value, Typst):
        return f"#{literal(breakable(visible(value)))};" if value else ""
    return value
