"""Reads the public labelled pairs: one JSON object a line, gzip-compressed.

Each line has `evidence`, `claim`, `label`, `source`, `doc` and sometimes `question`. Sources that
the model is measured on, and those whose licence forbids it, are not read for training.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from detectors.training.examples import Example

MEASURED_ON = ("wice_claim",)
"""Never trained on: articles of the web that claims of an encyclopaedia cite."""
SUMMARIES = "summedits_"
"""Long documents; `summaries.py` prepares these."""

_SHARE = {("climate_fever", "not_enough_info"): 0.4, ("factcheck_gpt", "not_enough_info"): 0.7}
"""Kept of the most frequent labels, so that they do not drown the others."""


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Every row, as it stands."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def short_pairs(path: Path, *, seed: int) -> list[Example]:
    """The pairs whose evidence fits the encoder's window as it is."""
    draw = random.Random(seed)
    examples = []
    for row in read_rows(path):
        if row["source"] in MEASURED_ON or row["source"].startswith(SUMMARIES):
            continue
        if draw.random() < _SHARE.get((row["source"], row["label"]), 1.0):
            examples.append(_example(row))
    return examples


def documents(examples: Sequence[Example]) -> dict[str, str]:
    """Texts of several sentences among the premises, by document: material for edits."""
    found: dict[str, str] = {}
    for example in examples:
        if example.source != "snli" and len(example.premise.split()) > 12:
            known = found.get(example.document, "")
            if example.premise not in known:
                found[example.document] = f"{known} {example.premise}".strip()
    return found


def _example(row: dict[str, str]) -> Example:
    claim = _clean(row["claim"])
    question = _clean(row.get("question") or "")
    if question and len(claim.split()) < 6:
        claim = f"{question} {claim}"
    supported = row["label"] == "supported"
    return Example(
        premise=_clean(row["evidence"]),
        claim=claim,
        label=row["label"],
        source=row["source"],
        document=f"{row['source']}:{row['doc']}",
        unsupported=() if supported else None,
    )


def _clean(text: str) -> str:
    """Without the marks and gaps that tokenised text has and written text has not."""
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("``", '"').replace("''", '"')
    text = re.sub(r"\s+([.,;:!?%)])", r"\1", text)
    text = re.sub(r"(\() ", r"\1", text)
    text = re.sub(r"\s+(n't|'s|'re|'ve|'ll|'d)\b", r"\1", text)
    return " ".join(text.replace(" -- ", "-").split())
