"""Reads documents with true claims about them, whose slots say what would make them false.

One YAML file holds documents, one a list item: an `id`, a `text` and its `claims`, one a line.

- A slot, `[4 g = 4,000 mg | number: 6 g; 3 g | unit: 4 mg]`, has forms that keep the claim true
  and, behind each kind, alternatives that do not.
- Where a kind ends in `?` the document does not say the alternative, else it contradicts it. What
  is added, or said too generally, is never said.
- Where the sentences of a text are numbered, one a line, ` <- 1 4` behind a claim names those that
  bear it out.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import yaml


class Kind(StrEnum):
    """What an edit changes."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    """Dates, months, weekdays and times of day."""
    NAME = "name"
    NEGATION = "negation"
    """Added, removed, or turned into the opposite: safe and unsafe, before and after."""
    QUANTIFIER = "quantifier"
    COMPARATOR = "comparator"
    MODALITY = "modality"
    ROLE = "role"
    """Who does what to whom."""
    RELATION = "relation"
    """Cause, purpose, order, topic: any other wrong thing."""
    SCOPE = "scope"
    """Too general, too certain or too strong."""
    ADDITION = "addition"
    """Something plausible that the document does not say."""


UNSAID = (Kind.SCOPE, Kind.ADDITION)


class Alternative(NamedTuple):
    """A form that makes the claim wrong."""

    kind: Kind
    text: str
    contradicted: bool
    """The document says otherwise; else it does not say."""


class Slot(NamedTuple):
    forms: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


class NotedClaim(NamedTuple):
    pieces: tuple[str, ...]
    """The text around the slots, one more than these."""
    slots: tuple[Slot, ...]
    borne_out_by: tuple[int, ...]
    """Places of the sentences, from 0; none where the text is not numbered."""


class NotedDocument(NamedTuple):
    id: str
    sentences: tuple[str, ...]
    """A text that is not numbered is one."""
    claims: tuple[NotedClaim, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def read_noted(path: Path) -> tuple[NotedDocument, ...]:
    """Raises `ValueError`, with document and line, where the file is not in the notation."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return tuple(_document(path, raw) for raw in loaded)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast


def spelled(claim: NotedClaim, texts: Sequence[str]) -> str:
    """The claim with a text in each slot."""
    text = woven(claim.pieces, texts)
    return text[:1].upper() + text[1:]


def woven(pieces: Sequence[str], texts: Sequence[str]) -> str:
    """Pieces and texts by turns, beginning with a piece."""
    return "".join(each for pair in zip(pieces, [*texts, ""], strict=False) for each in pair)


def _document(path: Path, raw: dict[str, str]) -> NotedDocument:
    where = f"{path}: {raw['id']}"
    said = _sentences(raw["text"], where)
    lines = raw["claims"].strip().splitlines()
    return NotedDocument(
        raw["id"],
        said,
        tuple(_claim(line.strip(), len(said), f"{where}: {line}") for line in lines),
    )


def _sentences(text: str, where: str) -> tuple[str, ...]:
    lines = [line.strip() for line in text.strip().splitlines()]
    numbered = [re.fullmatch(r"(\d+)\.?\s+(.+)", line) for line in lines]
    if not numbered[0] or int(numbered[0][1]) != 1:
        return (" ".join(lines),)
    for number, (line, found) in enumerate(zip(lines, numbered, strict=True), start=1):
        if not found or int(found[1]) != number:
            raise ValueError(f"{where}: sentence {number} should begin with its number: {line}")
    return tuple(found[2] for found in numbered if found)


def _claim(line: str, sentences: int, where: str) -> NotedClaim:
    text, _, places = line.partition(" <- ")
    named = tuple(int(place) - 1 for place in places.replace(",", " ").split())
    if (sentences > 1 and not named) or any(not 0 <= place < sentences for place in named):
        raise ValueError(f"{where}: should end in ` <- ` and numbers of 1 to {sentences}")
    if text.count("[") != text.count("]"):
        raise ValueError(f"{where}: a slot is not closed")
    parts = _SLOT.split(text)
    slots = tuple(_slot(part, where) for part in parts[1::2])
    return NotedClaim(tuple(parts[::2]), slots, named)


_SLOT = re.compile(r"\[([^\[\]]*)\]")


def _slot(text: str, where: str) -> Slot:
    forms, *groups = text.split(" | ")
    glue = " " if text.startswith(" ") else ""  # a slot that is a clause of its own
    slot = Slot(
        tuple(_joined(glue, form) for form in forms.split(" = ")),
        tuple(found for group in groups for found in _alternatives(group, glue, where)),
    )
    known = {form.casefold() for form in slot.forms}
    if any(each.text.casefold() in known for each in slot.alternatives):
        raise ValueError(f"{where}: an alternative is a form too: [{text}]")
    return slot


def _alternatives(group: str, glue: str, where: str) -> Iterator[Alternative]:
    """`name?: Ann; Bob` as two alternatives."""
    name, colon, texts = group.partition(":")
    plain = name.strip().rstrip("?")
    if not colon or plain not in set(Kind):
        raise ValueError(f"{where}: no kind and colon in `{group}`; kinds: {', '.join(Kind)}")
    kind = Kind(plain)
    unsaid = kind in UNSAID or name.strip().endswith("?")
    for text in texts.split(";"):
        yield Alternative(kind, _joined(glue, text), not unsaid)


def _joined(glue: str, text: str) -> str:
    clean = text.strip()
    return clean if clean.startswith(",") else glue + clean
