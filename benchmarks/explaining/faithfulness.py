"""How faithful the methods are, and whether they tell of the model: lift and random weights.

    python -m benchmarks.explaining.faithfulness [--most N]

Random scores stand beside the methods as a control: their lift has to be about 0. Sampled methods
are left out, as one text takes them seconds; they share out the same sum as integrated gradients.
Seconds are those that the process had a processor for, with one thread.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from benchmarks.explaining.subject import Subject, medical
from detectors.classifier import Classifier
from detectors.explaining.agreement import agreement
from detectors.explaining.estimates import Mean, mean
from detectors.explaining.explainer import Explainer
from detectors.explaining.faithfulness import faithfulness
from detectors.explaining.infidelity import infidelity, max_sensitivity
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.lift import Gain, lift
from detectors.explaining.random_weights import Layers
from detectors.explaining.randomisation import randomisation
from detectors.explaining.replacements import Replacer
from detectors.explaining.stability import under_typos
from detectors.records import Attribution

METHODS = ("integrated_gradients", "input_x_gradient", "word_ablation", "occlusion")
SLOW = 20
"""Texts that max-sensitivity is measured on; each is explained six times."""


class Explained(NamedTuple):
    """What a method says of every input."""

    inputs: list[ModelInput]
    attributions: list[Attribution]


def measure(subject: Subject, *, most: int) -> None:
    """Print the tables, of the first `most` texts."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    texts = subject.texts[:: max(1, len(subject.texts) // most)][:most]
    known = {name: _explained(subject.classifier, name, texts) for name in METHODS}
    _faithfulness(subject.classifier, known | {"random scores": _guessed(known[METHODS[0]])})
    _randomisation(subject.classifier, known)
    _others(subject.classifier, known)
    torch.set_num_threads(threads)


def _explained(classifier: Classifier, name: str, texts: Sequence[str]) -> Explained:
    inputs = read_inputs(classifier, texts)
    outcomes = Explainer(name, other_baseline=None).explain(classifier, inputs)
    known = [
        (one, outcome)
        for one, outcome in zip(inputs, outcomes, strict=True)
        if isinstance(outcome, Attribution)
    ]
    return Explained([one for one, _ in known], [outcome for _, outcome in known])


def _guessed(known: Explained) -> Explained:
    draw = np.random.default_rng(0)
    guessed = [
        replace(one, words=tuple(replace(word, score=draw.random()) for word in one.words))
        for one in known.attributions
    ]
    return Explained(known.inputs, guessed)


class _Counting:
    """Counts the tokens that a classifier is asked about."""

    def __init__(self, classifier: Classifier) -> None:
        self._logits = classifier.logits
        self.tokens = 0

    def __call__(self, encoded: Sequence[Sequence[int]], *, batch_tokens: int = 4096) -> Tensor:
        self.tokens += sum(map(len, encoded))
        return self._logits(encoded, batch_tokens=batch_tokens)


def _faithfulness(classifier: Classifier, known: dict[str, Explained]) -> None:
    print("lift of comprehensiveness over random words (95 % interval), by replacement")
    for name, some in known.items():
        counting = _Counting(classifier)
        classifier.logits = counting  # type: ignore[method-assign]
        began = time.process_time()
        measured = faithfulness(classifier, *some, Replacer(classifier.tokenizer, some.inputs))
        seconds = time.process_time() - began
        del classifier.logits
        found = lift(measured)
        if found is None:
            print(f"  {name}: too few texts")
            continue
        gains: dict[str, Gain] = {"all": found.overall, **found.replacements}
        parts = " ".join(f"{kind} {_text(gain.comprehensiveness)}" for kind, gain in gains.items())
        n, seen = len(some.inputs), sum(len(one.ids) for one in some.inputs)
        draws = fmean(one.draws for one in measured if one is not None)
        print(f"  {name:22} {parts}", flush=True)
        print(
            f"  {'':22} sufficiency {_text(found.overall.sufficiency)} "
            f"reliable {found.reliable} of {found.testable}; "
            f"{counting.tokens / n:.0f} tokens a text ({counting.tokens / seen:.0f} times its "
            f"length), {draws:.1f} random orders, {seconds / n:.2f} s",
            flush=True,
        )


def _randomisation(classifier: Classifier, known: dict[str, Explained]) -> None:
    print("\nrank correlation with the explanations of random weights (95 % interval)")
    for name, some in known.items():
        for layers in Layers:
            method = Explainer(name, other_baseline=None)
            found = randomisation(classifier, *some, method, layers)
            print(
                f"  {name:22} {layers:8} signed {_text(found.signed)} "
                f"unsigned {_text(found.unsigned)}",
                flush=True,
            )


def _others(classifier: Classifier, known: dict[str, Explained]) -> None:
    first = known[METHODS[0]]
    print("\ninfidelity, as a share of that of scores of 0; stability under a typo")
    for name, some in known.items():
        shares = [
            one.share
            for one in infidelity(classifier, *some)
            if one is not None and one.share is not None
        ]
        typos = under_typos(classifier, *some, Explainer(name, other_baseline=None))
        print(
            f"  {name:22} {_text(mean(shares))} typo {_text(typos.rank_correlation)}",
            flush=True,
        )
    moved = max_sensitivity(classifier, first.inputs[:SLOW], first.attributions[:SLOW])
    steady = mean([one for one in moved if one is not None])
    print(f"  max-sensitivity of {METHODS[0]} {_text(steady)}")
    print("\nagreement")
    for some in list(known.values())[1:]:
        print(f"  {agreement(first.attributions, some.attributions).sentence}")


def _text(found: Mean | None) -> str:
    if found is None:
        return "(too few)"
    return f"{found.value:+.3f} ({found.low:+.3f} to {found.high:+.3f}, n {found.n})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explaining.faithfulness")
    parser.add_argument("--most", type=int, default=100, help="texts that are explained at most")
    measure(medical(), most=parser.parse_args().most)
