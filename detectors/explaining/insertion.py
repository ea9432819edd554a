"""What a word does to a classifier's decisions where it is put into texts that lack it.

Words are put into the same slots of the same texts, each alone, and all classes are looked at. What
a word does beyond what other words do in the same slot is its effect: any word moves a text a
little, so controls of like frequency and length stand beside each. This is an intervention on the
text, so it shows what the model does, and not what goes with what in the data.

Limits: a word in a slot may be bad English; the controls are as bad. Words that act only together
with others are missed.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.classifier import Classifier
from detectors.explaining.association import distinct_words
from detectors.explaining.distributions import Distributions, distributions
from detectors.explaining.slots import Slot

CONTROLS_EACH = 4
"""Control words that a word is compared with; their mean."""


class Insertions(NamedTuple):
    """The slots, and the probabilities with each word in each of them."""

    slots: Sequence[Slot]
    before: Distributions
    """(S, labels) without a word."""
    words: tuple[str, ...]
    after: NDArray[np.float64]
    """(W, S, labels) with the word in the slot."""

    def changes(self, word: str, label: int, controls: Sequence[str]) -> "Changes":
        """What the word does to a label, in the slots of texts that speak for another one."""
        others = (self.before.argmax(-1) != label) & self._lacking(word)  # (S,)
        own = self.after[self.words.index(word), others]  # (s, labels)
        compared = self.after[[self.words.index(one) for one in controls]][:, others]
        flipped = own.argmax(-1) == label
        return Changes(
            own[:, label] - compared[..., label].mean(0),
            log_odds(own[:, label]) - log_odds(compared[..., label]).mean(0),
            flipped & ~(compared.argmax(-1) == label).any(0),
            tuple(np.flatnonzero(others).tolist()),
        )

    def _lacking(self, word: str) -> NDArray[np.bool_]:
        return np.array([word not in distinct_words(slot.text) for slot in self.slots], bool)


class Changes(NamedTuple):
    """What a word does to one label, slot by slot."""

    changes: NDArray[np.float64]
    """(s,) in the label's probability, beyond what the controls change there."""
    log_odds: NDArray[np.float64]
    """(s,) the same in the label's log-odds."""
    flips: NDArray[np.bool_]
    """(s,) where the word makes the label the decision, and no control does."""
    slots: tuple[int, ...]
    """(s,) which of the slots."""


def log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each probability, between -13.8 and 13.8: they move even where it is near 0 or 1."""
    inside = np.clip(probabilities, 1e-6, 1 - 1e-6)
    found: NDArray[np.float64] = np.log(inside) - np.log1p(-inside)
    return found


def inserted(
    classifier: Classifier, words: Sequence[str], slots: Sequence[Slot], *, detector: str
) -> Insertions:
    """Each word in each slot. Raises `DetectorError` where a logit is no number."""
    distinct = tuple(dict.fromkeys(words))
    texts = [slot.text for slot in slots]
    texts += [slot.holding(word) for word in distinct for slot in slots]
    found = distributions(classifier, texts, detector=detector)
    before, after = found[: len(slots)], found[len(slots) :]
    shape = (len(distinct), len(slots), len(classifier.labels))
    return Insertions(tuple(slots), before, distinct, after.reshape(shape))


def matched(word: str, counts: Mapping[str, int], controls: Sequence[str]) -> list[str]:
    """The controls of most like frequency and length, nearest first."""
    return sorted(
        (one for one in controls if one != word),
        key=lambda one: (_distance(word, one, counts), one),
    )[:CONTROLS_EACH]


def _distance(one: str, other: str, counts: Mapping[str, int]) -> float:
    """Doublings of the frequency and half of the letters by which two words differ."""
    frequency = np.log2((counts.get(one, 0) + 1) / (counts.get(other, 0) + 1))
    return abs(float(frequency)) + abs(len(one) - len(other)) / 2
