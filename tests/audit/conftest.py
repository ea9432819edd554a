"""A suite of three questions whose answers are recorded, small enough for every test."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Written = Callable[..., Path]

SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
cases: [cases.jsonl]
corpus: {path: corpus}
subjects:
  - {name: large, kind: replay, recording: recording.jsonl, detectors: [grounding]}
gates:
  - {subject: large, metric: hallucination, at_most: 0.9, minimum_n: 1}
"""
QUESTIONS = {
    "a": "How much novacillin may an adult take in 24 hours?",
    "b": "How is novacillin kept?",
    "c": "Who owns the firm that makes novacillin?",
}
ANSWERS = {
    "a": "An adult may take at most 4 g of novacillin in 24 hours.",
    "b": "Novacillin is kept below 25 °C.",
    "c": "I do not know; the reference pages do not say.",
}
PAGE = """\
# Novacillin

An adult may take at most 4 g of novacillin in 24 hours.

Novacillin is kept below 25 °C in its own box.
"""


@pytest.fixture
def write_suite(tmp_path: Path) -> Written:
    """Writes the suite and gives its folder; answers may be others, or fewer."""

    def write(answers: dict[str, str] = ANSWERS, suite: str = SUITE) -> Path:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "novacillin.md").write_text(PAGE, encoding="utf-8")
        (tmp_path / "suite.yaml").write_text(suite, encoding="utf-8")
        rows = [{"id": name, "task": "answer", "text": text} for name, text in QUESTIONS.items()]
        rows[2]["expect"] = "decline"
        write_rows(tmp_path / "cases.jsonl", rows)
        recorded = [recorded_row(name, text) for name, text in answers.items()]
        write_rows(tmp_path / "recording.jsonl", [HEADER, *recorded])
        return tmp_path

    return write


HEADER: dict[str, object] = {
    "schema": 1,
    "kind": "llm",
    "subject": "large",
    "recorded": "2026-11-01T00:00:00+00:00",
    "tasks": ["answer"],
    "components": [],
    "prompts": {},
}


def recorded_row(name: str, answer: str) -> dict[str, object]:
    digest = hashlib.sha256(QUESTIONS[name].encode()).hexdigest()
    return {"case": name, "text_sha256": digest, "answer": {"text": answer}}


def write_rows(path: Path, rows: list[dict[str, str]] | list[dict[str, object]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")
