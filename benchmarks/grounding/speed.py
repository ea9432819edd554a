"""How long the entailment model and a whole answer take, warm, on the cores of this machine."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.grounding.judging import Grounding
from detectors.corpus import read_corpus
from detectors.entailment import Pair
from detectors.grounding import Asked
from detectors.index import CorpusIndex
from detectors.shipped import shipped_entailment

REPEATS = 30
ANSWER = (
    "Asthma is a disease of the airways. It can cause wheezing and coughing. Most people with "
    "asthma have allergies. Inhaled steroids reduce the swelling of the airways. "
    "An attack can be fatal. About 300 million people have asthma."
)


def pair() -> None:
    """Print the time of one pair that fills the window of 256 tokens."""
    model = shipped_entailment()
    times = _times(
        lambda at: model.score([Pair(f"Passage {at} says much. " * 80, "It says much.")])
    )
    print(f"one pair of 256 tokens: {_text(times)}", flush=True)


def answer(grounding: Grounding, corpus: Path) -> None:
    """Print the time of an answer of six claims against the corpus."""
    documents = read_corpus(corpus).documents
    index = CorpusIndex.build(documents, grounding.embedder)
    grounder = grounding.grounder
    times = _times(lambda at: grounder.judge([Asked(ANSWER, index, f"What is asthma? ({at})")]))
    print(f"six claims against {len(index.passages)} passages: {_text(times)}", flush=True)


def _times(call: Callable[[int], object]) -> list[float]:
    """Milliseconds of each repeat; every repeat has another text, so nothing is remembered."""
    call(-1)
    times = []
    for at in range(REPEATS):
        began = time.perf_counter()
        call(at)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _text(times: list[float]) -> str:
    middle, late = statistics.median(times), float(np.percentile(times, 95))
    return f"median {middle:.0f} ms, p95 {late:.0f} ms, n {len(times)}"
