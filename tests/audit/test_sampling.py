"""Samples are asked for over real HTTP, kept in the recording, and never asked for in a replay."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from audit.draws import Repeatable
from audit.recorder import Announcing, Recorder
from audit.recording import ReplaySubject
from audit.runner import Sources, run_suite
from audit.sampling import SubjectSampler
from audit.subjects import Subject, opened
from audit.suite import ConsistencySpec, LlmSpec, Prompt, ReplaySpec, Suite
from audit.suite_reading import load_suite
from detectors.errors import SubjectError
from detectors.records import Case, Task
from reports.run import Run, Stage

Body: TypeAlias = dict[str, object]
Serve: TypeAlias = Callable[[Callable[[Body], str | int]], tuple[str, list[Body]]]

DOSE = "An adult may take at most {} g of zorvan in 24 hours."
CASES = [Case(id=name, task=Task.ANSWER, text=f"How much {name}?") for name in ("c1", "c2")]
SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
cases: [cases.jsonl]
consistency: {samples: 3, temperature: 0.8}
subjects:
  - name: large
    kind: llm
    model: m-1
    base_url: URL
    retries: 0
    prompts: {answer: {template: prompt.txt}}
    detectors: [consistency]
"""


def spec(folder: Path, url: str) -> LlmSpec:
    (folder / "prompt.txt").write_text("{{ text }}")
    prompts = {Task.ANSWER: Prompt(template=folder / "prompt.txt")}
    return LlmSpec(
        kind="llm", name="large", model="m-1", prompts=prompts, base_url=url, retries=0, seed=40
    )


def sampler(subject: Subject, temperature: float = 0.8) -> SubjectSampler:
    assert isinstance(subject, Repeatable)
    return SubjectSampler(subject, temperature=temperature)


def echo(body: Body) -> str:
    messages = body["messages"]
    assert isinstance(messages, list)
    return f"{messages[-1]['content']} {body['seed']}"


def test_each_sample_has_a_seed_of_its_own_and_none_is_paid_twice(
    serve: Serve, tmp_path: Path
) -> None:
    url, bodies = serve(echo)
    with opened(spec(tmp_path, url), labels=(), cache=tmp_path) as subject:
        sample = sampler(subject)
        assert sample(CASES, n=2) == [
            ("How much c1? 41", "How much c1? 42"),
            ("How much c2? 41", "How much c2? 42"),
        ]
        sample(CASES, n=2)
    assert [body["temperature"] for body in bodies] == [0.8] * 4


def test_epochs_of_a_case_share_its_samples(serve: Serve, tmp_path: Path) -> None:
    """Two epochs and three samples of each case; a recording with one sample twice is void."""
    url, bodies = serve(lambda body: DOSE.format(body["seed"]))
    written(tmp_path, url)
    file = tmp_path / "suite.yaml"
    file.write_text(file.read_text().replace("retries: 0", "retries: 0\n    epochs: 2"))
    suite = load_suite(tmp_path)
    sources = Sources(cache=tmp_path / "cache", record=suite.recordings)
    first = run_suite(suite, out=tmp_path / "first", sources=sources)
    assert len(bodies) == 2 * (2 + 3)
    assert [[one.number for one in result.epochs] for result in first.results] == [[2], [2]]
    again = run_suite(
        suite, out=tmp_path / "again", sources=replace(sources, replay=True, record=None)
    )
    assert [(r.findings, r.epochs) for r in again.results] == [
        (r.findings, r.epochs) for r in first.results
    ]


def test_samples_and_answers_together_keep_to_the_concurrency(serve: Serve, tmp_path: Path) -> None:
    lock, counts, most = threading.Lock(), [0], [0]

    def slow(_: Body) -> str:
        with lock:
            counts[0] += 1
            most[0] = max(most[0], counts[0])
        time.sleep(0.02)
        with lock:
            counts[0] -= 1
        return "ok"

    url, _ = serve(slow)
    many = [replace(CASES[0], id=f"c{number}") for number in range(12)]
    with opened(replace(spec(tmp_path, url), concurrency=2), labels=(), cache=tmp_path) as subject:
        answers = subject.answers(many)
        next(answers)
        sampler(subject)(many[:2], n=3)
        list(answers)
    assert most[0] <= 2


def test_an_endpoint_that_refuses_gives_errors_and_is_not_asked_on(
    serve: Serve, tmp_path: Path
) -> None:
    url, bodies = serve(lambda _: 401)
    many = [replace(CASES[0], id=f"c{number}") for number in range(100)]
    with opened(spec(tmp_path, url), labels=(), cache=tmp_path) as subject:
        found = sampler(subject)(many, n=5)
    assert len(found) == 100
    assert all(isinstance(each, SubjectError) for each in found)
    assert len(bodies) < 10


def announcing(subject: Subject) -> Announcing:
    assert isinstance(subject, Announcing)
    return subject


def recorded(serve: Serve, folder: Path) -> ReplaySubject:
    url, _ = serve(echo)
    path = folder / "recordings" / "large.jsonl"
    with (
        opened(spec(folder, url), labels=(), cache=folder) as subject,
        Recorder(announcing(subject), folder / "journal.jsonl", keep=path) as recorder,
    ):
        list(recorder.answers(CASES))
        sampler(recorder)(CASES, n=2)
    return ReplaySubject(ReplaySpec(kind="replay", name="large", recording=path))


def test_samples_are_recorded_and_replayed(serve: Serve, tmp_path: Path) -> None:
    replay = recorded(serve, tmp_path)
    assert sampler(replay)(CASES[1:], n=2) == [("How much c2? 41", "How much c2? 42")]
    assert [getattr(outcome, "text", "") for outcome in replay.answers(CASES[:1])] == [
        "How much c1? 40"
    ]


@pytest.mark.parametrize(
    ("n", "temperature", "problem"),
    [
        (3, 0.8, "sample 3 at temperature 0.8 is not in large.jsonl; record it again"),
        (2, 0.5, "sample 1 at temperature 0.5 is not in large.jsonl; record it again"),
    ],
)
def test_a_sample_that_was_not_recorded_is_an_error(
    serve: Serve, tmp_path: Path, n: int, temperature: float, problem: str
) -> None:
    (found,) = sampler(recorded(serve, tmp_path), temperature)(CASES[:1], n=n)
    assert isinstance(found, SubjectError)
    assert str(found) == f"subject 'large', case 'c1': {problem}"


def written(folder: Path, url: str) -> Suite:
    rows = [{"id": name, "task": "answer", "text": f"How much {name}?"} for name in ("c1", "c2")]
    (folder / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "prompt.txt").write_text("{{ text }}")
    (folder / "suite.yaml").write_text(SUITE.replace("URL", url))
    return load_suite(folder)


def rules(run: Run) -> list[list[str]]:
    return [[finding.rule for finding in result.findings] for result in run.results]


def test_a_replayed_run_finds_the_same_without_a_call(serve: Serve, tmp_path: Path) -> None:
    url, bodies = serve(
        lambda body: DOSE.format(4) if body["temperature"] == 0 else DOSE.format(body["seed"])
    )
    suite = written(tmp_path, url)
    sources = Sources(cache=tmp_path / "cache", record=suite.recordings)
    first = run_suite(suite, out=tmp_path / "first", sources=sources)
    assert rules(first) == [["consistency.unstable"], ["consistency.unstable"]]
    assert len(bodies) == 2 * (1 + 3)
    again = run_suite(
        suite, out=tmp_path / "again", sources=replace(sources, replay=True, record=None)
    )
    assert [result.findings for result in again.results] == [r.findings for r in first.results]
    assert len(bodies) == 2 * (1 + 3)
    (sampling,) = (part for part in again.plan.components if part.role == "sampling")
    assert sampling.facts == {"samples": 3, "temperature": 0.8}


def test_a_replay_without_samples_fails_the_cases_and_never_calls(
    serve: Serve, tmp_path: Path
) -> None:
    url, bodies = serve(lambda _: DOSE.format(4))
    suite = written(tmp_path, url)
    sources = Sources(cache=tmp_path / "cache", record=suite.recordings)
    run_suite(suite, out=tmp_path / "first", sources=sources)
    asked = len(bodies)
    more = replace(suite, file=replace(suite.file, consistency=ConsistencySpec(temperature=0.1)))
    again = run_suite(
        more, out=tmp_path / "again", sources=replace(sources, replay=True, record=None)
    )
    for result in again.results:
        assert result.error is not None
        assert (result.error.stage, result.error.name) == (Stage.DETECTOR, "consistency")
        assert "sample 1 at temperature 0.1 is not in large.jsonl" in result.error.message
    assert len(bodies) == asked
