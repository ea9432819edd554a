"""Examples from the documents that were written for this, in `written/`, one file a kind of text.

Each claim says what its document says in other words, and its slots what would make it wrong (see
`notation.py`). Which sentences bear a claim out is written beside it: an excerpt without them does
not hold enough to tell, whatever the claim.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from detectors.training.examples import Example
from detectors.training.excerpts import EXCERPT, excerpted
from detectors.training.notation import (
    Alternative,
    NotedClaim,
    NotedDocument,
    Slot,
    read_noted,
    spelled,
    woven,
)

FOLDER = Path(__file__).with_name("written")
SOURCE = "written_"
TRUE, WRONG = 2, 2
"""Wordings of each claim that are true, and that have an edit, at most."""
JOINT = 0.4
"""Share of excerpts that hold sentences from all over the document."""
WITHOUT = 0.1
"""Share of excerpts that what bears the claim out is taken from."""
MISSED = 0.3
"""Share of the excerpts that miss it and are left so; to the others it is brought."""


Read: TypeAlias = Callable[[NotedDocument, NotedClaim, str, random.Random], list[int]]
"""Places of the sentences that are read beside a claim in one wording."""


class _Worded(NamedTuple):
    """A claim in one wording."""

    text: str
    edit: Alternative | None = None
    span: tuple[int, int] = (0, 0)
    """Where the edit lies."""


def written_examples(*, seed: int, read: Read, folder: Path = FOLDER) -> list[Example]:
    """Several wordings of every claim, true and wrong, each beside what is read of its document."""
    draw = random.Random(seed)
    return [
        example
        for path in sorted(folder.glob("*.yaml"))
        for document in read_noted(path)
        for claim in document.claims
        for example in _examples(document, claim, read, draw, source=f"{SOURCE}{path.stem}")
    ]


def _examples(
    document: NotedDocument, claim: NotedClaim, read: Read, draw: random.Random, *, source: str
) -> Iterator[Example]:
    for worded in {each.text: each for each in _wordings(claim, draw)}.values():
        chosen = read(document, claim, worded.text, draw)
        label, unsupported = _label(worded, set(claim.borne_out_by) <= set(chosen))
        yield Example(
            premise=" ".join(document.sentences[at] for at in chosen),
            claim=worded.text,
            label=label,
            source=source,
            document=f"{source}:{document.id}",
            unsupported=unsupported,
        )


def whole(
    document: NotedDocument,
    claim: NotedClaim,  # noqa: ARG001
    text: str,  # noqa: ARG001
    draw: random.Random,  # noqa: ARG001
) -> list[int]:
    """All of it."""
    return list(range(len(document.sentences)))


def found(document: NotedDocument, claim: NotedClaim, text: str, draw: random.Random) -> list[int]:
    """Mostly what a search would find; now and then without what bears the claim out."""
    every = range(len(document.sentences))
    if draw.random() < WITHOUT:
        others = [at for at in every if at not in claim.borne_out_by]
        if others:
            said = tuple(document.sentences[at] for at in others)
            return [others[at] for at in excerpted(said, text)]
    nearest = excerpted(document.sentences, text, joint=draw.random() < JOINT)
    if set(claim.borne_out_by) <= set(nearest) or draw.random() < MISSED:
        return nearest
    return _around(document.sentences, claim.borne_out_by, draw)


def _around(said: Sequence[str], wanted: Sequence[int], draw: random.Random) -> list[int]:
    """These sentences, and others at random until the excerpt is full."""
    chosen = set(wanted)
    room = EXCERPT - sum(len(said[at].split()) for at in chosen)
    others = [at for at in range(len(said)) if at not in chosen]
    for at in draw.sample(others, len(others)):
        if len(said[at].split()) <= room:
            chosen.add(at)
            room -= len(said[at].split())
    return sorted(chosen)


def _label(worded: _Worded, is_told: bool) -> tuple[str, tuple[tuple[int, int], ...] | None]:
    if not is_told:
        return "not_enough_info", None
    if worded.edit is None:
        return "supported", ()
    return "refuted" if worded.edit.contradicted else "not_enough_info", (worded.span,)


def _wordings(claim: NotedClaim, draw: random.Random) -> Iterator[_Worded]:
    for _ in range(TRUE):
        yield _Worded(spelled(claim, _forms(claim.slots, draw)))
    edits = [(at, edit) for at, slot in enumerate(claim.slots) for edit in slot.alternatives]
    for at, edit in draw.sample(edits, min(WRONG, len(edits))):
        yield _edited(claim, at, edit, draw)


def _forms(slots: Sequence[Slot], draw: random.Random) -> list[str]:
    return [draw.choice(slot.forms) for slot in slots]


def _edited(claim: NotedClaim, at: int, edit: Alternative, draw: random.Random) -> _Worded:
    texts = _forms(claim.slots, draw)
    texts[at] = edit.text
    start = len(woven(claim.pieces[: at + 1], texts[:at]))
    return _Worded(spelled(claim, texts), edit, (start, start + len(edit.text)))
