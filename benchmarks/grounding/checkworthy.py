"""Scores what is not checked in an answer on sentences that were written for this alone.

    .venv/bin/python benchmarks/grounding/checkworthy.py

`checkworthy.jsonl` holds one sentence a row with its kind: `refusal`, `other` (not checkworthy for
another reason) or `checkworthy`. Rows with `held_back` were written after the rules were frozen,
and no rule was changed after they were scored. It was the fifth such part; the four before it went
into the other part once they had been seen. F1 of refusals / of all that is not checkworthy, each
at first sight: 0.86/0.88, 0.86/0.88, 0.97/0.95, 0.95/0.92, and 0.97/0.97 for the one here.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from detectors.claims import claims
from detectors.records import Unchecked

ITEMS = Path(__file__).with_suffix(".jsonl")


class Item(NamedTuple):
    """A sentence with what it is."""

    text: str
    kind: str
    held_back: bool


class Score(NamedTuple):
    """How well one kind is found among all."""

    precision: float
    recall: float
    f1: float


def main() -> int:
    items = read(ITEMS)
    print(f"{'part':10} {'items':>5}  {'kind':15} {'precision':>9} {'recall':>7} {'F1':>6}")
    for part, held_back in (("developed", False), ("held back", True)):
        chosen = [item for item in items if item.held_back is held_back]
        for kind, is_of_kind in (("refusal", _is_refusal), ("not checkworthy", _is_unchecked)):
            found = score(chosen, is_of_kind)
            print(
                f"{part:10} {len(chosen):5}  {kind:15}"
                f" {found.precision:9.3f} {found.recall:7.3f} {found.f1:6.3f}"
            )
    return 0


def read(path: Path) -> list[Item]:
    """The items of the file, in order."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Item(row["text"], row["kind"], row.get("held_back", False)) for row in rows]


def kind_of(text: str) -> str:
    """What the rules say that the sentence is."""
    found = claims(text)
    if any(claim.checkworthy for claim in found):
        return "checkworthy"
    reasons = {claim.unchecked for claim in found}
    return "refusal" if Unchecked.REFUSAL in reasons else "other"


def score(items: Sequence[Item], is_of_kind: Callable[[str], bool]) -> Score:
    """Precision, recall and F1 of a kind; 0 where nothing was found."""
    pairs = [(is_of_kind(item.kind), is_of_kind(kind_of(item.text))) for item in items]
    both = sum(labelled and found for labelled, found in pairs)
    labelled, found = _count(pair[0] for pair in pairs), _count(pair[1] for pair in pairs)
    return Score(
        both / found if found else 0.0,
        both / labelled if labelled else 0.0,
        2 * both / (found + labelled) if found + labelled else 0.0,
    )


def _count(flags: Iterable[bool]) -> int:
    return sum(flags)


def _is_refusal(kind: str) -> bool:
    return kind == "refusal"


def _is_unchecked(kind: str) -> bool:
    return kind != "checkworthy"


if __name__ == "__main__":
    sys.exit(main())
