"""What the shipped weights were trained on, and in which shares.

The first course is short: labelled pairs of several kinds of text, and pairs made from plain
documents. The second is edited summaries of long documents, with some of the first again. The third
says limits and duties in other words. A fourth, which did not earn its place in what ships, is what
was written for this: claims in free words, true and nearly true. A domain of summaries can be left
out, to measure on what was never seen.
"""

import gzip
import json
import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from detectors.training.construct import constructed
from detectors.training.examples import Example, is_held_back
from detectors.training.excerpts import excerpt
from detectors.training.shared_data import SUMMARIES, documents, read_rows, short_pairs
from detectors.training.summaries import summaries, summary_examples
from detectors.training.written import found, written_examples

SNLI_PAIRS = 13_000
"""Captions of pictures teach inference but are all alike; more of them crowds out the rest."""
CONSTRUCTED = {"web": 11_000, "medquad": 9_000}
MEDICAL_DOCUMENTS = 5_000
AGAIN = 5_000
"""Examples of the first course in those after it, so that it is not forgotten."""
DRAWS = 2
"""Passes over what was written, each in other wordings and beside other excerpts."""
TWICE = ("halueval_qa", "fever_symmetric")
"""Small and good: seen twice."""

PAIRS, PAGES = "grounding/train.jsonl.gz", "corpus/medquad.jsonl.gz"


def first_course(data: Path, *, seed: int) -> tuple[list[Example], list[Example]]:
    """The examples to train on and those held back, without any summary."""
    draw = random.Random(seed + 1)
    pairs = short_pairs(data / PAIRS, seed=seed)
    made = {
        "web": list(constructed(documents(pairs), source="web", most_of_one=3, draw=draw)),
        "medquad": list(
            constructed(_some_pages(data / PAGES, draw), source="medquad", most_of_one=2, draw=draw)
        ),
    }
    held_back = [e for e in (*pairs, *made["web"], *made["medquad"]) if is_held_back(e.document)]
    captions = [e for e in pairs if e.source == "snli"]
    others = _trained_on([e for e in pairs if e.source != "snli"])
    chosen = [
        *_drawn(_trained_on(captions), SNLI_PAIRS, draw),
        *others,
        *(e for e in others if e.source in TWICE),
    ]
    for source, examples in made.items():
        chosen.extend(_drawn(_trained_on(examples), CONSTRUCTED[source], draw))
    return chosen, held_back


def second_course(data: Path, *, seed: int, without: Sequence[str] = ()) -> list[Example]:
    """Summaries of all domains but those left out, each against an excerpt of its document, and
    a fresh draw of the first course."""
    rows = (row for row in read_rows(data / PAIRS) if row["source"].startswith(SUMMARIES))
    every = [each for each in summaries(rows) if each.source not in without]
    apart = summary_examples(every, excerpt)
    together = summary_examples(every, partial(excerpt, joint=True))
    draw = random.Random(seed + 2)
    chosen = [draw.choice(pair) for pair in zip(apart, together, strict=True)]
    again, _ = first_course(data, seed=seed + 100)
    return [*chosen, *_drawn(again, AGAIN, draw)]


def third_course(data: Path, *, seed: int, without: Sequence[str] = ()) -> list[Example]:
    """Mostly made pairs, whose rewrites say limits, duties and denials in other words."""
    draw = random.Random(seed + 3)
    made, _ = first_course(data, seed=seed + 200)
    again = second_course(data, seed=seed + 300, without=without)
    return [
        *_drawn([e for e in made if e.source in CONSTRUCTED], 5_500, draw),
        *_drawn([e for e in made if e.source not in CONSTRUCTED], 1_500, draw),
        *_drawn([e for e in again if e.source.startswith(SUMMARIES)], 1_500, draw),
    ]


def fourth_course(data: Path, *, seed: int, without: Sequence[str] = ()) -> list[Example]:
    """What was written for this, in two draws of its wordings, and some of all that came before."""
    draw = random.Random(seed + 4)
    written = [e for more in range(DRAWS) for e in written_examples(seed=seed + more, read=found)]
    again, _ = first_course(data, seed=seed + 400)
    summarised = second_course(data, seed=seed + 500, without=without)
    return [
        *_trained_on(written),
        *_drawn(again, AGAIN, draw),
        *_drawn([e for e in summarised if e.source.startswith(SUMMARIES)], AGAIN // 2, draw),
    ]


def _trained_on(examples: Sequence[Example]) -> list[Example]:
    return [example for example in examples if not is_held_back(example.document)]


def _drawn(examples: Sequence[Example], most: int, draw: random.Random) -> list[Example]:
    return draw.sample(examples, min(most, len(examples)))


def _some_pages(path: Path, draw: random.Random) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    pages = {row["id"]: " ".join((row["answer"] or "").split()) for row in rows}
    return {
        key: pages[key] for key in draw.sample(sorted(pages), min(MEDICAL_DOCUMENTS, len(pages)))
    }
