"""Words that move a classifier to a class wherever they stand, and that nobody vouches for.

Attribution proposes and insertion decides. Many words are tried in a few texts; the strongest are
measured in other texts, each against control words in the same place. What is left:

- acts: the word raises a class's probability in texts that speak for another class by at least
  `LEAST_EFFECT`, and its log-odds by more than chance after correction for all words measured;
- shortcut: it acts, it turns the decision in at least `LEAST_FLIPS` unrelated texts where no
  control does, and nothing vouches for it: the suite does not list it as a legitimate sign, and
  the texts of the suite that hold it do not have that label more often than others have.

No measurement tells a legitimate sign from an illegitimate one: "pregnant" turns a question about
storage into one about pregnancy as surely as a stray "kindly" does. The labels of the suite are the
best witness there is, and a weak one: they are silent on words that the suite lacks, and share what
is wrong with the training file where both come from one source. So a shortcut is a word worth a
reviewer's look, since it outweighs a text that speaks for another class (Geirhos et al. 2020,
"Shortcut learning in deep neural networks"), and no proven fault.

Chance is told by log-odds. A probability moves in the few texts that are near to the class, and
hardly in the others, so its mean scatters; in log-odds a word does much the same everywhere, so
fewer texts show it. What it is worth is told by the probability: odds of one in a thousand may be
doubled, and nothing is decided otherwise.

Corrected by Holm 1979, not by Benjamini & Hochberg 1995: every word listed is put to a person by
itself, so none should be wrong; and all words are measured in the same texts, so the tests depend
on one another, which Holm allows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.association import associations, distinct_words
from detectors.explaining.candidates import Candidate, candidates, frequencies
from detectors.explaining.estimates import Mean, Share, mean, p_above, share
from detectors.explaining.insertion import Insertions, inserted, log_odds, matched
from detectors.explaining.slots import Slot, slots
from detectors.records import Attribution
from detectors.stems import fold, key

LEAST_EFFECT = 0.02
"""Change in a class's probability below which a word is not worth a look.

Estimates scatter by about 0.01 in 70 texts, so a true change of 0.03 is seldom taken for less.
"""
LEAST_FLIPS = 2
ALPHA = 0.05
"""Chance that any word listed does not act at all."""
SCREENING_SLOTS = 10
"""Texts in which every candidate is tried: 2,000 inputs."""
MEASURING_SLOTS = 80
"""At most; other texts, in which the strongest are measured."""
ENOUGH_SLOTS = 30
"""Texts of other classes below which nothing is concluded from finding nothing."""
MEASURED = 60
"""Words that nothing vouches for, which are measured: 4,800 inputs."""
MEASURED_VOUCHED = 12
"""Words that the suite's labels bear out, which are measured too: good signs, told as such."""
CONTROLS = 16
LISTED = 40
"""Shortcuts that a report lists at most."""


class Witnesses(NamedTuple):
    """What the labels of the suite say of a word and a label."""

    hits: int
    """Texts that hold the word, in any of its forms, and have the label."""
    n: int
    """Texts that hold the word and have any label."""
    usual: float
    """Share of all labelled texts that have the label."""

    @property
    def in_favour(self) -> bool:
        """Most texts with the word have the label."""
        return 2 * self.hits > self.n

    @property
    def bear_out(self) -> bool:
        """Texts with the word have the label more often than chance explains (exact binomial)."""
        if not self.hits:
            return False
        test = binomtest(self.hits, self.n, self.usual, alternative="greater")
        return bool(test.pvalue < ALPHA)


class InsertedWord(NamedTuple):
    """What a word does in texts that speak for another class than the one it moves them to."""

    word: str
    label: str
    effect: Mean
    """Change in the label's probability beyond that of control words, -1 to 1."""
    flips: Share
    """Of those texts: the word turns the decision to the label, and no control does."""
    p_value: float
    """That it raises the label's log-odds no more than control words do (one-sided t test over the
    texts), corrected by Holm over all words measured."""
    sources: tuple[str, ...]
    """What proposed it: `attribution`, `association`, `frequency`."""
    legitimate: bool
    """The suite lists it as a right sign of the label."""
    witnesses: Witnesses
    texts: tuple[int, ...]
    """The texts whose decision it turned."""

    @property
    def acts(self) -> bool:
        """It moves texts to the label, by more than chance and enough to matter."""
        return self.p_value < ALPHA and self.effect.value >= LEAST_EFFECT

    @property
    def shortcut(self) -> bool:
        """It acts and turns decisions, and nothing vouches for it."""
        vouched = self.legitimate or self.witnesses.bear_out
        return self.acts and self.flips.hits >= LEAST_FLIPS and not vouched


class Shortcuts(NamedTuple):
    """Every word measured, strongest first, and how it was searched."""

    measured: tuple[InsertedWord, ...]
    tried: int
    """Words tried in a few texts."""
    slots: int
    """Texts that the strongest of them were measured in."""

    @property
    def listed(self) -> tuple[InsertedWord, ...]:
        """The shortcuts, at most `LISTED`: those that the suite's labels speak for last, though
        too few to bear them out, and the others strongest first."""
        found = [one for one in self.measured if one.shortcut]
        return tuple(sorted(found, key=lambda one: one.witnesses.in_favour))[:LISTED]

    @property
    def enough(self) -> bool:
        """There were texts enough to conclude something from finding nothing."""
        return self.slots >= ENOUGH_SLOTS


def shortcuts(
    classifier: Classifier,
    texts: Sequence[str],
    attributions: Iterable[Attribution],
    *,
    labels: Sequence[str | None] = (),
    training: Sequence[LabelledText] = (),
    legitimate: Mapping[str, Collection[str]] | None = None,
    detector: str = "reliance",
) -> Shortcuts:
    """The words that move texts to a class.

    The texts must not vary one another; `labels` are the right ones, where they are known;
    `legitimate` are words, in any of their forms, that are right signs of a label. Raises
    `DetectorError` in the name of the detector where a logit is no number.
    """
    proposed = candidates(texts, attributions, training)
    places = _shuffled(slots(classifier, texts))
    few, rest = places[:SCREENING_SLOTS], places[SCREENING_SLOTS:][:MEASURING_SLOTS]
    if not proposed or not rest:
        return Shortcuts((), len(proposed), len(rest))
    suite = SuiteLabels(texts, labels)
    approved = {
        (key(fold(word)), label) for label, words in (legitimate or {}).items() for word in words
    }
    screened = _screened(classifier, proposed, few, suite, approved, detector)
    associated = [one.word for one in associations(training)]
    strongest = _strongest(screened, associated)
    counts = frequencies(texts, training)
    controls = _controls(screened, strongest, counts)
    words = [*(one.word for one in strongest), *controls]
    found = inserted(classifier, words, rest, detector=detector)
    measured = _corrected(_measured_all(strongest, found, counts, controls, classifier))
    return Shortcuts(measured, len(proposed), len(rest))


def suspects(
    classifier: Classifier,
    texts: Sequence[str],
    words: Sequence[str],
    *,
    detector: str = "reliance",
) -> Shortcuts:
    """What each of these words does, in lower case; other words of the texts serve as controls.

    The texts must not vary one another. A word without controls, or without texts that speak for
    another class, is left out. Raises `DetectorError` where a logit is no number.
    """
    wanted = list(dict.fromkeys(word.lower() for word in words))
    others = [one for one in candidates(texts, ()) if one.word not in wanted]
    places = _shuffled(slots(classifier, texts))
    few, rest = places[:SCREENING_SLOTS], places[SCREENING_SLOTS:][:MEASURING_SLOTS]
    if not others or not rest:
        return Shortcuts((), len(wanted), len(rest))
    proposed = [*(Candidate(word, ()) for word in wanted), *others]
    screened = _screened(classifier, proposed, few, SuiteLabels(texts, ()), (), detector)
    named = [one for one in screened if one.word in wanted]
    counts = frequencies(texts)
    controls = _controls([one for one in screened if one not in named], named, counts)
    if not controls:
        return Shortcuts((), len(wanted), len(rest))
    found = inserted(classifier, [*wanted, *controls], rest, detector=detector)
    measured = _corrected(_measured_all(named, found, counts, controls, classifier))
    return Shortcuts(measured, len(wanted), len(rest))


def _measured_all(
    words: Sequence["_Screened"],
    found: Insertions,
    counts: Mapping[str, int],
    controls: Sequence[str],
    classifier: Classifier,
) -> "list[InsertedWord | None]":
    return [_measured(one, found, matched(one.word, counts, controls), classifier) for one in words]


class SuiteLabels:
    """The labelled texts of a suite, asked about words in any of their forms."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        labelled = [(text, label) for text, label in zip(texts, labels, strict=False) if label]
        self._labels = Counter(label for _, label in labelled)
        self._holding: dict[str, Counter[str]] = {}
        for text, label in labelled:
            for stem in {key(word) for word in distinct_words(text)}:
                self._holding.setdefault(stem, Counter())[label] += 1

    def of(self, word: str, label: str) -> Witnesses:
        """What the labels say of the word."""
        holding = self._holding.get(key(word), Counter())
        usual = self._labels[label] / max(1, self._labels.total())
        return Witnesses(holding[label], holding.total(), usual)


class _Screened(NamedTuple):
    word: str
    label: int
    """The class that it seems to move texts to."""
    strength: float
    sources: tuple[str, ...]
    witnesses: Witnesses
    legitimate: bool


def _shuffled(places: Sequence[Slot]) -> list[Slot]:
    """In an order that has nothing to do with the suite's; the same each time."""
    return sorted(places, key=lambda one: _digest(one.text))


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _screened(
    classifier: Classifier,
    proposed: Sequence[Candidate],
    places: Sequence[Slot],
    suite: SuiteLabels,
    approved: Collection[tuple[str, str]],
    detector: str,
) -> list[_Screened]:
    """All candidates, strongest first, each with the class that it moves most.

    Measured in log-odds, by which a few texts rank words better.
    """
    found = inserted(classifier, [one.word for one in proposed], places, detector=detector)
    changes = log_odds(found.after) - log_odds(found.before)  # (W, S, labels)
    others = np.arange(changes.shape[-1]) != found.before.argmax(-1)[:, None]  # (S, labels)
    usual = changes.mean(0)  # (S, labels)
    strength = ((changes - usual) * others).sum(1) / np.maximum(others.sum(0), 1)  # (W, labels)
    rows = []
    for one, row in zip(proposed, strength, strict=True):
        label = int(row.argmax())
        name = classifier.labels[label]
        witnesses = suite.of(one.word, name)
        legitimate = (key(one.word), name) in approved
        rows.append(
            _Screened(one.word, label, float(row.max()), one.sources, witnesses, legitimate)
        )
    return sorted(rows, key=lambda row: (-row.strength, row.word))


def _strongest(screened: Sequence[_Screened], associated: Sequence[str]) -> list[_Screened]:
    """Those that seem strongest and those that training may have taught, in turns; then, of those
    that something vouches for, the strongest."""
    vouched = [one for one in screened if one.witnesses.bear_out or one.legitimate]
    others = {one.word: one for one in screened if one not in vouched}
    taught = [word for word in associated if word in others]
    turns = (word for row in zip_longest(others, taught) for word in row if word)
    chosen = [others[word] for word in dict.fromkeys(turns)]
    return chosen[:MEASURED] + vouched[:MEASURED_VOUCHED]


def _controls(
    screened: Sequence[_Screened], strongest: Sequence[_Screened], counts: Mapping[str, int]
) -> list[str]:
    """Words of middling strength, of such frequency and length as the strongest ones have."""
    quarter = len(screened) // 4
    usual = sorted(one.word for one in screened[quarter : len(screened) - quarter])
    ranked = [matched(one.word, counts, usual) for one in strongest]
    chosen = dict.fromkeys(word for row in zip_longest(*ranked) for word in row if word)
    return list(chosen)[:CONTROLS]


def _measured(
    one: _Screened,
    found: Insertions,
    controls: Sequence[str],
    classifier: Classifier,
) -> InsertedWord | None:
    """`None` where too few texts speak for another class."""
    changes = found.changes(one.word, one.label, controls)
    effect, odds = mean(changes.changes), mean(changes.log_odds)
    flips = share(int(changes.flips.sum()), len(changes.flips))
    if effect is None or odds is None or flips is None:
        return None
    turned = [at for at, flip in zip(changes.slots, changes.flips, strict=True) if flip]
    return InsertedWord(
        word=one.word,
        label=classifier.labels[one.label],
        effect=effect,
        flips=flips,
        p_value=p_above(odds, 0.0),
        sources=one.sources,
        legitimate=one.legitimate,
        witnesses=one.witnesses,
        texts=tuple(sorted(found.slots[at].source for at in turned)),
    )


def _corrected(measured: Sequence[InsertedWord | None]) -> tuple[InsertedWord, ...]:
    """With p-values corrected by Holm, strongest first."""
    known = [one for one in measured if one is not None]
    highest, adjusted = 0.0, []
    for rank, one in enumerate(sorted(known, key=lambda one: (one.p_value, one.word))):
        highest = max(highest, min(1.0, one.p_value * (len(known) - rank)))
        adjusted.append(one._replace(p_value=highest))
    return tuple(sorted(adjusted, key=lambda one: (-one.effect.value, one.word)))
