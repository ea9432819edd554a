"""The child process that serves a classifier alone, so that its memory and speed can be measured.

Run as `python -m audit.footprint_process`: stdin is one JSON object with what to serve, stdout gets
one with the figures.
"""

import json
import sys
import time
from collections.abc import Sequence
from typing import TypedDict

from audit.peak_memory import peak_memory
from detectors.classifier import Classifier


class Order(TypedDict):
    """What to serve, and what to ask it."""

    folder: str
    texts: Sequence[str]
    batches: Sequence[int]
    allow_pickle: bool
    allow_remote_code: bool


class Figures(TypedDict):
    """What was measured."""

    peak_memory: int | None
    """Bytes of resident memory, libraries included; `None` where the system does not tell."""
    throughput: list[float]
    """Texts a second, for each batch size asked for."""


def main() -> None:
    """Serve, measure, and say so."""
    order: Order = json.load(sys.stdin)
    json.dump(_measured(order), sys.stdout)


def _measured(order: Order) -> Figures:
    classifier = Classifier.load(
        order["folder"],
        allow_pickle=order["allow_pickle"],
        allow_remote_code=order["allow_remote_code"],
    )
    texts = order["texts"]
    classifier.probabilities(texts[:8])  # the first call sets up what later ones use
    speeds = [_speed(classifier, texts, size) for size in order["batches"]]
    return Figures(peak_memory=peak_memory(), throughput=speeds)


def _speed(classifier: Classifier, texts: Sequence[str], size: int) -> float:
    """As they would come: a batch is what arrives together, not what has like lengths."""
    began = time.perf_counter()
    for start in range(0, len(texts), size):
        classifier.probabilities(texts[start : start + size], batch_size=size)
    return len(texts) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
