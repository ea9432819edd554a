"""Orders labelled examples so that every first few of them are balanced.

A learning curve takes the first 8, 16, 32, ... of one order: each smaller set lies within the
larger ones, so that points of a curve differ by what was added and not by another draw.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest

from audit.training_data import Example


def balanced_order(examples: Sequence[Example], *, seed: int) -> tuple[Example, ...]:
    """All examples, the labels in turn: in the first n no label has two more than another that has
    examples left.

    Both the examples of a label and the turns of the labels are drawn with the seed.
    """
    draw = random.Random(seed)
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_label[example.label].append(example)
    columns = [draw.sample(by_label[label], len(by_label[label])) for label in sorted(by_label)]
    rounds = zip_longest(*draw.sample(columns, len(columns)))
    return tuple(example for each in rounds for example in each if example is not None)
