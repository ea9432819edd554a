"""Projects of a team that has Assay installed, with suites that cost nothing to ask.

`labels` is a suite of classifications with recorded answers and no detector, so that nothing heavy
is imported; the folder of pytester is the project.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

import audit.pytest_items.session_end
import audit.pytest_items.suite_file  # noqa: F401 - sessions in this process find what they import
import reports.html
import reports.json_report
import reports.markdown  # noqa: F401

ROOT = Path(__file__).resolve().parents[3]
LABELS = """\
schema: 1
name: labels
title: Labels
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
subjects:
  - {name: large, kind: replay, recording: recording.jsonl}
gates:
  - {subject: large, metric: accuracy, at_least: 0.5, minimum_n: 2}
  - {subject: large, metric: accuracy, slice: typo, at_least: 0.9, minimum_n: 2}
"""
WrittenLabels: TypeAlias = Callable[..., Path]


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder whose pytest finds the plugin as an installed package brings it."""
    site = pytester.mkdir("site")
    info = site / "assaykit_plugin-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: assaykit-plugin\nVersion: 0\n")
    (info / "entry_points.txt").write_text("[pytest11]\nassay = pytest_assaykit\n")
    pytester.syspathinsert(site)
    pytester.syspathinsert(ROOT)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{site}")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("CI", raising=False)
    pytester.makeini("[pytest]\naddopts = --strict-markers\ntestpaths = tests\n")
    pytester.mkdir("tests")
    return pytester


@pytest.fixture
def labels(project: pytest.Pytester) -> WrittenLabels:
    """Writes `tests/labels.assay.yaml`; what was said may differ from what is right."""

    def write(
        said: Mapping[str, str] | None = None, *, suite: str = LABELS, cases: int = 12
    ) -> Path:
        folder = project.path / "tests"
        right = {f"q{number}": "dosage" if number % 2 else "storage" for number in range(cases)}
        answers = {**right, **(said or {})}
        rows: list[dict[str, object]] = [
            {
                "id": name,
                "task": "classify",
                "text": f"What of {name}?",
                "label": label,
                "tags": ["in-domain", "typo"] if name in ("q0", "q1") else ["in-domain"],
            }
            for name, label in right.items()
        ]
        header: dict[str, object] = {
            "schema": 1,
            "kind": "llm",
            "subject": "large",
            "tasks": ["classify"],
        }
        header |= {"recorded": "2026-11-01T00:00:00+00:00", "components": [], "prompts": {}}
        recorded = [_recorded(name, answer) for name, answer in answers.items()]
        _write(folder / "cases.jsonl", rows)
        _write(folder / "recording.jsonl", [header, *recorded])
        file = folder / "labels.assay.yaml"
        file.write_text(suite, encoding="utf-8")
        return file

    return write


def _recorded(name: str, answer: str) -> dict[str, object]:
    row: dict[str, object] = {
        "case": name,
        "text_sha256": hashlib.sha256(f"What of {name}?".encode()).hexdigest(),
    }
    if answer == "broken":
        return row | {"error": "the line went dead"}
    return row | {"answer": {"text": answer, "label": answer}}


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
