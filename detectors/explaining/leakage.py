"""Whether texts say the name of their own label, and what becomes of the decision without it.

A text that says "pregnant" and has the label `pregnancy` is easy. Where many do, a suite measures
how well names are read and not how well questions are understood. So the share of such texts is
told, and what the label loses when its name is taken out of them.

A word counts as the name where their stems share a beginning of three letters at least and of
`LIKENESS` of the longer one ("store" for `storage`); for a name of several words, each must occur.
Limits: it compares letters, so "story" counts for `storage` and "expecting" not for `pregnancy`.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import eq
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.distributions import of_ids
from detectors.explaining.estimates import Mean, Share, mean, share
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.replacements import Replacement, Replacer
from detectors.stems import stems

LIKENESS = 0.6


class Leakage(NamedTuple):
    """How far a label's name gives it away."""

    label: str
    named: Share | None
    """Of the texts with that label: those that say its name; `None` without any."""
    elsewhere: Share | None
    """Of the other texts: those that say it too; `None` without others."""
    lost: Mean | None
    """What the label's probability loses without the name, over the texts that say it; `None` for
    fewer than two."""
    flips: Share | None
    """Of the texts decided on that label: those that are not without its name; `None` without."""
    texts: tuple[int, ...]
    """Those that say the name."""


def leakage(
    classifier: Classifier,
    texts: Sequence[str],
    labels: Sequence[str | None],
    *,
    detector: str = "reliance",
) -> list[Leakage]:
    """One for each label that a text has, in the classifier's order; `labels` are the right ones.

    Raises `DetectorError` in the name of the detector where a logit is no number.
    """
    inputs = read_inputs(classifier, texts)
    known = [label for label in classifier.labels if label in labels]
    return [_leakage(classifier, inputs, labels, label, detector) for label in known]


def _leakage(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    labels: Sequence[str | None],
    label: str,
    detector: str,
) -> Leakage:
    saying = {at: places for at, one in enumerate(inputs) if (places := _places(one, label))}
    own = [at for at, one in enumerate(labels) if one == label]
    named = [at for at in own if at in saying]
    replacer = Replacer(classifier.tokenizer)
    encoded = [inputs[at].ids for at in named]
    encoded += [replacer.without(inputs[at], saying[at], Replacement.DELETE) for at in named]
    found = of_ids(classifier, encoded, detector=detector)
    before, after = found[: len(named)], found[len(named) :]
    target = classifier.labels.index(label)
    decided = before.argmax(-1) == target
    flipped = decided & (after.argmax(-1) != target)
    return Leakage(
        label=label,
        named=share(len(named), len(own)),
        elsewhere=share(len(saying) - len(named), len(inputs) - len(own)),
        lost=mean(before[:, target] - after[:, target]),
        flips=share(int(flipped.sum()), int(decided.sum())),
        texts=tuple(named),
    )


def _places(read: ModelInput, label: str) -> tuple[int, ...]:
    """The words of the text that are the label's name; none unless all of it occurs."""
    found = [_alike(read, wanted) for wanted in _name(label)]
    return tuple(sorted({at for places in found for at in places})) if all(found) else ()


def _alike(read: ModelInput, wanted: str) -> list[int]:
    keys = [" ".join(stem.key for stem in stems(word.text)) for word in read.words]
    return [at for at, key in enumerate(keys) if _same_name(key, wanted)]


def _name(label: str) -> Iterator[str]:
    return (stem.key for stem in stems(label.replace("_", " ")) if stem.key)


def _same_name(key: str, wanted: str) -> bool:
    """Whether two stems begin alike.

    >>> _same_name("stor", "storag"), _same_name("pregnant", "pregnancy"), _same_name("", "a")
    (True, True, False)
    """
    if key == wanted:
        return bool(key)
    common = len([*takewhile(bool, map(eq, key, wanted))])
    return common >= 3 and common >= LIKENESS * max(len(key), len(wanted))
