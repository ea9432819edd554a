"""How many decisions a few changed words flip, and in what time.

Alone: `.venv/bin/python -m benchmarks.explaining.counterfactuals`.
"""

import time
from collections import Counter
from pathlib import Path

from platformdirs import user_cache_path
from scipy.stats import binomtest

from audit.finetune import cached_finetune
from audit.shipped import shipped_suite
from audit.suite_reading import load_suite
from detectors.classifier import Classifier
from detectors.explaining.counterfactual_search import MOST_CHANGES
from detectors.explaining.counterfactuals import Counterfactuals
from detectors.explaining.empty_words import is_empty
from detectors.models import PACKAGED
from detectors.records import Task


def measure(cache: Path = user_cache_path("assay")) -> None:  # noqa: B008 - a constant of the machine
    """Print the share of decisions flipped, by the number of words changed."""
    suite = load_suite(shipped_suite("medical"))
    train = suite.path.parent / "training.jsonl"
    made = cached_finetune(PACKAGED, train, cache, labels=suite.file.labels)
    texts = [case.text for case in suite.cases if case.task is Task.CLASSIFY]
    search = Counterfactuals(Classifier.load(str(made.folder)))
    began = time.process_time()
    searched = [one for one in search.search(texts) if not isinstance(one, str)]
    seconds = time.process_time() - began
    found = [one.found for one in searched if one.found]
    sizes = Counter(len(flip.changes) for flip in found)
    fragile = sum(
        any(is_empty(flip.changes[0].word.text) for flip in one.alone) for one in searched
    )
    print(
        f"{PACKAGED} fine-tuned on the medical suite, its {len(texts)} texts to classify\n"
        f"flipped by up to {MOST_CHANGES} words: {_share(len(found), len(texts))}\n"
        f"words changed: {', '.join(f'{n}: {sizes[n]}' for n in sorted(sizes))}\n"
        f"proven minimal: {_share(sum(flip.minimal for flip in found), len(found))}\n"
        f"flipped by one word or sign without meaning: {_share(fragile, len(searched))}\n"
        f"processor time: {seconds / len(texts):.2f} s a text"
    )


def _share(hits: int, n: int) -> str:
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return f"{hits} of {n}, {hits / n:.1%} (95 % Wilson {interval.low:.3f} to {interval.high:.3f})"


if __name__ == "__main__":
    measure()
