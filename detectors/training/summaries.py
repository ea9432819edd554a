"""Examples from edited summaries of documents (SummEdits, Laban et al. 2023, arXiv:2305.14540).

The source says which summaries are faithful, not which sentence of an unfaithful one is wrong.
Every edit was made to a faithful summary of the same document, so a sentence that a faithful one
has too is supported, and one that none has is where the edit was made.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from detectors.sentences import sentences
from detectors.training.examples import Example

Packed: TypeAlias = Callable[[str, str], str]
"""The part of a document that bears on a claim, no longer than the encoder's window."""


class Summary(NamedTuple):
    """One summary of one document."""

    source: str
    document: str
    text: str
    supported: bool
    evidence: str


def summaries(rows: Iterable[Mapping[str, str]]) -> list[Summary]:
    return [
        Summary(
            row["source"],
            f"{row['source']}:{row['doc']}",
            row["claim"],
            row["label"] == "supported",
            row["evidence"],
        )
        for row in rows
    ]


def summary_examples(every: Sequence[Summary], packed: Packed) -> list[Example]:
    """One example for each sentence, and one for each whole summary of several; no pair twice."""
    faithful: dict[str, set[str]] = {}
    for summary in every:
        if summary.supported:
            faithful.setdefault(summary.document, set()).update(_cut(summary.text))
    examples: dict[tuple[str, str], Example] = {}
    for summary in every:
        known = faithful.get(summary.document, set())
        cut = _cut(summary.text)
        for claim in [*cut, summary.text] if len(cut) > 1 else cut:
            if (summary.document, claim) not in examples:
                examples[summary.document, claim] = _example(summary, claim, known, packed)
    return list(examples.values())


def _example(summary: Summary, claim: str, faithful: set[str], packed: Packed) -> Example:
    supported = summary.supported or claim in faithful
    return Example(
        premise=packed(summary.evidence, claim),
        claim=claim,
        label="supported" if supported else "not_supported",
        source=summary.source,
        document=summary.document,
        unsupported=() if supported else _changed(claim, faithful),
    )


def _cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


def _changed(claim: str, faithful: set[str]) -> tuple[tuple[int, int], ...] | None:
    """The words that no faithful sentence near to theirs has; `None` where none is near."""
    spans: list[tuple[int, int]] = []
    for sentence in sentences(claim):
        text = claim[sentence.start : sentence.end]
        if text in faithful:
            continue
        changed = _changed_words(text, faithful)
        if changed is None:
            return None
        spans.extend((sentence.start + a, sentence.start + b) for a, b in changed)
    return tuple(spans) or None


def _changed_words(sentence: str, faithful: set[str]) -> list[tuple[int, int]] | None:
    words = list(_WORD.finditer(sentence))
    said = [word[0] for word in words]
    best, ratio = None, 0.6
    for other in sorted(faithful):
        matcher = difflib.SequenceMatcher(None, _WORD.findall(other), said)
        if matcher.real_quick_ratio() > ratio and matcher.ratio() > ratio:
            best, ratio = matcher, matcher.ratio()
    if best is None:
        return None
    return [
        (words[low].start(), words[high - 1].end())
        for kind, _, _, low, high in best.get_opcodes()
        if kind in ("replace", "insert") and high > low
    ]


_WORD = re.compile(r"\w+|[^\w\s]")
