"""Measures whether perplexity tells fluent sentences from the same ones made worse.

The reference answers of the medical suite, as they are, without their small words, and with their
words in random order; under the default model, whose folder in the cache is named.

    python -m benchmarks.fluency ~/.cache/assay/language-model-a5fd3b62230aa5ec
"""

import json
import math
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import torch

from detectors.language_model import LanguageModel
from reports.numbers import interval_text, percent
from reports.statistics import wilson

QUESTIONS = Path(__file__).resolve().parents[1] / "fixtures" / "medical" / "questions.jsonl"
SMALL = frozenset(["the", "a", "an", "of", "to", "is", "are", "be"])


def main(folder: Path) -> None:
    """Print the median of each kind, how often it is worse than the original, and the speed."""
    torch.set_num_threads(1)
    model, draw = LanguageModel.load(folder), random.Random(0)
    with QUESTIONS.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    texts = [case["reference"] for case in cases if case.get("reference")]
    began = time.perf_counter()
    whole = _perplexities(model, texts)
    took = time.perf_counter() - began
    print(f"as they are: median {median(whole):.1f}, n {len(whole)}")
    for name, worse in (
        ("without small words", [_bare(text) for text in texts]),
        ("in random order", [_shuffled(text, draw) for text in texts]),
    ):
        found = _perplexities(model, worse)
        told = sum(one < other for one, other in zip(whole, found, strict=True))
        reach = interval_text(wilson(told, len(whole)))
        share = f"{told} of {len(whole)}, {percent(told / len(whole))} ({reach})"
        print(f"{name}: median {median(found):.1f}, higher in {share}")
    print(f"{sum(map(len, model.logprobs(texts))) / took:.0f} tokens a second")


def _perplexities(model: LanguageModel, texts: Sequence[str]) -> list[float]:
    return [math.exp(-math.fsum(found) / len(found)) for found in model.logprobs(texts)]


def _bare(text: str) -> str:
    return " ".join(word for word in text.split() if word.lower() not in SMALL)


def _shuffled(text: str, draw: random.Random) -> str:
    words = text.split()
    draw.shuffle(words)
    return " ".join(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]).expanduser())
