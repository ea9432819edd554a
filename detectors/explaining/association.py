"""Which words go with which label in labelled texts.

The log-odds ratio of a word between one label's texts and all others, with an informative
Dirichlet prior in the proportions of the whole (Monroe, Colaresi & Quinn 2008, "Fightin' Words"),
over its standard error. The prior keeps words that are merely rare from the top of the list.

Limits: it counts, and knows nothing of what a classifier learnt. It proposes words to try.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple, TypeAlias

from detectors.base import LabelledText
from detectors.explaining.words import words

PRIOR = 100.0
"""Words that the prior counts for, whatever the size of the file."""

Counts: TypeAlias = Mapping[str, int]


class Associated(NamedTuple):
    """How a word goes with a label."""

    word: str
    label: str
    z: float
    """Log-odds ratio over its standard error; above 1.96 it is seldom chance alone."""
    n: int
    """Texts that hold the word."""


def distinct_words(text: str) -> set[str]:
    """The words of a text in lower case, without signs and numbers."""
    return {word.text.lower() for word in words(text) if any(map(str.isalpha, word.text))}


def associations(training: Sequence[LabelledText]) -> list[Associated]:
    """Every word with the label that it goes with most, strongest first."""
    by_label: dict[str, Counter[str]] = {}
    for text, label in training:
        by_label.setdefault(label, Counter()).update(distinct_words(text))
    whole: Counter[str] = sum(by_label.values(), Counter())
    scored = (
        Associated(word, label, _z(word, counts, whole), whole[word])
        for label, counts in sorted(by_label.items())
        for word in counts
    )
    return sorted(_strongest(scored), key=lambda one: (-one.z, one.word))


def _strongest(scored: Iterable[Associated]) -> list[Associated]:
    best: dict[str, Associated] = {}
    for one in scored:
        if one.word not in best or one.z > best[one.word].z:
            best[one.word] = one
    return list(best.values())


def _z(word: str, counts: Counter[str], whole: Counter[str]) -> float:
    total, own = whole.total(), counts.total()
    prior = PRIOR * whole[word] / total
    here, there = counts[word] + prior, whole[word] - counts[word] + prior
    ratio = log(here / (own + PRIOR - here)) - log(there / (total - own + PRIOR - there))
    return ratio / sqrt(1 / here + 1 / there)
