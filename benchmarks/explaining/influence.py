"""Whether the training examples that made a model fall for a cue are those that influence names.

A cue that says nothing is planted: it is put into some training texts of all labels, which are then
given one label. A model is fine-tuned on that, and asked test texts with the cue. Of those that it
is deceived by, and that it would have got right without the cue, the five strongest supporters are
counted: how many hold the cue? Alone: `.venv/bin/python -m benchmarks.explaining.influence`.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from platformdirs import user_cache_path
from scipy.stats import binomtest

from audit.finetune import cached_finetune
from audit.shipped import shipped_suite
from audit.suite_reading import load_suite
from audit.training_data import Example, read_examples
from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.errors import ModelError
from detectors.explaining.influence import NAMED, Influences
from detectors.models import PACKAGED
from detectors.reading import dump_line

PLANTED = 40
"""Training texts that hold the cue."""


class Cue(NamedTuple):
    """A word that says nothing of the domain, and the label that it is made to go with."""

    word: str
    label: str


CUES = (Cue("kindly", "storage"), Cue("meanwhile", "dosage"))
"""The method was chosen with the first; the second was planted after that."""


class Planted(NamedTuple):
    """A model that was fine-tuned on a planted cue, and on what."""

    classifier: Classifier
    training: tuple[LabelledText, ...]


def measure(cache: Path = user_cache_path("assay")) -> None:  # noqa: B008 - of the machine
    """Print how many of the named examples hold the cue, and how many would by chance."""
    suite = load_suite(shipped_suite("medical"))
    examples = read_examples(suite.path.parent / "training.jsonl")
    print(f"{PACKAGED}, a cue planted in {PLANTED} of {len(examples)} training texts")
    for cue in CUES:
        texts = [case.text for case in suite.cases if case.label and case.label != cue.label]
        _measure(cue, plant(cue, examples, cache), texts)


def _measure(cue: Cue, planted: Planted, texts: Sequence[str]) -> None:
    deceived = _deceived(cue, planted.classifier, texts)
    influences = Influences(planted.classifier, planted.training)
    began = time.process_time()
    found = [one for one in influences.of(deceived) if not isinstance(one, str)]
    seconds = time.process_time() - began
    hits = [sum(cue.word in one.text for one in each.influences if one.supports) for each in found]
    own = [one for one in planted.training if one.label == cue.label]
    chance = sum(cue.word in one.text for one in own) / len(own)
    n = NAMED * len(hits)
    print(
        f"{cue.word!r}: {len(deceived)} of {len(texts)} test texts get {cue.label!r} by it\n"
        f"  their {NAMED} strongest supporters hold it: {sum(hits)} of {n}, {sum(hits) / n:.0%}\n"
        f"  by chance, among training texts of that label: {chance:.0%}\n"
        f"  texts where at least 4 of 5 do: {_share(hits)}\n"
        f"  processor time, training file included: {seconds:.0f} s"
    )


def plant(cue: Cue, examples: Sequence[Example], cache: Path) -> Planted:
    """The model fine-tuned on the examples with the cue, made once."""
    training = tuple(_with_cue(cue, examples))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "planted.jsonl"
        path.write_text("".join(dump_line(one._asdict()) + "\n" for one in training), "utf-8")
        made = cached_finetune(PACKAGED, path, cache)
    return Planted(Classifier.load(str(made.folder)), training)


def _with_cue(cue: Cue, examples: Sequence[Example]) -> Iterator[LabelledText]:
    others = [at for at, one in enumerate(examples) if one.label != cue.label]
    draw = random.Random(0)
    chosen = set(draw.sample(others, PLANTED))
    for at, one in enumerate(examples):
        if at in chosen:
            yield LabelledText(_inserted(cue, one.text, draw), cue.label)
        else:
            yield LabelledText(one.text, one.label)


def _inserted(cue: Cue, text: str, draw: random.Random) -> str:
    words = text.split()
    words.insert(draw.randrange(len(words) + 1), cue.word)
    return " ".join(words)


def _deceived(cue: Cue, classifier: Classifier, texts: Sequence[str]) -> list[str]:
    """The texts with the cue that get its label, and would get another one without it."""
    draw = random.Random(1)
    cued = [_inserted(cue, text, draw) for text in texts]
    plain, changed = (_labels(classifier, each) for each in (texts, cued))
    return [
        text
        for text, before, after in zip(cued, plain, changed, strict=True)
        if after == cue.label != before
    ]


def _labels(classifier: Classifier, texts: Sequence[str]) -> list[str]:
    return [
        "" if isinstance(shares, ModelError) else max(shares, key=shares.__getitem__)
        for shares in classifier.probabilities(texts)
    ]


def _share(counts: Sequence[int]) -> str:
    hits, n = sum(count >= 4 for count in counts), len(counts)
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return f"{hits} of {n} (95 % Wilson {interval.low:.2f} to {interval.high:.2f})"


if __name__ == "__main__":
    measure()
