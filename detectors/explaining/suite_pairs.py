"""What becomes of decisions on the pairs that a suite itself gives for a protected attribute.

A case with the tag `protected:ATTRIBUTE` varies the case that its `group` names, in the attribute
alone. Such pairs have no controls, and which form is whose is not said, so only the absolute change
and the flips can be told.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detectors.base import Answered
from detectors.classifier import Classifier
from detectors.explaining.distributions import distributions
from detectors.explaining.estimates import Mean, Share, mean, share
from detectors.explaining.protected import by_cluster, probability_changes
from detectors.records import Case

TAG = "protected:"


class SuitePairs(NamedTuple):
    """The pairs of one attribute; several of one case count as one."""

    attribute: str
    size: Mean | None
    """The absolute change in the decided class's probability, 0 to 1; `None` for one pair."""
    flips: Share | None
    """Of the varied cases: a variant is decided otherwise."""
    cases: tuple[str, ...]
    """The variants that are decided otherwise."""


class _Pair(NamedTuple):
    original: Case
    variant: Case


def suite_pairs(
    classifier: Classifier, answered: Sequence[Answered], *, detector: str = "protected"
) -> list[SuitePairs]:
    """One for each attribute that a case is tagged with, in sorted order.

    Raises `DetectorError` in the name of the detector where a logit is no number.
    """
    by_id = {pair.case.id: pair.case for pair in answered}
    found: dict[str, list[_Pair]] = defaultdict(list)
    for case in by_id.values():
        original = by_id.get(case.group or "")
        for tag in case.tags:
            if tag.startswith(TAG) and original is not None and original is not case:
                found[tag.removeprefix(TAG)].append(_Pair(original, case))
    return [_compared(classifier, name, found[name], detector) for name in sorted(found)]


def _compared(
    classifier: Classifier, attribute: str, pairs: Sequence[_Pair], detector: str
) -> SuitePairs:
    texts = [case.text for pair in pairs for case in pair]
    found = distributions(classifier, texts, detector=detector)
    changes, flipped = probability_changes(found[::2], found[1::2])
    names = [pair.original.id for pair in pairs]
    turned = {name for name, flip in zip(names, flipped, strict=True) if flip}
    return SuitePairs(
        attribute=attribute,
        size=mean(by_cluster(np.abs(changes), names)),
        flips=share(len(turned), len(set(names))),
        cases=tuple(pair.variant.id for pair, flip in zip(pairs, flipped, strict=True) if flip),
    )
