"""The words that speak for each class over a whole suite: how much, how often, and how surely.

Two figures a word, on the texts that the classifier gives the class: its mean share of the
attribution, and the mean change in the class's probability when the word is taken out of a text.
The first tells what weighs, and orders the words, as halves of the texts agree on it. The second
tells what it takes: a sure decision loses little by any one word, so a mean hangs on the few that
are not sure, and halves agree little on an order by it. Pairs of words are listed where both
together do more than the two apart.

Limits: a driver drives these texts, and may do nothing in others. Texts that vary one another
count as one text each; pass one of each group.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

import numpy as np
from scipy.stats import spearmanr

from detectors.classifier import Classifier
from detectors.explaining.candidates import shares
from detectors.explaining.distributions import Distributions, of_ids
from detectors.explaining.estimates import Mean, mean
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.replacements import Replacement, Replacer
from detectors.records import Attribution

LEAST_TEXTS = 4
"""Texts of a class that a word must stand in to be listed."""
MOST_WORDS = 30
"""Words of a class that are taken out, those of the largest shares."""
SPLITS = 50
"""Halvings of the texts that the reliability is the mean of."""
RELIABLE = 0.8
"""Reliability from which the order of the words is to be relied on."""
FEWEST_RANKED = 10
"""Words that both halves must hold for a correlation."""


class Driver(NamedTuple):
    """A word, or two in a row, that speaks for a class or against it."""

    label: str
    word: str
    """In lower case."""
    share: Mean
    """Of the attribution, over the texts that hold it; -1 to 1."""
    deletion: Mean
    """What the class's probability loses without it, over the same texts; -1 to 1."""
    of: int
    """Texts of the class; `deletion.n` of them hold the word."""
    texts: tuple[int, ...]


class Reliability(NamedTuple):
    """Whether other texts of the same kind would rank the words alike."""

    halves: float | None
    """Spearman's correlation, mean over halvings of the texts, -1 to 1; `None` where too few words
    are in both halves."""
    words: int
    """In both halves, on average."""

    @property
    def whole(self) -> float | None:
        """Of the order by all texts, -1 to 1: the correlation that as many other texts would show.

        Halves disagree more than wholes would (Spearman 1910 and Brown 1910, British Journal of
        Psychology 3). Where halves do not agree at all it is their own correlation.
        """
        r = self.halves
        return r if r is None or r <= 0 else 2 * r / (1 + r)

    @property
    def sentence(self) -> str:
        """For the reader of a report."""
        if self.halves is None or self.whole is None:
            return "Too few words come back in both halves of the texts to tell whether they agree."
        verdict = "reliable" if self.whole >= RELIABLE else "not reliable in its order"
        return (
            f"Two halves of the texts rank {self.words} words by their share of the attribution "
            f"with a correlation of {self.halves:.2f}, which makes {self.whole:.2f} for the order "
            f"by all texts (Spearman-Brown; {RELIABLE} is wanted): the list is {verdict}."
        )


class Drivers(NamedTuple):
    """By label and then by share of the attribution, most first."""

    drivers: tuple[Driver, ...]
    reliability: Reliability


def drivers(
    classifier: Classifier,
    texts: Sequence[str],
    attributions: Sequence[Attribution | None],
    *,
    detector: str = "reliance",
) -> Drivers:
    """The words that drive each class. One attribution a text, `None` where there is none.

    Raises `DetectorError` in the name of the detector where a logit is no number.
    """
    explained = [(at, one) for at, one in enumerate(attributions) if one is not None]
    inputs = read_inputs(classifier, [texts[at] for at, _ in explained])
    rows = [_Row(at, one, read) for (at, one), read in zip(explained, inputs, strict=True)]
    removals = list(_removals(rows))
    lost = _lost(classifier, rows, removals, detector)
    found = [*_words(rows, removals, lost), *_pairs(rows, removals, lost)]
    ranked = sorted(found, key=lambda one: (one.label, -one.share.value, one.word))
    return Drivers(tuple(ranked), reliability([one.attribution for one in rows]))


def reliability(attributions: Sequence[Attribution]) -> Reliability:
    """Whether halves of the texts, drawn at random from a fixed seed, rank the words alike."""
    draw = Random(0)
    found: list[tuple[float, int]] = []
    for _ in range(SPLITS if len(attributions) > 1 else 0):
        mixed = draw.sample(list(attributions), len(attributions))
        one, other = _mean_shares(mixed[::2]), _mean_shares(mixed[1::2])
        both = sorted(one.keys() & other.keys())
        first, second = [one[word] for word in both], [other[word] for word in both]
        if len(both) >= FEWEST_RANKED and len({*first}) > 1 and len({*second}) > 1:
            found.append((float(spearmanr(first, second).statistic), len(both)))
    if not found:
        return Reliability(None, 0)
    correlations, sizes = zip(*found, strict=True)
    return Reliability(float(np.mean(correlations)), round(float(np.mean(sizes))))


class _Row(NamedTuple):
    source: int
    attribution: Attribution
    read: ModelInput

    def places(self, word: str) -> list[int]:
        """Where the word stands."""
        return [at for at, one in enumerate(self.read.words) if one.text.lower() == word]

    def pairs(self) -> dict[str, list[int]]:
        """Every two words in a row, with the places of their first ones."""
        found: dict[str, list[int]] = defaultdict(list)
        known = [one.text.lower() for one in self.read.words]
        for at, (one, other) in enumerate(pairwise(known)):
            if one != other and any(map(str.isalpha, one)) and any(map(str.isalpha, other)):
                found[f"{one} {other}"].append(at)
        return found


class _Removal(NamedTuple):
    """Words to take out of the text of one row."""

    row: int
    word: str
    part: str
    """`word`; `both`, `first` or `second` of a pair."""
    places: tuple[int, ...]


def _removals(rows: Sequence[_Row]) -> Iterator[_Removal]:
    for label in sorted({row.attribution.target for row in rows}):
        own = [at for at, row in enumerate(rows) if row.attribution.target == label]
        yield from _word_removals(rows, own)
        yield from _pair_removals(rows, own)


def _word_removals(rows: Sequence[_Row], own: Sequence[int]) -> Iterator[_Removal]:
    values: dict[str, list[float]] = defaultdict(list)
    for at in own:
        for word, value in shares(rows[at].attribution).items():
            values[word].append(value)
    often = [word for word in values if len(values[word]) >= LEAST_TEXTS]
    largest = sorted(often, key=lambda word: (-abs(float(np.mean(values[word]))), word))
    for word in largest[:MOST_WORDS]:
        for at in own:
            if places := rows[at].places(word):
                yield _Removal(at, word, "word", tuple(places))


def _pair_removals(rows: Sequence[_Row], own: Sequence[int]) -> Iterator[_Removal]:
    holding: dict[str, list[tuple[int, list[int]]]] = defaultdict(list)
    for at in own:
        for pair, places in rows[at].pairs().items():
            holding[pair].append((at, places))
    often = [pair for pair in holding if len(holding[pair]) >= LEAST_TEXTS]
    for pair in sorted(often, key=lambda pair: (-len(holding[pair]), pair))[: MOST_WORDS // 3]:
        for at, places in holding[pair]:
            seconds = tuple(place + 1 for place in places)
            yield _Removal(at, pair, "both", (*places, *seconds))
            yield _Removal(at, pair, "first", tuple(places))
            yield _Removal(at, pair, "second", seconds)


def _lost(
    classifier: Classifier, rows: Sequence[_Row], removals: Sequence[_Removal], detector: str
) -> list[float]:
    """What the class's probability loses by each removal."""
    replacer = Replacer(classifier.tokenizer)
    encoded = [row.read.ids for row in rows]
    encoded += [
        replacer.without(rows[one.row].read, one.places, Replacement.DELETE) for one in removals
    ]
    found: Distributions = of_ids(classifier, encoded, detector=detector)
    targets = [classifier.labels.index(row.attribution.target) for row in rows]
    return [
        float(found[one.row, targets[one.row]] - found[len(rows) + at, targets[one.row]])
        for at, one in enumerate(removals)
    ]


def _words(
    rows: Sequence[_Row], removals: Sequence[_Removal], lost: Sequence[float]
) -> Iterator[Driver]:
    for (label, word), changes in sorted(_gathered(rows, removals, lost, "word").items()):
        values = {at: shares(rows[at].attribution).get(word, 0.0) for at in changes}
        yield from _driver(rows, label, word, values, changes)


def _pairs(
    rows: Sequence[_Row], removals: Sequence[_Removal], lost: Sequence[float]
) -> Iterator[Driver]:
    """Those that do more together than apart, by the lower limit."""
    first = _gathered(rows, removals, lost, "first")
    second = _gathered(rows, removals, lost, "second")
    for (label, pair), both in sorted(_gathered(rows, removals, lost, "both").items()):
        key = label, pair
        more = mean([both[at] - first[key][at] - second[key][at] for at in sorted(both)])
        if more is not None and more.low > 0:
            values = {at: _pair_share(rows[at].attribution, pair) for at in both}
            yield from _driver(rows, label, pair, values, both)


def _driver(
    rows: Sequence[_Row],
    label: str,
    word: str,
    values: dict[int, float],
    changes: dict[int, float],
) -> Iterator[Driver]:
    own = sorted(changes)
    share, deletion = mean([values[at] for at in own]), mean([changes[at] for at in own])
    if share is not None and deletion is not None:
        of = sum(row.attribution.target == label for row in rows)
        texts = tuple(rows[at].source for at in own)
        yield Driver(label, word, share, deletion, of, texts)


def _gathered(
    rows: Sequence[_Row], removals: Sequence[_Removal], lost: Sequence[float], part: str
) -> dict[tuple[str, str], dict[int, float]]:
    """By label and word: what each row loses."""
    found: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for one, change in zip(removals, lost, strict=True):
        if one.part == part:
            found[rows[one.row].attribution.target, one.word][one.row] = change
    return found


def _pair_share(attribution: Attribution, pair: str) -> float:
    total = sum(abs(word.score) for word in attribution.words)
    known = [word.text.lower() for word in attribution.words]
    places = [at for at in range(len(known) - 1) if f"{known[at]} {known[at + 1]}" == pair]
    scores = [attribution.words[at].score + attribution.words[at + 1].score for at in places]
    return sum(scores) / total if total else 0.0


def _mean_shares(attributions: Sequence[Attribution]) -> dict[tuple[str, str], float]:
    """By label and word, of the words of two texts at least."""
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in attributions:
        for word, value in shares(one).items():
            values[one.target, word].append(value)
    return {word: float(np.mean(found)) for word, found in values.items() if len(found) > 1}
