"""Finds test text in a training file: a model that has seen the questions proves nothing.

Texts are compared after case, punctuation and spacing are dropped. Near-duplicates are pairs that
share at least half of their word trigrams (Jaccard similarity, as in Broder 1997); shorter texts
are compared by their words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from detectors.records import Case
from reports.run import Overlap

NEAR = 0.5
"""Similarity from which two texts are listed: half of all trigrams is a visible rewording."""


def overlaps(cases: Sequence[Case], training: Sequence[str]) -> Iterator[Overlap]:
    """Every case that a training text equals or nearly equals, most similar text only."""
    shingled = [_shingles(text) for text in training]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, shingles in enumerate(shingled):
        for shingle in shingles:
            holders[shingle].append(row)
    for case in cases:
        wanted = _shingles(case.text)
        shared = Counter(row for shingle in wanted for row in holders.get(shingle, ()))
        scored = [
            (count / len(wanted | shingled[row]), -row) for row, count in sorted(shared.items())
        ]
        if scored and max(scored)[0] >= NEAR:
            similarity, row = max(scored)
            yield Overlap(case=case.id, training_row=1 - row, similarity=round(similarity, 3))


def leaked(cases: Sequence[Case], training: Sequence[str]) -> list[str]:
    """Ids of the cases whose whole text stands in the training file."""
    seen = {tuple(_words(text)) for text in training}
    return [case.id for case in cases if tuple(_words(case.text)) in seen]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    size = 3 if len(words) >= 5 else 1
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))
