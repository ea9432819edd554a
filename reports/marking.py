"""Splits a text into stretches, some of them marked, so that a template can colour them.

Text comes from models and suites and is hostile: templates escape every stretch, and characters
that would change how the page reads around them are made visible here.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

KEPT = frozenset("\n\t\u200d")  # line breaks, and the joiner that scripts and emoji need
HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co"))
"""Unicode categories: control, format (with bidirectional overrides), surrogate, private use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span to mark, and what to show of it."""

    start: int
    end: int
    kind: str
    """CSS class of the mark."""
    note: str
    """What the mark means, in words."""
    symbol: str = ""
    """Printed before the span, for readers who see no colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a text; all parts in order make up the whole."""

    text: str
    mark: Mark | None = None


def stretches(text: str, marks: Iterable[Mark]) -> tuple[Stretch, ...]:
    """The text in parts. Of marks that overlap the first keeps its span; empty ones are dropped."""
    return tuple(_split(text, marks))


def visible(text: str) -> str:
    """The text with control, format and surrogate characters spelt out: `⟨U+202E⟩`."""
    return "".join(_shown(character) for character in text)


def _split(text: str, marks: Iterable[Mark]) -> Iterator[Stretch]:
    done = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        start, end = max(mark.start, done), min(mark.end, len(text))
        if start >= end:
            continue
        if start > done:
            yield Stretch(text=visible(text[done:start]))
        yield Stretch(text=visible(text[start:end]), mark=mark)
        done = end
    if done < len(text):
        yield Stretch(text=visible(text[done:]))


def _shown(character: str) -> str:
    if character in KEPT or unicodedata.category(character) not in HIDDEN:
        return character
    return f"⟨U+{ord(character):04X}⟩"
