"""A thousand cases at an endpoint that fails in every way: none is lost or paid for twice."""

import json
from collections import Counter
from pathlib import Path

import pytest

from audit.runner import Sources, run_suite
from audit.suite_reading import load_suite
from reports.run import CaseResult
from tests.faulty_endpoint import FaultyEndpoint, faulty_endpoint

CASES = 1000
SUITE = """\
schema: 1
name: load
title: Load
domain: medical
purpose: To test.
cases: [cases.jsonl]
subjects:
  - name: large
    kind: llm
    model: m-1
    base_url: URL
    concurrency: 32
    retries: 5
    timeout_s: 5
    prompts: {answer: {template: prompt.txt}}
"""


def audited(folder: Path, endpoint: FaultyEndpoint) -> tuple[CaseResult, ...]:
    rows = [{"id": f"c{n}", "task": "answer", "text": f"Question c{n}"} for n in range(CASES)]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "cases.jsonl").write_text(lines, encoding="utf-8")
    (folder / "prompt.txt").write_text("{{ text }}", encoding="utf-8")
    (folder / "suite.yaml").write_text(SUITE.replace("URL", endpoint.url), encoding="utf-8")
    sources = Sources(cache=folder / "cache", record=folder / "kept")
    return run_suite(load_suite(folder), out=folder / "run", sources=sources).results


@pytest.mark.parametrize("seed", [11])
def test_every_case_is_answered_once_or_recorded_as_failed(tmp_path: Path, seed: int) -> None:
    with faulty_endpoint(seed) as endpoint:
        results = audited(tmp_path, endpoint)

    assert [result.case.id for result in results] == [f"c{n}" for n in range(CASES)]
    assert set(endpoint.met) == set(endpoint.faults)  # it met them all
    answered = Counter({f"Question {r.case.id}": 1 for r in results if r.answer is not None})
    assert endpoint.answered == answered
    assert all(r.answer.text == r.case.id for r in results if r.answer is not None)
    failed = [result.error.message for result in results if result.error is not None]
    assert len(answered) + len(failed) == CASES
    assert len(failed) == endpoint.met["malformed"]  # all others are tried again, and pass
    assert all("answered 200 with no completion" in message for message in failed)
    kept = (tmp_path / "kept" / "large.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    assert [json.loads(line)["case"] for line in kept] == [f"c{n}" for n in range(CASES)]
