"""Renders a comparison of runs as Markdown, for people, and as JSON, for programs."""

import json

from detectors.reading import adapter
from reports.compare_words import EXIT_MEANINGS, VERDICT_WORDS, headline, lists, not_compared
from reports.comparison import RunComparison
from reports.markdown import environment

SCHEMA = 1
"""Version of the JSON layout; raised when a key changes its meaning or goes away."""


def as_markdown(comparison: RunComparison) -> bytes:
    """Everything that was compared; the same bytes for the same runs."""
    made = environment()
    made.globals |= {
        "exit_meanings": EXIT_MEANINGS,
        "verdict_words": VERDICT_WORDS,
        "lists": lists,
    }
    text = made.get_template("compare.md.j2").render(
        comparison=comparison,
        headline=headline(comparison),
        not_compared=list(not_compared(comparison)),
    )
    return text.encode("utf-8", "backslashreplace")


def as_json(comparison: RunComparison) -> bytes:
    """Keys are sorted and always there; what was not measured is `null`."""
    plain = adapter(RunComparison).dump_python(comparison, mode="json")
    value = {"schema": SCHEMA, "comparison": plain}
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")
