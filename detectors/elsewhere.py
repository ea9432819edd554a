"""Finds the value that a text gives for the subject of a claim, where it gives the claimed one to
another subject.

That a number stands somewhere in the evidence bears a claim out only in a sentence about the same.
Where one sentence is clearly about it, has another number of the measure, and no sentence half as
near has the claimed one, the other number is the one to compare with.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from detectors.alignment import SentenceIndex
from detectors.slots import Placed

SHARED = 0.5
"""Share of the words around that the sentence about the subject has."""
FEWEST = 3
"""Words around, below which no sentence is clearly about them."""

T = TypeVar("T", bound=Placed)


def of_subject(
    around: Collection[str],
    known: Sequence[T],
    sentences: SentenceIndex,
    says_same: Callable[[T], bool],
) -> T | None:
    """The value in the sentence about the words `around`, if all that say the same are far off."""
    words = {word for word in around if not word.isdigit()}
    about = sentences.about(words, least=SHARED) if len(words) >= FEWEST else []
    if not about:
        return None
    nearest = about[0]
    shared = len(words & nearest.keys)
    for each in sentences.nearest(words):
        inside = [value for value in known if each.start <= value.start < each.end]
        if len(words & each.keys) * 2 >= shared and any(says_same(value) for value in inside):
            return None
    return next((value for value in known if nearest.start <= value.start < nearest.end), None)
