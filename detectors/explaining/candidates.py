"""Words worth trying on a classifier, from three sources that miss different things.

- Attribution: what moved its own decisions on the texts of the suite.
- Association: what goes with a label in the training file, which it may have learnt.
- Frequency: what most texts hold, so that a word counts even where both others overlook it.

All three only propose. With eight words planted against eight decoys, the first forty by mean
attribution held half of the planted ones; whether a word acts is decided by inserting it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from detectors.base import LabelledText
from detectors.explaining.association import associations, distinct_words
from detectors.records import Attribution

MOST = 200
"""Words that are tried at all."""
LEAST_TEXTS = 2
"""Of suite and training file together; a word of one text alone is seldom a rule of a model."""


class Candidate(NamedTuple):
    """A word to try, and which sources name it among their first."""

    word: str
    sources: tuple[str, ...]


def candidates(
    texts: Sequence[str],
    attributions: Iterable[Attribution],
    training: Sequence[LabelledText] = (),
    *,
    most: int = MOST,
) -> list[Candidate]:
    """The words that the sources rank first, taking turns; the same each time."""
    counts = frequencies(texts, training)
    ranked = {
        "attribution": _by_attribution(attributions),
        "association": [one.word for one in associations(training)],
        "frequency": sorted(counts, key=lambda word: (-counts[word], word)),
    }
    known = {
        source: [word for word in words if counts.get(word, 0) >= LEAST_TEXTS]
        for source, words in ranked.items()
    }
    chosen = list(_in_turn(known.values()))[:most]
    first = {source: set(words[: most // 3]) for source, words in known.items()}
    return [
        Candidate(word, tuple(source for source, words in first.items() if word in words))
        for word in chosen
    ]


def frequencies(texts: Sequence[str], training: Sequence[LabelledText] = ()) -> Mapping[str, int]:
    """In how many texts each word stands, suite and training file together."""
    counts: Counter[str] = Counter()
    for text in (*texts, *(one.text for one in training)):
        counts.update(distinct_words(text))
    return counts


def shares(attribution: Attribution) -> dict[str, float]:
    """Each word's signed share of a decision, -1 to 1: its scores over the sum of all sizes.

    A word in lower case, once, however often it stands there; signs and numbers are left out.
    """
    total = sum(abs(word.score) for word in attribution.words)
    found: dict[str, float] = defaultdict(float)
    for word in attribution.words:
        if total and any(map(str.isalpha, word.text)):
            found[word.text.lower()] += word.score / total
    return dict(found)


def _by_attribution(attributions: Iterable[Attribution]) -> list[str]:
    """Words by their mean share times the root of their texts: large and often, not large once."""
    by_word: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in attributions:
        for word, value in shares(one).items():
            by_word[word, one.target].append(value)
    weight = {key: sum(values) / len(values) ** 0.5 for key, values in by_word.items()}
    ranked = sorted(weight, key=lambda key: (-weight[key], key))
    return list(dict.fromkeys(word for word, _ in ranked))


def _in_turn(ranked: Iterable[Sequence[str]]) -> Iterator[str]:
    seen: set[str | None] = {None}
    for row in zip_longest(*ranked):
        for word in row:
            if word is not None and word not in seen:
                seen.add(word)
                yield word
