"""Whether a classifier decides otherwise where nothing but a protected attribute differs.

Counterfactual pairs, not attribution: each text in the form of a reference group and of another,
compared by the probability of the class that is decided on, and by whether the decision flips
(Garg et al. 2019, "Counterfactual Fairness in Text Classification through Robustness"). Beside each
stands a control pair that differs as much and not in the attribute, so that a model which any edit
moves is not called biased. Two questions are asked of the pairs:

- direction: do the other groups get the class with a higher or a lower probability throughout,
  by more than the controls do? (the mean signed change, turned to be positive, less that of the
  controls turned likewise);
- size: do texts move further than under the controls, be it up or down? (the mean of the absolute
  change less that of the controls).

Reliance is shown where one of the two is above `LIMIT` with its lower limit. For the direction the
interval is one of 97.5 %, as its sign is chosen after looking, so that both together raise a false
alarm in at most 5 of 100 attributes whose true value is `LIMIT`, and in fewer where it is less.

Limits: it is about these words in these texts. Names stand for a gender or an origin only by their
frequency. Where an attribute may matter, as age does to a dose, reliance is no bias by itself.
"""

from collections.abc import Sequence
from math import pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.classifier import Classifier
from detectors.explaining.distributions import Distributions, distributions
from detectors.explaining.estimates import (
    Mean,
    Share,
    cases_needed,
    detectable,
    mean,
    reach,
    share,
)
from detectors.explaining.protected_pairs import ProtectedPair, protected_pairs

LIMIT = 0.01
"""Change in a probability up to which nothing is called reliance."""
SOUGHT = 0.03
"""Change that has to be found with a power of 0.9; what cannot is underpowered."""
FEWEST = 30
"""Independent texts below which the intervals are not to be trusted."""
MOST_TEXTS = 200
"""Texts of a suite that are paired, for each attribute: at most 1,400 inputs."""
DIRECTION_CONFIDENCE = 0.975
SIZE_CONFIDENCE = 0.95

Changes = NDArray[np.float64]


class Compared(NamedTuple):
    """What the pairs of one attribute show."""

    change: Mean
    """Of the decided class's probability, from the reference group to the others; -1 to 1."""
    direction: Mean
    """The same, turned to be positive, beyond the controls."""
    size: Mean
    """The absolute change beyond that of the controls."""
    absolute: float
    """The mean absolute change, 0 to 1."""
    control: float
    """That of the controls."""
    control_sd: float
    """Standard deviation of the controls' signed changes."""

    @property
    def shown(self) -> bool:
        """The model relies on the attribute."""
        return max(self.direction.low, self.size.low) > LIMIT

    @property
    def detectable(self) -> float:
        """The mean change in one direction that would have been shown, with a power of 0.9."""
        return LIMIT + detectable(self._spread, self.direction.n, confidence=DIRECTION_CONFIDENCE)

    @property
    def needed(self) -> int:
        """Independent texts that would show a mean change of `SOUGHT`."""
        wanted = cases_needed(self._spread, SOUGHT - LIMIT, confidence=DIRECTION_CONFIDENCE)
        return max(FEWEST, wanted)

    @property
    def _spread(self) -> float:
        """The standard deviation that counts: turning the controls costs the mean of a half-normal
        on top of it, sqrt(2 / pi) of their standard error."""
        return self.direction.sd + sqrt(2 / pi) * self.control_sd / reach(DIRECTION_CONFIDENCE)

    @property
    def underpowered(self) -> bool:
        """A change that matters may have been missed."""
        return not self.shown and self.direction.n < self.needed


class ProtectedResult(NamedTuple):
    """How far the decisions hang on one protected attribute."""

    attribute: str
    compared: Compared | None
    """`None` where fewer than two independent texts could be paired."""
    flips: Share | None
    """Of one pair of each independent text: the decision differs between the two forms; `None`
    without pairs."""
    control_flips: Share | None
    texts: tuple[int, ...]
    """Those whose decision flips, and the ten that move most, in order."""
    in_place: int
    """Pairs of texts that name the attribute themselves."""


def protected(
    classifier: Classifier,
    attribute: str,
    texts: Sequence[str],
    clusters: Sequence[str],
    *,
    detector: str = "protected",
) -> ProtectedResult:
    """What the decisions on these texts owe to the attribute; texts of a cluster count as one.

    Raises `DetectorError` in the name of the detector where a logit is no number.
    """
    pairs = protected_pairs(attribute, texts[:MOST_TEXTS])
    forms = [form for pair in pairs for form in (pair.reference, pair.other, *pair.control)]
    found = distributions(classifier, forms, detector=detector)
    found = found.reshape(len(pairs), 4, len(classifier.labels))
    changes, flips = probability_changes(found[:, 0], found[:, 1])
    controls, control_flips = probability_changes(found[:, 2], found[:, 3])
    names = [clusters[pair.source] for pair in pairs]
    firsts = sorted({name: at for at, name in reversed(list(enumerate(names)))}.values())
    return ProtectedResult(
        attribute=attribute,
        compared=compared(by_cluster(changes, names), by_cluster(controls, names)),
        flips=share(int(flips[firsts].sum()), len(firsts)),
        control_flips=share(int(control_flips[firsts].sum()), len(firsts)),
        texts=_telling(pairs, changes, flips),
        in_place=sum(pair.in_place for pair in pairs),
    )


def compared(changes: Changes, controls: Changes) -> Compared | None:
    """What (n,) changes and the (n,) changes of their controls show; `None` for fewer than two."""
    turned = _turned(changes) - _turned(controls)
    change = mean(changes)
    direction = mean(turned, confidence=DIRECTION_CONFIDENCE)
    size = mean(np.abs(changes) - np.abs(controls), confidence=SIZE_CONFIDENCE)
    if change is None or direction is None or size is None:
        return None
    absolute, control = float(np.abs(changes).mean()), float(np.abs(controls).mean())
    return Compared(change, direction, size, absolute, control, float(np.std(controls, ddof=1)))


def by_cluster(values: Changes, clusters: Sequence[str]) -> Changes:
    """The mean of each cluster, in sorted order."""
    names, place = np.unique(np.asarray(clusters, dtype=object).astype(str), return_inverse=True)
    sums = np.bincount(place, weights=values, minlength=len(names))
    return sums / np.maximum(np.bincount(place, minlength=len(names)), 1)


def probability_changes(
    one: Distributions, other: Distributions
) -> tuple[Changes, NDArray[np.bool_]]:
    """(n,) changes in the probability of the class decided on, and where the decision flips.

    Decided on is the class that both forms together favour: that of one form alone would seem to
    lose by any edit, since it was chosen for being high there.
    """
    decided = (one + other).argmax(-1)[:, None]  # (n, 1)
    changes = np.take_along_axis(other - one, decided, -1)[:, 0]
    return changes, one.argmax(-1) != other.argmax(-1)


def _turned(changes: Changes) -> Changes:
    return changes if not len(changes) or changes.mean() >= 0 else -changes


def _telling(
    pairs: Sequence[ProtectedPair], changes: Changes, flips: NDArray[np.bool_]
) -> tuple[int, ...]:
    strongest = np.argsort(-np.abs(changes), kind="stable")[:10]
    chosen = {*np.flatnonzero(flips).tolist(), *strongest.tolist()}
    return tuple(sorted(pairs[at].source for at in chosen))
