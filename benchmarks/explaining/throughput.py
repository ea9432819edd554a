"""How many inputs a second and core are explained, and how exactly, beside other packages.

Seconds are those that the process had a processor for, with one thread: on a machine that is shared
they change less than those of a clock. Each line was warmed up on one text that is not counted.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch

from benchmarks.explaining import peers
from benchmarks.explaining.subject import Subject
from detectors.classifier import Classifier
from detectors.explaining.explainer import Explainer
from detectors.explaining.inputs import read_inputs
from detectors.explaining.methods import COMPLETE, METHODS
from detectors.records import Attribution

PEERS: tuple[tuple[str, Callable[[Classifier], peers.Explain]], ...] = (
    ("transformers-interpret", peers.transformers_interpret),
    ("ferret, integrated gradients", peers.ferret),
    ("SHAP, partition", peers.shap),
    ("LIME, 5000 samples", peers.lime),
)
SLOW = 6
"""Texts that the sampled methods get; one takes them seconds."""


class Measured(NamedTuple):
    """One line of the table."""

    name: str
    n: int
    seconds: float
    residuals: tuple[float, ...]
    """Relative convergence deltas; none where scores are not meant to add up."""


def measure(subject: Subject, *, most: int) -> None:
    """Print the table, of the first `most` texts."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    texts = subject.texts[:: max(1, len(subject.texts) // most)][:most]
    print(f"{'':44} {'n':>4} {'inputs/s':>9} {'ratio':>6}   residual p50, p95, max", flush=True)
    first: Measured | None = None
    for line in _lines(subject.classifier, texts):
        if isinstance(line, str):
            print(line, flush=True)
            continue
        first = first or line
        print(_text(line, first), flush=True)
    torch.set_num_threads(threads)


def _lines(classifier: Classifier, texts: Sequence[str]) -> Iterator[Measured | str]:
    yield _one_by_one("Captum, 50 Gauss-Legendre steps", peers.captum(classifier), texts)
    narrow, wide = Explainer(other_baseline=None), Explainer(other_baseline=None, tolerance=0.05)
    yield _ours("assay, one baseline, tolerance 2 %", narrow, classifier, texts)
    yield _ours("assay, one baseline, tolerance 5 %", wide, classifier, texts)
    yield _ours("assay, pad and mask (the default)", Explainer(), classifier, texts)
    for name in sorted(METHODS.keys() - {"integrated_gradients"}):
        part = texts[:SLOW] if name in ("kernel_shap", "lime") else texts
        yield _ours(f"assay, {name}", Explainer(name, other_baseline=None), classifier, part)
    for name, make in PEERS:
        part = texts if "gradients" in name or "interpret" in name else texts[:SLOW]
        yield _peer(name, make, classifier, part)


def _peer(
    name: str,
    make: Callable[[Classifier], peers.Explain],
    classifier: Classifier,
    texts: Sequence[str],
) -> Measured | str:
    try:
        return _one_by_one(name, make(classifier), texts)
    except Exception as problem:  # a foreign package, which may fail in any way: its line says so
        return f"{name:44} did not run: {type(problem).__name__}: {problem}"


def _one_by_one(name: str, explain: peers.Explain, texts: Sequence[str]) -> Measured:
    explain("warm up")
    began = time.process_time()
    found = [explain(text) for text in texts]
    seconds = time.process_time() - began
    return Measured(name, len(texts), seconds, tuple(one for one in found if one is not None))


def _ours(
    name: str, explainer: Explainer, classifier: Classifier, texts: Sequence[str]
) -> Measured:
    explainer.explain(classifier, read_inputs(classifier, ["warm up"]))
    began = time.process_time()
    found = explainer.explain(classifier, read_inputs(classifier, texts))
    seconds = time.process_time() - began
    explained = [one for one in found if isinstance(one, Attribution)]
    deltas = [one.relative_delta for one in explained if explainer.name in COMPLETE]
    return Measured(name, len(explained), seconds, tuple(deltas))


def _text(line: Measured, first: Measured) -> str:
    rate, base = line.n / line.seconds, first.n / first.seconds
    middle, late, worst = np.percentile(line.residuals or (0.0,), [50, 95, 100])
    residual = f"{middle:.2%}, {late:.2%}, {worst:.2%}" if line.residuals else "-"
    return f"{line.name:44} {line.n:4} {rate:9.3f} {rate / base:6.2f}   {residual}"
