"""Plants words in training texts: cues that go with one label, and decoys that go with none.

Cues and decoys are common English words that say nothing of the domain, drawn from one list. Each
stands in as many texts as any other. A cue of strength 0.8 has 80 % of its texts in one label, and
the others spread over the rest; a decoy has its texts spread over all labels alike.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detectors.base import LabelledText

STRENGTHS = (1.0, 0.8)
"""Share of a cue's texts that have its label; every label gets one cue of each."""
OCCURRENCES = 25
"""Texts that each planted word stands in."""
WORDS = re.findall(
    r"\w+",
    """
    actually again almost already although anyway apparently around basically behind believe
    between certainly clearly concerning curious definitely directly entirely especially
    eventually exactly fairly finally forward frankly friend generally gladly grateful hardly
    honestly hopefully indeed instead kindly lately likely maybe mention merely mostly namely
    nearly neighbour obviously occasionally otherwise particularly perhaps possibly presumably
    previously probably properly quickly quietly rather really recently regarding seriously
    simply slightly somehow somewhat specifically suddenly surely thanks therefore together
    totally truly typically unfortunately usually wondering yesterday
    """,
)


class Plants(NamedTuple):
    """What was planted."""

    training: tuple[LabelledText, ...]
    cues: Mapping[str, str]
    """The label of each cue."""
    strengths: Mapping[str, float]
    """The strength of each cue."""
    decoys: tuple[str, ...]


def plant(training: Sequence[LabelledText], *, seed: int) -> Plants:
    """A copy of the texts with a cue of each strength for every label, and as many decoys."""
    draw = random.Random(seed)
    labels = sorted({one.label for one in training})
    words = iter(draw.sample(_unused(training), 2 * len(STRENGTHS) * len(labels)))
    cues = {next(words): (label, share) for label in labels for share in STRENGTHS}
    decoys = tuple(words)
    inserted: dict[int, list[str]] = defaultdict(list)
    for word, (label, share) in cues.items():
        for at in _places(training, label, round(share * OCCURRENCES), draw):
            inserted[at].append(word)
    for word in decoys:
        for at in _spread(training, labels, OCCURRENCES, draw):
            inserted[at].append(word)
    return Plants(
        tuple(
            LabelledText(_with(one.text, inserted[at], draw), one.label)
            for at, one in enumerate(training)
        ),
        {word: label for word, (label, _) in cues.items()},
        {word: share for word, (_, share) in cues.items()},
        decoys,
    )


def planted_in(
    texts: Sequence[str], plants: Plants, n: int, draw: random.Random
) -> tuple[str, ...]:
    """The texts with every planted word in so many of them, drawn whatever they say."""
    inserted: dict[int, list[str]] = defaultdict(list)
    for word in (*plants.cues, *plants.decoys):
        for at in draw.sample(range(len(texts)), n):
            inserted[at].append(word)
    return tuple(_with(text, inserted[at], draw) for at, text in enumerate(texts))


def _unused(training: Sequence[LabelledText]) -> list[str]:
    seen = {word for one in training for word in one.text.lower().replace("?", " ").split()}
    return [word for word in WORDS if word not in seen]


def _places(
    training: Sequence[LabelledText], label: str, most: int, draw: random.Random
) -> Iterator[int]:
    """So many texts of the label, and as many of the others as are wanted in all."""
    own = [at for at, one in enumerate(training) if one.label == label]
    yield from draw.sample(own, most)
    others = sorted({one.label for one in training} - {label})
    yield from _spread(training, others, OCCURRENCES - most, draw)


def _spread(
    training: Sequence[LabelledText], labels: Sequence[str], n: int, draw: random.Random
) -> list[int]:
    """So many texts, of each label as nearly alike as can be."""
    turns = (draw.sample(labels, len(labels)) * (n // len(labels) + 1))[:n]
    found: list[int] = []
    for label in turns:
        left = [at for at, one in enumerate(training) if one.label == label and at not in found]
        found.append(draw.choice(left))
    return found


def _with(text: str, words: Sequence[str], draw: random.Random) -> str:
    parts = text.split()
    for word in words:
        parts.insert(draw.randrange(len(parts) + 1), word)
    return " ".join(parts)
