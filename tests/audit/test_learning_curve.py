"""Learning curves of a run: a tiny base is really trained, an endpoint is really asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.runner import Sources, run_suite
from audit.suite_reading import load_suite
from detectors.errors import SuiteError
from reports.run import Measurement, Run
from tests.audit.conftest import Body, Chat, Say
from tests.tiny_base import write_base

SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: none
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
currency: EUR
max_cost: 1.0
seed: 0
subjects:
  - {name: small, kind: slm, model: ./base, train: train.jsonl}
  - name: large
    kind: llm
    model: m
    base_url: URL
    concurrency: 1
    prompts: {classify: {template: prompt.txt}}
    price: {input_per_million: 1.0, output_per_million: 1.0}
learning_curve: {examples: [2, 8], shots: [0, 2], repeats: 2}
"""
WORDS = ["dose", "fridge", "how", "much", "in", "a", "the"]
KEYS = {"dosage": "dose", "storage": "fridge"}
SHOT = "{% for e in examples %}{{ e.text }} > {{ e.output }}\n{% endfor %}{{ text }} >"
CALLS = 4 * (1 + 2)
"""Cases times points: one without examples, and two draws of two."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the suite for an endpoint; some text of it may be another."""

    def written(url: str, old: str = "", new: str = "") -> Path:
        folder = tmp_path / "suite"
        folder.mkdir(exist_ok=True)
        write_base(folder / "base", WORDS)
        text = SUITE.replace("URL", url)
        (folder / "suite.yaml").write_text(text.replace(old, new) if old else text)
        (folder / "prompt.txt").write_text(SHOT)
        rows = [
            {"text": f"{one} {key} {other}", "label": label}
            for one in ("how", "much")
            for other in ("in", "a", "the")
            for label, key in KEYS.items()
        ]
        cases = [
            {"id": f"c{at}", "task": "classify", "tags": ["in-domain"]}
            | {"text": f"a {KEYS[label]} {word}", "label": label}
            for at, (label, word) in enumerate(
                (label, word) for label in KEYS for word in ("how", "much")
            )
        ]
        for name, lines in (("train", rows), ("cases", cases)):
            (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in lines))
        return folder

    return written


def says_dosage(_: Body) -> str:
    return '{"label": "dosage"}'


def audited(folder: Path, tmp_path: Path, out: str = "run", **how: object) -> Run:
    sources = Sources(cache=tmp_path / "cache", **how)  # type: ignore[arg-type]
    return run_suite(load_suite(folder), out=tmp_path / out, sources=sources)


def measured(run: Run, subject: str, name: str) -> list[Measurement]:
    return [
        one
        for result in run.probe_results
        if (result.subject, result.probe) == (subject, "learning_curve")
        for one in result.measurements
        if one.name == name
    ]


def test_both_curves_and_their_crossing_are_on_record(
    write: Callable[..., Path], serve: Callable[[Say], Chat], tmp_path: Path
) -> None:
    chat = serve(says_dosage)
    run = audited(write(chat.url), tmp_path)
    small, large = (measured(run, name, "accuracy") for name in ("small", "large"))
    assert [(one.at, one.value, one.n) for one in large] == [(0, 0.5, 4), (2, 0.5, 4)]
    assert [(one.at, one.n) for one in small] == [(2, 4), (8, 4)]
    assert all(one.low < one.value < one.high for one in large)  # type: ignore[operator]
    assert [one.at for one in measured(run, "small", "adaptation_time")] == [2, 8]
    crossings = measured(run, "small", "crossing")
    assert [one.at for one in crossings] == [0, 2]
    assert all(one.n == 4 and (one.value or one.reason) for one in crossings)
    assert [result.error for result in run.probe_results] == [None] * len(run.probe_results)
    assert len(chat.bodies) == 4 + CALLS  # the audit's own answers, and the curve's


def test_the_prompt_holds_as_many_balanced_examples_as_the_point_says(
    write: Callable[..., Path], serve: Callable[[Say], Chat], tmp_path: Path
) -> None:
    chat = serve(says_dosage)
    audited(write(chat.url), tmp_path)
    asked = [str(body["messages"]) for body in chat.bodies[4:]]
    assert [text.count("label") for text in asked] == [0] * 4 + [2] * 8
    assert all(text.count("dosage") == text.count("storage") for text in asked)


def test_a_replayed_run_asks_nothing_and_measures_the_same_but_no_time(
    write: Callable[..., Path], serve: Callable[[Say], Chat], tmp_path: Path
) -> None:
    chat = serve(says_dosage)
    folder = write(chat.url)
    first = audited(folder, tmp_path, record=folder / "recordings")
    calls = len(chat.bodies)
    again = audited(folder, tmp_path, "again", replay=True)
    assert len(chat.bodies) == calls
    for subject, name in (("small", "accuracy"), ("large", "accuracy"), ("small", "crossing")):
        assert measured(first, subject, name) == measured(again, subject, name)
    (time,) = measured(again, "small", "adaptation_time")
    assert (time.value, time.reason) == (None, "A replayed run measures no time.")


def test_a_replay_of_answers_to_other_examples_is_refused(
    write: Callable[..., Path], serve: Callable[[Say], Chat], tmp_path: Path
) -> None:
    folder = write(serve(says_dosage).url)
    audited(folder, tmp_path, record=folder / "recordings")
    rows = (folder / "train.jsonl").read_text()
    (folder / "train.jsonl").write_text(rows.replace("how dose", "the dose"))
    run = audited(folder, tmp_path, "again", replay=True)
    (crossing,) = measured(run, "small", "crossing")
    assert crossing.value is None
    assert "was asked with other examples or another prompt" in str(crossing.reason)


def test_a_run_that_is_resumed_asks_no_point_twice(
    write: Callable[..., Path], serve: Callable[[Say], Chat], tmp_path: Path
) -> None:
    """Cut short in the middle of the curve."""
    chat = serve(says_dosage)
    folder = write(chat.url)
    stopped = _Stopped(at=6)
    with pytest.raises(KeyboardInterrupt):
        run_suite(
            load_suite(folder),
            out=tmp_path / "run",
            sources=Sources(cache=tmp_path / "cache"),
            progress=stopped,
        )
    before = len(chat.bodies)
    assert 4 < before < 4 + CALLS
    run = audited(folder, tmp_path, resume=True)
    assert len(chat.bodies) <= 4 + CALLS + 2  # calls in flight when it was cut short
    assert [one.value for one in measured(run, "large", "accuracy")] == [0.5, 0.5]


class _Stopped:
    """Progress that is interrupted at the n-th answer of a curve."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, stage: str, _done: int, _total: int, _note: str = "", /) -> None:
        self._left -= stage.startswith("asking large with")
        if self._left < 0:
            raise KeyboardInterrupt


def test_a_call_that_fails_leaves_its_point_open_with_the_reason(
    write: Callable[..., Path], serve: Callable[[Say], Chat], tmp_path: Path
) -> None:
    def fails_with_examples(body: Body) -> str | int:
        return 400 if "label" in str(body["messages"]) else '{"label": "dosage"}'

    run = audited(write(serve(fails_with_examples).url), tmp_path)
    none, two = measured(run, "large", "accuracy")
    assert (none.at, none.value) == (0, 0.5)
    assert (two.at, two.value) == (2, None)
    assert "8 of 8 calls failed, the first: " in str(two.reason)
    assert [one.at for one in measured(run, "small", "crossing")] == [0]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[2, 8]", "[8, 2]", "examples: give whole numbers from 2 on, each larger than the one"),
        ("[2, 8]", "[]", "examples: is empty; give numbers such as"),
        ("[2, 8]", "[2, 800]", "examples: 800 is more than the 12 examples of the training file"),
        ("[0, 2]", "[-1]", "shots: give whole numbers from 0 on"),
        ("repeats: 2", "repeats: 0", "repeats: 0 measures nothing; give 1 or more"),
        ("repeats: 2", "cases: typo", "cases: no slice with labelled cases called 'typo'"),
        (", train: train.jsonl", "", "draws examples from the `train` of an slm"),
    ],
)
def test_a_curve_that_could_not_be_measured_is_an_error_before_the_run(
    old: str, new: str, problem: str, write: Callable[..., Path]
) -> None:
    with pytest.raises(SuiteError, match="learning_curve") as caught:
        load_suite(write("http://127.0.0.1:1/v1", old, new))
    assert problem in str(caught.value)
