"""What a classifier makes of many texts at once: the probability of every label.

Texts that are the same to the classifier are asked once, so an edit that its tokenizer does not
see changes nothing, to the last bit.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from detectors.classifier import Classifier
from detectors.errors import DetectorError

Distributions: TypeAlias = NDArray[np.float64]
"""(n, labels): each row sums to 1."""


def distributions(classifier: Classifier, texts: Sequence[str], *, detector: str) -> Distributions:
    """The probabilities of each text, in the order given.

    Raises `DetectorError` in the name of the detector where a logit is no number.
    """
    return of_ids(classifier, classifier.encode(texts), detector=detector)


def of_ids(
    classifier: Classifier, encoded: Sequence[Sequence[int]], *, detector: str
) -> Distributions:
    """The same for inputs that are token ids already."""
    if not encoded:
        return np.empty((0, len(classifier.labels)))
    rows = [tuple(ids) for ids in encoded]
    place = {ids: at for at, ids in enumerate(dict.fromkeys(rows))}
    logits = classifier.logits(list(place))  # (distinct, labels)
    if not bool(torch.isfinite(logits).all()):
        raise DetectorError(
            "the model returned a logit that is no number: are its weights whole?",
            detector=detector,
        )
    found: Distributions = logits.double().softmax(-1).numpy()
    return found[[place[ids] for ids in rows]]
