"""Audits 50 answers of the local LLM to MedQuAD questions against an index of MedQuAD.

    .venv/bin/python benchmarks/medquad.py DATA_FOLDER --out FOLDER

DATA_FOLDER holds `corpus/medquad.jsonl.gz` (CC-BY-4.0). The suite is written to FOLDER and run as
any other; every question's own page is in the corpus, so a right answer can be supported.
"""

import argparse
import gzip
import json
import random
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path

from audit.run_command import audit_suite
from audit.shipped import shipped_suite

SUITE = """\
schema: 1
name: medquad
title: MedQuAD, {n} questions
domain: medical
purpose: Answer health questions from NIH pages; a benchmark, no system in service.
cases: [questions.jsonl]
corpus: {{path: corpus}}
subjects:
  - name: large
    kind: local
    model: gemma-3-270m
    api: completions
    concurrency: 1
    prompts:
      answer:
        template: prompts/answer.txt
        examples: prompts/answer-examples.jsonl
        max_tokens: 64
        stop: ["\\n"]
    detectors: [grounding]
gates:
  - {{subject: large, metric: hallucination, at_most: 0.10}}
"""


class Page(NamedTuple):
    """One question and answer of MedQuAD."""

    id: str
    focus: str
    """What the page is about."""
    question: str
    answer: str


def main() -> int:
    """Write the suite, run it, and give its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--pages", type=int, help="index this many pages, drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chosen = read_pages(given.data / "corpus" / "medquad.jsonl.gz")
    order = random.Random(given.seed)
    pages = order.sample(chosen, min(given.pages or len(chosen), len(chosen)))
    asked = order.sample(pages, given.questions)
    suite = write_suite(given.out / "suite", pages, asked)
    return audit_suite(suite, cache=user_cache_path("assay"), out=given.out / "run")


def read_pages(path: Path) -> list[Page]:
    """Every page that has an answer; its row is part of its id, since MedQuAD repeats ids."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [
        Page(f"{row['id']}#{number}", row["focus"], row["question"], row["answer"])
        for number, row in enumerate(rows, start=1)
        if row["answer"]
    ]


def write_suite(folder: Path, pages: Sequence[Page], asked: Sequence[Page]) -> Path:
    """The suite's folder, written afresh."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "corpus").mkdir(parents=True)
    shutil.copytree(shipped_suite("medical").parent / "prompts", folder / "prompts")
    rows = ({"id": page.id, "title": page.focus, "text": page.answer} for page in pages)
    write_jsonl(folder / "corpus" / "medquad.jsonl", rows)
    cases = (
        {
            "id": page.id,
            "task": "answer",
            "text": page.question,
            "reference": page.answer,
            "documents": [page.id],
            "tags": ["in-domain"],
        }
        for page in asked
    )
    write_jsonl(folder / "questions.jsonl", cases)
    (folder / "suite.yaml").write_text(SUITE.format(n=len(asked)), encoding="utf-8")
    return folder


def write_jsonl(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
