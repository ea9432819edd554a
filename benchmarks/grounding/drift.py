"""Whether evidence that has nothing to do with an answer changes its verdict.

Pages of MedQuAD about other subjects are added to the evidence of supported answers.
"""

import gzip
import json
import random
from pathlib import Path

from benchmarks.grounding.judging import Grounding, Item
from detectors.training.shared_data import read_rows

PAGES = "corpus/medquad.jsonl.gz"
ADDED = (1, 10, 50)


def measure(data: Path, grounding: Grounding, *, most: int) -> None:
    """Print how many supported answers stay so."""
    rows = [
        row
        for row in read_rows(data / "grounding/train.jsonl.gz")
        if row["source"] in ("halueval_qa", "fever_symmetric") and row["label"] == "supported"
    ]
    draw = random.Random(0)
    items = [Item(r["claim"], r["evidence"], True, r["doc"]) for r in draw.sample(rows, most)]
    kept = [judged.item for judged in grounding.judge(items) if judged.passes]
    pages = _pages(data / PAGES, draw)
    for count in ADDED:
        more = [
            item._replace(evidence=(str(item.evidence), *draw.sample(pages, count)))
            for item in kept
        ]
        still = sum(judged.passes for judged in grounding.judge(more))
        print(f"{count:3} passages added: {still} of {len(kept)} stay supported", flush=True)


def _pages(path: Path, draw: random.Random) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        answers = [json.loads(line)["answer"] or "" for line in stream]
    short = [" ".join(answer.split()[:90]) for answer in answers if len(answer.split()) > 40]
    return draw.sample(short, 2000)
