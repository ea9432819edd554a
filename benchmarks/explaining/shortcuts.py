"""Plants cues and decoys in training texts, trains a model on them, and searches it for shortcuts.

    python -m benchmarks.explaining.shortcuts [--seed N]

all-MiniLM-L6-v2 is fine-tuned on the medical training texts with words planted in them
(`planting.py`), and searched over the texts of the medical suite, three of which hold each planted
word, whatever their label. What a planted word truly does is measured on the same texts, in three
places of each, against all decoys: a cue that the model did not learn is none to be found.

Two searches: with nothing known of any word, and with all other words vouched for, as a reviewer
does who has seen the list before. The defaults were chosen on seeds 1 to 4; report others.
"""

import argparse
import json
import random
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from audit.finetune import finetune
from audit.shipped import shipped_suite
from audit.training_data import read_examples
from benchmarks.explaining.planting import Plants, plant, planted_in
from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.association import distinct_words
from detectors.explaining.attribution import attributions
from detectors.explaining.distributions import distributions
from detectors.explaining.shortcuts import Shortcuts, shortcuts
from detectors.explaining.slots import slots
from detectors.models import PACKAGED
from detectors.records import Attribution
from detectors.stems import fold, key

HOLDING = 3
"""Texts of the suite that hold each planted word."""
NAME = "benchmark"


class Recall(NamedTuple):
    """Cues of at least some true effect, and those of them that a search finds."""

    effect: float
    cues: int
    measured: int
    """Put into texts at all; the others were lost before."""
    acting: int
    listed: int


class Searched(NamedTuple):
    """What a search brought to light."""

    recalls: tuple[Recall, ...]
    decoys: int
    decoys_listed: int
    length: int
    """Of the list."""
    seconds: float


class Measured(NamedTuple):
    """One model with planted words, searched twice."""

    seed: int
    validation: float
    """Accuracy."""
    effects: Mapping[str, float]
    """What each cue truly does to the probability of its label."""
    alone: Searched
    """With nothing known of any word."""
    vouched: Searched
    """With all words vouched for that were not planted."""


class _Suite(NamedTuple):
    texts: tuple[str, ...]
    labels: tuple[str | None, ...]


def measure(*, seed: int) -> Measured:
    """Plant, train and search; some minutes."""
    file = shipped_suite("medical").parent / "training.jsonl"
    plants = plant([LabelledText(one.text, one.label) for one in read_examples(file)], seed=seed)
    with TemporaryDirectory() as folder:
        train = Path(folder) / "training.jsonl"
        train.write_text("".join(f"{json.dumps(one._asdict())}\n" for one in plants.training))
        made = finetune(PACKAGED, train, Path(folder) / "model", seed=seed)
        classifier = Classifier.load(str(made.folder))
    suite = _suite()
    effects = _effects(classifier, plants, suite.texts)
    held = _Suite(planted_in(suite.texts, plants, HOLDING, random.Random(seed)), suite.labels)
    found = attributions(classifier, held.texts)
    explained = [one for one in found if isinstance(one, Attribution)]
    known = {word for one in plants.training for word in distinct_words(one.text)}
    planted = {key(fold(word)) for word in (*plants.cues, *plants.decoys)}
    others = {word for word in known if key(fold(word)) not in planted}  # of any of their forms
    labels = classifier.labels
    return Measured(
        seed,
        made.training.validation_accuracy,
        effects,
        _searched(classifier, plants, held, explained, effects, {}),
        _searched(classifier, plants, held, explained, effects, dict.fromkeys(labels, others)),
    )


def _suite() -> _Suite:
    """The texts of the suite of which none varies another."""
    lines = (shipped_suite("medical").parent / "topics.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    own = [case for case in cases if "group" not in case]
    return _Suite(tuple(case["text"] for case in own), tuple(case.get("label") for case in own))


def _effects(classifier: Classifier, plants: Plants, texts: Sequence[str]) -> dict[str, float]:
    """What each cue does beyond the decoys, in every place of every text of other classes."""
    places = [
        slot for turn in range(3) for slot in slots(classifier, [*texts[turn:], *texts[:turn]])
    ]
    before = distributions(classifier, [slot.text for slot in places], detector=NAME)

    def after(word: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return distributions(classifier, [slot.holding(word) for slot in places], detector=NAME)

    usual = np.mean([after(word) for word in plants.decoys], axis=0)  # (S, labels)
    found = {}
    for cue, label in plants.cues.items():
        at = classifier.labels.index(label)
        others = before.argmax(-1) != at
        found[cue] = float((after(cue) - usual)[others, at].mean())
    return found


def _searched(
    classifier: Classifier,
    plants: Plants,
    suite: _Suite,
    explained: Sequence[Attribution],
    effects: Mapping[str, float],
    legitimate: Mapping[str, Collection[str]],
) -> Searched:
    began = time.perf_counter()
    found = shortcuts(
        classifier,
        suite.texts,
        explained,
        labels=suite.labels,
        training=plants.training,
        legitimate=legitimate,
        detector=NAME,
    )
    seconds = time.perf_counter() - began
    listed = {one.word for one in found.listed}
    recalls = tuple(_recall(found, effects, plants, effect) for effect in (0.05, 0.03))
    flagged = len(listed & set(plants.decoys))
    return Searched(recalls, len(plants.decoys), flagged, len(listed), seconds)


def _recall(found: Shortcuts, effects: Mapping[str, float], plants: Plants, least: float) -> Recall:
    """A cue counts as found where its own label is named."""
    cues = {(cue, plants.cues[cue]) for cue, effect in effects.items() if effect >= least}
    return Recall(
        least,
        len(cues),
        len(cues & {(one.word, one.label) for one in found.measured}),
        len(cues & {(one.word, one.label) for one in found.measured if one.acts}),
        len(cues & {(one.word, one.label) for one in found.listed}),
    )


def main() -> None:
    """Measure one seed and print it."""
    parser = argparse.ArgumentParser(description="Search a model with planted words.")
    parser.add_argument("--seed", type=int, default=5)
    found = measure(seed=parser.parse_args().seed)
    print(f"seed {found.seed}, validation accuracy {found.validation:.3f}")
    print("true effects:", ", ".join(f"{w} {e:+.3f}" for w, e in sorted(found.effects.items())))
    for name, one in (("nothing known", found.alone), ("others vouched for", found.vouched)):
        print(
            f"{name}: {one.length} listed, {one.decoys_listed} of {one.decoys} decoys among them,"
        )
        print(f"  {one.seconds:.0f} s without attribution")
        for recall in one.recalls:
            print(
                f"  effect from {recall.effect}: {recall.cues} cues, {recall.measured} measured, "
                f"{recall.acting} acting, {recall.listed} listed"
            )


if __name__ == "__main__":
    main()
