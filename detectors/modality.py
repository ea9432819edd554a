"""How strongly a sentence binds or foresees: must, should, may, will.

A claim contradicts evidence that binds otherwise ("must" where it says "may" or "should"), and
evidence that foresees less surely ("will" where it says "may").
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.stems import Stem


class Modal(NamedTuple):
    """A modal verb and the verb that it is said of."""

    position: int
    """Of the modal's stem in the sentence."""
    force: str
    verb: int
    """Position of the stem of the verb."""


_FORCE_OF = {
    word: force
    for force, words in {
        "must": "must shall required obliged obligated mustn't",
        "should": "should ought recommended advised encouraged shouldn't",
        "may": "may can might could cannot can't couldn't",
        "will": "will definitely certainly won't",
    }.items()
    for word in words.split()
}
_PASSED = frozenset(_FORCE_OF) | frozenset(
    re.findall(
        r"[\w'-]+",
        "always often sometimes usually never generally typically occasionally frequently",
    )
)
_AGAINST = {
    "must": {"should", "may"},
    "should": {"must", "may"},
    "may": set(),
    "will": {"may"},
}


def modals(words: Sequence[Stem]) -> Iterator[Modal]:
    """Every modal verb of a sentence that is said of a verb."""
    for position, stem in enumerate(words):
        force = _FORCE_OF.get(stem.word)
        if force is None or (stem.word == "may" and stem.end - stem.start != 3):
            continue
        ahead = range(position + 1, min(position + 5, len(words)))
        verb = next((at for at in ahead if words[at].key and words[at].word not in _PASSED), None)
        if verb is not None:
            yield Modal(position, force, verb)


def contradicts(claimed: str, known: str) -> bool:
    """Whether a claim of the first force is false where the second is true.

    >>> contradicts("must", "may"), contradicts("may", "must")
    (True, False)
    """
    return known in _AGAINST[claimed]
