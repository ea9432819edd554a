"""How many of a thing a sentence speaks of: all, most, some, few, none.

A claim contradicts evidence that says less of the same noun or verb ("all patients" where it says
"some patients"); a weaker claim follows from a stronger one and does not.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.stems import Stem


class Quantified(NamedTuple):
    """A quantifier and what it is said of."""

    position: int
    """Of the quantifier's stem in the sentence."""
    level: str
    head: int
    """Position of the stem that it is said of."""


_LEVEL_OF = {
    word: level
    for level, words in {
        "all": "all every each always everyone everybody both entire whole",
        "most": "most majority usually generally mostly typically",
        "many": "many often frequently numerous much",
        "some": "some several sometimes certain occasionally",
        "few": "few rarely seldom minority little",
        "none": "no none never neither nobody",
        "only": "only solely exclusively",
    }.items()
    for word in words.split()
}
_AGAINST = {
    "all": {"most", "many", "some", "few", "none"},
    "most": {"some", "few", "none"},
    "many": {"few", "none"},
    "some": {"none"},
    "few": {"all", "most", "many"},
    "none": {"all", "most", "many", "some"},
    "only": set(),
}


def quantified(words: Sequence[Stem]) -> Iterator[Quantified]:
    """Every quantifier of a sentence that is said of a noun or verb."""
    for position, stem in enumerate(words):
        level = _LEVEL_OF.get(stem.word)
        if level is None or (stem.word == "most" and _is_superlative(words, position)):
            continue
        head = _head(words, position)
        if head is not None:
            yield Quantified(position, level, head)


def contradicts(claimed: str, known: str) -> bool:
    """Whether a claim of the first level is false where the second is true.

    >>> contradicts("all", "some"), contradicts("some", "all")
    (True, False)
    """
    return known in _AGAINST[claimed]


def _is_superlative(words: Sequence[Stem], position: int) -> bool:
    """Whether it is "the most", as in "the most common"."""
    return position > 0 and words[position - 1].word in ("the", "its", "their", "at", "his", "her")


def _head(words: Sequence[Stem], position: int) -> int | None:
    """The next content word, after at most three words that hold the sentence together."""
    for at in range(position + 1, min(position + 5, len(words))):
        if words[at].key:
            return at
    return None
