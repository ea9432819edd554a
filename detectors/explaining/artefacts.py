"""Whether decisions follow what says nothing: length, final signs, case, spaces, courtesies.

- Every text is edited in ways that leave its meaning alone, and asked again (the invariance tests
  of CheckList, Ribeiro et al. 2020): how many decisions flip, and how far does the probability of
  the decided class move?
- The length in words is compared with the confidence by rank. That is a correlation: long texts may
  be harder for a good reason, so only the added sentences tell what length itself does.

An edit is an artefact where it flips more than `LIMIT` of the decisions with its lower limit.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, spearmanr

from detectors.classifier import Classifier
from detectors.explaining.distributions import Distributions, distributions
from detectors.explaining.estimates import Mean, Share, mean, share
from detectors.explaining.words import words

LIMIT = 0.05
"""Share of decisions that an edit without meaning may flip."""
MOST_TEXTS = 150
"""Texts that are edited: 1,200 inputs."""
FEWEST = 30
"""Texts below which a clean sheet says nothing."""

_CLOSING = ".?!\u3002\uff1f\uff01"

EDITS: Mapping[str, Callable[[str], str]] = {
    "dropping the final sign": lambda text: text.rstrip().rstrip(_CLOSING),
    "a final full stop": lambda text: text.rstrip().rstrip(_CLOSING) + ".",
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "upper case": str.upper,
    "lower case": str.lower,
    "a greeting before": lambda text: f"Hello, I have a question. {text}",
    "thanks after": lambda text: f"{text} Thank you for your time.",
}


class Edit(NamedTuple):
    """What an edit without meaning does to decisions."""

    name: str
    flips: Share
    change: Mean | None
    """Of the decided class's probability, -1 to 1; `None` for fewer than two texts."""
    label: str | None
    """The label that most flipped decisions went to; `None` without flips."""
    texts: tuple[int, ...]
    """Those whose decision flips."""

    @property
    def artefact(self) -> bool:
        """The decisions hang on it."""
        return self.flips.low > LIMIT


class Length(NamedTuple):
    """How the confidence goes with the number of words."""

    correlation: float
    """Spearman's, -1 to 1."""
    low: float
    high: float
    """95 % interval by Fisher's z with the variance of Bonett & Wright 2000 (Psychometrika 65)."""
    n: int


class Artefacts(NamedTuple):
    """Every edit, in the order of `EDITS`, and the length."""

    edits: tuple[Edit, ...]
    length: Length | None
    """`None` where lengths or confidences do not differ, or for fewer than five texts."""


def artefacts(
    classifier: Classifier, texts: Sequence[str], *, detector: str = "reliance"
) -> Artefacts:
    """What edits do to the decisions. Texts without a word are passed over.

    Raises `DetectorError` in the name of the detector where a logit is no number.
    """
    sources = [at for at, text in enumerate(texts) if words(text)][:MOST_TEXTS]
    plain = [texts[at] for at in sources]
    if not plain:
        return Artefacts((), None)
    forms = plain + [edit(text) for edit in EDITS.values() for text in plain]
    found = distributions(classifier, forms, detector=detector)
    before, *after = np.split(found, len(EDITS) + 1)
    edits = (
        _edit(name, classifier, sources, before, one)
        for name, one in zip(EDITS, after, strict=True)
    )
    lengths = np.array([len(words(text)) for text in plain], dtype=np.float64)
    return Artefacts(tuple(one for one in edits if one), _length(lengths, before.max(-1)))


def _edit(
    name: str,
    classifier: Classifier,
    sources: Sequence[int],
    before: Distributions,
    after: Distributions,
) -> Edit | None:
    decided = before.argmax(-1)  # (n,)
    now = after.argmax(-1)
    flipped = np.flatnonzero(decided != now)
    flips = share(len(flipped), len(sources))
    if flips is None:
        return None
    rows = np.arange(len(sources))
    counts = np.bincount(now[flipped], minlength=len(classifier.labels))
    return Edit(
        name=name,
        flips=flips,
        change=mean(after[rows, decided] - before[rows, decided]),
        label=classifier.labels[int(counts.argmax())] if len(flipped) else None,
        texts=tuple(sources[at] for at in flipped.tolist()),
    )


def _length(lengths: NDArray[np.float64], confidence: NDArray[np.float64]) -> Length | None:
    n = len(lengths)
    if n < 5 or len(np.unique(lengths)) < 2 or len(np.unique(confidence)) < 2:
        return None
    correlation = float(spearmanr(lengths, confidence).statistic)
    inside = min(max(correlation, -0.9999), 0.9999)
    reach = float(norm.ppf(0.975)) * np.sqrt((1 + inside**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(inside) - reach), np.tanh(np.arctanh(inside) + reach)
    return Length(correlation, float(low), float(high), n)
