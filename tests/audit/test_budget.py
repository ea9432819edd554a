"""A cost cap stops new calls, keeps what was answered and leaves the audit undecided."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.budget import Budget
from audit.cli import main

Written = Callable[..., Path]
SUITE = """\
schema: 1
name: capped
title: Capped
domain: medical
purpose: To test.
cases: [cases.jsonl]
currency: EUR
max_cost: {cap}
subjects:
  - name: first
    kind: llm
    model: m
    base_url: {url}
    prompts: {{answer: {{template: prompt.txt}}}}
    concurrency: 1
    price: {{input_per_million: 1000000, output_per_million: 1000000}}
  - name: second
    kind: llm
    model: m
    base_url: {url}
    prompts: {{answer: {{template: prompt.txt}}}}
    price: {{input_per_million: 1000000, output_per_million: 1000000}}
gates: []
"""


@pytest.fixture
def audited(
    write_suite: Written,
    serve: Callable[..., tuple[str, list[object]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[float], tuple[int, int]]:
    """Audits two subjects under a cap; gives the exit code and the number of calls made."""

    def run(cap: float) -> tuple[int, int]:
        url, bodies = serve(lambda _: "An answer of eight tokens, no more.")
        folder = write_suite()
        (folder / "prompt.txt").write_text("{{ text }}", encoding="utf-8")
        (folder / "suite.yaml").write_text(SUITE.format(cap=cap, url=url), encoding="utf-8")
        monkeypatch.chdir(folder)
        with pytest.raises(SystemExit) as end:
            main(["run", ".", "--out", "run", "--cache", "cache"])
        capsys.readouterr()
        return int(end.value.code or 0), len(bodies)

    return run


def test_calls_stop_at_the_cap_and_the_rest_is_open_in_the_ledger(
    audited: Callable[[float], tuple[int, int]],
) -> None:
    """Each call costs about 20; the endpoint counts no tokens, so its length is taken."""
    assert audited(30) == (3, 2)

    report = json.loads(Path("run/report.json").read_text(encoding="utf-8"))
    capped = [row for row in report["summary"]["ledger"] if "cost cap" in row["why"]]
    assert [(row["what"], row["open"]) for row in capped] == [
        ("first: 1 case (c)", True),
        ("second: 3 cases (a, b, c)", True),
    ]
    assert "cost cap: 30 EUR are spent; not asked" in capped[0]["why"]
    first = report["summary"]["subjects"][0]
    assert (first["asked"], first["failed"]) == (3, 1)
    plan = json.loads(Path("run/run.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert plan["max_cost"] == 30


def test_below_the_cap_every_case_is_asked(audited: Callable[[float], tuple[int, int]]) -> None:
    _, calls = audited(1000)

    assert calls == 6


def test_what_is_spent_adds_up() -> None:
    budget = Budget(1.0, None)
    budget.spend(0.5)
    assert not budget.is_spent
    budget.spend(0.5)
    assert budget.is_spent
    assert budget.refusal == "cost cap: 1 are spent; not asked"
