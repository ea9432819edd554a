"""Minimal pairs for grounding: a claim that the evidence supports, and the same with one edit.

The text was written for this alone and lies in `contrast/`, one file a domain, in the notation of
`detectors/training/notation.py`. The shipped model is trained on other documents in that notation,
never on these.

- An edit takes one alternative; every other slot takes a form, so that the faithful claim says the
  same in another way.
- Two slots that name each other change places in one edit (`[Clara | role: Edwin]` ...
  `[Edwin | role: Clara]`).
- Nothing is drawn but the forms, and these from the pair's id.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from benchmarks.grounding.judging import Grounding, Item
from detectors.calibration import Estimate
from detectors.records import Verdict
from detectors.resampling import Weights, estimate
from detectors.training.notation import (
    Alternative,
    Kind,
    NotedClaim,
    NotedDocument,
    Slot,
    read_noted,
    spelled,
    woven,
)

FOLDER = Path(__file__).with_suffix("")
FALSE_ALARMS = 0.03
ORIGINAL = 0.4  # how often a slot keeps the form it was written in first


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastPair:
    """A claim that its evidence supports, and the same with one edit."""

    id: str
    kind: Kind
    evidence: str
    faithful: str
    edited: str
    span: tuple[int, int]
    """Where the edit lies in the edited claim; all around it is the same in both."""
    label: Verdict
    """What the evidence says of the edited claim."""
    base: str
    """The document; pairs of one document are not independent."""


class Scored(NamedTuple):
    """What a detector says of one claim."""

    score: float
    """How supported it is held to be."""
    passes: bool
    base: str


class Row(NamedTuple):
    """How many edits of a kind are noticed."""

    kind: str
    recall: Estimate
    """With the threshold that flags `FALSE_ALARMS` of the faithful claims."""
    shipped: Estimate
    """As the detector is shipped."""


class _Edit(NamedTuple):
    kind: Kind
    label: Verdict
    texts: Mapping[int, str]
    """What each slot that is edited becomes."""


@cache
def pairs() -> tuple[ContrastPair, ...]:
    """All pairs, in the order of the files."""
    return tuple(pair for path in sorted(FOLDER.glob("*.yaml")) for pair in _pairs(path))


def faithful(every: Sequence[ContrastPair]) -> list[ContrastPair]:
    """One pair for each distinct faithful claim."""
    return list({(pair.base, pair.faithful): pair for pair in every}.values())


def measure(grounding: Grounding, *, most: int | None = None) -> None:
    """Print how many edits are noticed, kind by kind; at most that many documents of a domain."""
    chosen = [pair for pair in pairs() if most is None or pair.base in _some(most)]
    true = faithful(chosen)
    calm = _scored(grounding, [(pair.faithful, pair) for pair in true])
    edited = _scored(grounding, [(pair.edited, pair) for pair in chosen])
    print(f"{len(true)} faithful claims, flagged as shipped: {_shown(_flagged(calm))}")
    print(f"{'kind':11} {'edits':>5}  recall at {FALSE_ALARMS:.0%} alarms  recall as shipped")
    for row in table(calm, [(pair.kind, s) for pair, s in zip(chosen, edited, strict=True)]):
        print(f"{row.kind:11} {row.recall.n:5}  {_shown(row.recall):22}  {_shown(row.shipped)}")


def table(calm: Sequence[Scored], edited: Sequence[tuple[Kind, Scored]]) -> list[Row]:
    """A row for each kind that has edits, and one for all."""
    kinds = [kind for kind in Kind if any(kind is each for each, _ in edited)]
    return [
        *(_row(kind.value, calm, [s for each, s in edited if each is kind]) for kind in kinds),
        _row("all", calm, [scored for _, scored in edited]),
    ]


def recall_at(
    calm: Sequence[Scored], edited: Sequence[Scored], *, false_alarms: float = FALSE_ALARMS
) -> Estimate:
    """The share of edits that score below the threshold under which at most `false_alarms` of
    the faithful claims lie, documents drawn anew for the interval and the threshold with them."""
    calm = sorted(calm)
    scores = np.array([scored.score for scored in calm])
    edits = np.array([scored.score for scored in edited])

    def recall(weights: Weights) -> float | None:
        of_calm, of_edits = np.split(weights, [len(calm)])
        if not of_calm.sum() or not of_edits.sum():
            return None
        below = edits < _threshold(scores, of_calm, false_alarms)
        return float(of_edits[below].sum() / of_edits.sum())

    return _counted(recall, [scored.base for scored in (*calm, *edited)], len(edits))


def _threshold(scores: np.ndarray, weights: Weights, false_alarms: float) -> float:
    """The highest score of a faithful claim (sorted) with no more than that share below it."""
    upto = np.cumsum(weights) / weights.sum()
    return float(scores[np.searchsorted(upto, false_alarms, side="right")])


def _row(name: str, calm: Sequence[Scored], edited: Sequence[Scored]) -> Row:
    return Row(name, recall_at(calm, edited), _flagged(edited))


def _flagged(scored: Sequence[Scored]) -> Estimate:
    values = np.array([not each.passes for each in scored], dtype=float)
    bases = [each.base for each in scored]
    return _counted(lambda weights: _mean(values, weights), bases, len(scored))


def _mean(values: np.ndarray, weights: Weights) -> float | None:
    return float(np.average(values, weights=weights)) if weights.sum() else None


def _counted(
    statistic: Callable[[Weights], float | None], bases: Sequence[str], n: int
) -> Estimate:
    found = estimate(statistic, bases)
    if found is None:
        raise ValueError("nothing to measure: no faithful or no edited claim was given")
    return Estimate(
        value=found.value, low=found.low, high=found.high, n=n, documents=found.documents
    )


def _shown(estimate: Estimate) -> str:
    return f"{estimate.value:.1%} ({estimate.low:.1%}-{estimate.high:.1%})"


def _scored(grounding: Grounding, claims: Sequence[tuple[str, ContrastPair]]) -> list[Scored]:
    items = [Item(text, pair.evidence, True, pair.base) for text, pair in claims]
    return [Scored(j.supported, j.passes, j.item.document) for j in grounding.judge(items)]


@cache
def _some(most: int) -> frozenset[str]:
    """The first documents of each domain."""
    return frozenset(
        f"{path.stem}/{document.id}"
        for path in sorted(FOLDER.glob("*.yaml"))
        for document in read_noted(path)[:most]
    )


def _pairs(path: Path) -> Iterator[ContrastPair]:
    for document in read_noted(path):
        base = f"{path.stem}/{document.id}"
        for number, claim in enumerate(document.claims, start=1):
            for place, edit in enumerate(_edits(claim), start=1):
                yield _pair(f"{base}/{number}/{place}", base, document, claim, edit)


def _edits(claim: NotedClaim) -> Iterator[_Edit]:
    """Every alternative once; two that change places are one edit."""
    for index, slot in enumerate(claim.slots):
        for found in slot.alternatives:
            label = Verdict.REFUTED if found.contradicted else Verdict.NOT_ENOUGH_INFO
            other = _partner(claim, index, found)
            if other is None:
                yield _Edit(found.kind, label, {index: found.text})
            elif other > index:
                swapped = _back(claim.slots[other], slot, found)[0].text
                yield _Edit(found.kind, label, {index: found.text, other: swapped})


def _partner(claim: NotedClaim, index: int, found: Alternative) -> int | None:
    """The slot that holds what this one becomes and would become what this one is."""
    for other, slot in enumerate(claim.slots):
        same = slot.forms[0].casefold() == found.text.casefold()
        if other != index and same and _back(slot, claim.slots[index], found):
            return other
    return None


def _back(slot: Slot, wanted: Slot, found: Alternative) -> list[Alternative]:
    """The alternatives of the slot that say what the wanted one says."""
    form = wanted.forms[0].casefold()
    return [
        each
        for each in slot.alternatives
        if each.kind is found.kind and each.text.casefold() == form
    ]


def _pair(
    name: str, base: str, document: NotedDocument, claim: NotedClaim, edit: _Edit
) -> ContrastPair:
    draw = Random(name)
    forms = [_form(slot, draw) for slot in claim.slots]
    changed = [edit.texts.get(index, form) for index, form in enumerate(forms)]
    first, last = min(edit.texts), max(edit.texts)
    edited = spelled(claim, changed)
    start = len(woven(claim.pieces[: first + 1], changed[:first]))
    after = len(woven(["", *claim.pieces[last + 1 :]], ["", *changed[last + 1 :]]))
    return ContrastPair(
        id=name,
        kind=edit.kind,
        evidence=document.text,
        faithful=spelled(claim, forms),
        edited=edited,
        span=(start, len(edited) - after),
        label=edit.label,
        base=base,
    )


def _form(slot: Slot, draw: Random) -> str:
    first, *others = slot.forms
    return draw.choice(others) if others and draw.random() >= ORIGINAL else first
