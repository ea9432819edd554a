"""Judges public labelled answers: edited summaries, and claims against articles of the web.

Only what the shipped network was not trained on: three domains of SummEdits (Laban et al. 2023)
that were left out, and the development claims of WiCE (Kamoi et al. 2023). A claim-only baseline, a
regression on the words of the answers, shows what the labels give away without any evidence.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from benchmarks.grounding.judging import Grounding, Item, Judged
from detectors.calibration import Estimate
from detectors.labelled import Label, Labelled
from detectors.reliability import balanced_accuracy, expected_calibration_error
from detectors.training.shared_data import read_rows

PAIRS = "grounding/train.jsonl.gz"
SETS = ("summedits_news", "summedits_podcast", "summedits_qmsumm", "wice_claim")
LONGEST = 60_000
"""Characters of an article that are read."""


def measure(data: Path, grounding: Grounding, *, most: int) -> None:
    """Print a row for each set."""
    print(f"{'set':18} {'n':>4} {'docs':>4}  {'balanced accuracy':>20}  {'ECE':>20}  claim only")
    for source in SETS:
        items = _items(data, source, most)
        judged = list(grounding.judge(items))
        _row(source, judged, _claim_only(items))


def _items(data: Path, source: str, most: int) -> list[Item]:
    rows = [row for row in read_rows(data / PAIRS) if row["source"] == source]
    chosen = random.Random(0).sample(rows, min(most, len(rows)))
    return [
        Item(row["claim"], row["evidence"][:LONGEST], row["label"] == "supported", row["doc"])
        for row in chosen
    ]


def _row(source: str, judged: Sequence[Judged], claim_only: float) -> None:
    passed = balanced_accuracy(_labelled(judged, [float(each.passes) for each in judged]), 0.5)
    error = expected_calibration_error(_labelled(judged, [each.supported for each in judged]))
    documents = len({each.item.document for each in judged})
    print(
        f"{source:18} {len(judged):4} {documents:4}  {_text(passed):>20}  {_text(error):>20}"
        f"  {claim_only:10.3f}",
        flush=True,
    )


def _labelled(judged: Sequence[Judged], scores: Sequence[float]) -> list[Labelled]:
    return [
        Labelled(
            score,
            Label.SUPPORTED if each.item.is_supported else Label.NOT_SUPPORTED,
            each.item.document,
        )
        for each, score in zip(judged, scores, strict=True)
    ]


def _text(estimate: Estimate | None) -> str:
    if estimate is None:
        return "too little data"
    return f"{estimate.value:.3f} ({estimate.low:.3f}-{estimate.high:.3f})"


def _claim_only(items: Sequence[Item]) -> float:
    """Balanced accuracy of a regression on the answer's words alone, over folds of documents."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = make_pipeline(words, LogisticRegression(class_weight="balanced", max_iter=1000))
    true = np.array([item.is_supported for item in items])
    said = cross_val_predict(
        model,
        [item.answer for item in items],
        true,
        groups=[item.document for item in items],
        cv=GroupKFold(5),
    )
    return float((np.mean(said[true]) + np.mean(~said[~true])) / 2)
