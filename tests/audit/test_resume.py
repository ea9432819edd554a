"""A run that was killed goes on: the same bytes in the end, and nobody is asked twice."""

import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from audit.cli import main
from reports.appending import appending

Body: TypeAlias = dict[str, object]
Serve: TypeAlias = Callable[[Callable[[Body], str | int]], tuple[str, list[Body]]]
Assay: TypeAlias = Callable[..., tuple[int, str]]

ROOT = Path(__file__).parents[2]
CASES = 45
"""More than the runner judges and writes at a time."""
SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
subjects:
  - SUBJECT
gates:
  - {subject: large, metric: accuracy, at_least: 0.4, minimum_n: 5}
"""
REPLAY = "{name: large, kind: replay, recording: recording.jsonl}"
LIVE = """name: large
    kind: llm
    model: m-1
    base_url: URL
    retries: 0
    concurrency: 1
    prompts: {classify: {template: prompt.txt}}"""


def text(number: int) -> str:
    return f"Question {number}: how much zorvan?"


def write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a suite with recorded answers, where the test then stands."""
    write_lines(
        tmp_path / "cases.jsonl",
        [
            {"id": f"c{n}", "task": "classify", "text": text(n), "label": "dosage"}
            for n in range(CASES)
        ],
    )
    header: dict[str, object] = {"schema": 1, "kind": "llm", "subject": "large"}
    header |= {"recorded": "2026-11-01T00:00:00+00:00", "tasks": ["classify"]}
    header |= {"components": [], "prompts": {}}
    answers: list[dict[str, object]] = [
        {
            "case": f"c{n}",
            "text_sha256": hashlib.sha256(text(n).encode()).hexdigest(),
            "answer": {"text": "dosage", "label": "dosage", "cost": n / 7},
        }
        for n in range(CASES)
    ]
    write_lines(tmp_path / "recording.jsonl", [header, *answers])
    (tmp_path / "suite.yaml").write_text(SUITE.replace("SUBJECT", REPLAY), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def assay(capsys: pytest.CaptureFixture[str]) -> Assay:
    """Runs the suite; gives exit code and the line of the error."""

    def run(out: Path, *options: str) -> tuple[int, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(["run", ".", "--out", str(out), "--cache", "cache", "--format", "md", *options])
        err = capsys.readouterr().err
        assert "Traceback" not in err
        told = [line for line in err.splitlines() if line.startswith(("assay: ", "Error: "))]
        return int(end.value.code or 0), "".join(told)

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.usefixtures("suite")
def test_killed_at_fifty_places_a_replayed_run_ends_with_the_same_bytes(assay: Assay) -> None:
    assert assay(Path("whole"), "--replay") == (0, "")
    whole = files(Path("whole"))
    record = whole["run.jsonl"]
    chance, out = random.Random(11), Path("killed")
    out.mkdir()
    ends = [0, 1, len(record) - 1, len(record), record.index(b"\n") + 1, record.rindex(b"{")]
    for size in (*ends, *(chance.randrange(len(record)) for _ in range(50 - len(ends)))):
        for path in out.iterdir():
            path.unlink()
        (out / "run.jsonl").write_bytes(record[:size])  # what a line after another leaves
        assert assay(out, "--replay", "--resume") == (0, "")
        assert files(out) == whole


def started(*options: str | Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "audit",
        "run",
        ".",
        "--cache",
        "cache",
        "--format",
        "md",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def waited(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, err = process.communicate(timeout=120)
    return process.returncode, err.decode()


@pytest.mark.usefixtures("suite")
@pytest.mark.parametrize("lines", [0, 1, 33])
def test_killed_for_real_it_ends_with_the_same_bytes(assay: Assay, lines: int) -> None:
    assay(Path("whole"), "--replay")
    killed = Path("killed")
    process = started("--replay", "--out", killed)
    record = killed / "run.jsonl"
    while process.poll() is None and not (record.exists() and count(record) >= lines):
        time.sleep(0.001)
    process.kill()
    waited(process)
    assert assay(killed, "--replay", "--resume") == (0, "")
    assert files(killed) == files(Path("whole"))


def count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def live(suite: Path, url: str) -> None:
    (suite / "prompt.txt").write_text("{{ text }}", encoding="utf-8")
    written = SUITE.replace("SUBJECT", LIVE.replace("URL", url))
    (suite / "suite.yaml").write_text(written, encoding="utf-8")


def asked(bodies: list[Body]) -> Counter[str]:
    return Counter(str(body["messages"][-1]["content"]) for body in bodies)  # type: ignore[index]


@pytest.mark.parametrize("record", [(), ("--record",)])
def test_what_was_answered_is_kept_and_asked_no_second_time(
    suite: Path, serve: Serve, assay: Assay, record: tuple[str, ...]
) -> None:
    running: list[subprocess.Popen[bytes]] = []

    def say(_: Body) -> str:
        if len(bodies) == 40 and running:
            time.sleep(0.5)  # the answer before is on disk by now
            running.pop().send_signal(signal.SIGKILL)
        return "dosage"

    url, bodies = serve(say)
    live(suite, url)
    running.append(process := started("--out", "run", *record))
    assert waited(process)[0] == -signal.SIGKILL
    before = Path("run/run.jsonl").read_bytes()
    assert before.count(b"\n") == 1 + 32
    code, problem = assay(Path("run"))
    assert (code, "holds a run already" in problem) == (2, True)
    assert assay(Path("run"), "--resume", *record) == (0, "")
    assert Path("run/run.jsonl").read_bytes().startswith(before)
    times = asked(bodies)
    twice = {prompt for prompt, count in times.items() if count > 1}
    assert len(times) == CASES
    assert twice <= {text(39)}  # which was never answered
    assert not [path for path in Path("run").iterdir() if path.name.startswith("answers-")]
    assert Path("recordings/large.jsonl").exists() == bool(record)
    if record:
        lines = Path("recordings/large.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["case"] for line in lines[1:]] == [f"c{n}" for n in range(CASES)]


def test_answers_that_wait_for_an_earlier_one_are_kept_too(
    suite: Path, serve: Serve, assay: Assay
) -> None:
    """The first case hangs and all others are answered: killed then, it alone is asked again."""
    hanging = threading.Event()

    def say(body: Body) -> str:
        if text(0) in str(body) and not hanging.is_set():
            hanging.wait(60)
        return "dosage"

    url, bodies = serve(say)
    live(suite, url)
    file = suite / "suite.yaml"
    written = file.read_text(encoding="utf-8").replace("concurrency: 1", "concurrency: 8")
    file.write_text(written, encoding="utf-8")
    process = started("--out", "run")
    journal = Path("run/answers-large.jsonl")
    while process.poll() is None and not (journal.exists() and count(journal) == CASES):
        time.sleep(0.01)  # the header, and all answers but one
    process.kill()
    waited(process)
    hanging.set()
    assert count(Path("run/run.jsonl")) == 1  # the plan: no result could be written yet
    assert assay(Path("run"), "--resume") == (0, "")
    assert asked(bodies) == {text(n): 2 if n == 0 else 1 for n in range(CASES)}


def test_an_interrupted_run_ends_at_once_and_keeps_what_was_answered(
    suite: Path, serve: Serve, assay: Assay
) -> None:
    hanging = threading.Event()

    def say(_: Body) -> str:
        if len(bodies) > 5:
            hanging.wait(60)
        return "dosage"

    url, bodies = serve(say)
    live(suite, url)
    process = started("--out", "run")
    while process.poll() is None and len(bodies) <= 5:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=50)  # a call may take 60 s
    assert (process.returncode, b"interrupted" in err) == (130, True)
    hanging.set()
    assert assay(Path("run"), "--resume") == (0, "")
    assert asked(bodies)[text(5)] == 2
    assert sum(asked(bodies).values()) == CASES + 1


def test_an_endpoint_that_was_gone_is_asked_again(suite: Path, serve: Serve, assay: Assay) -> None:
    gone = [True]
    url, bodies = serve(lambda _: 503 if gone[0] and len(bodies) > 5 else "dosage")
    live(suite, url)
    code, _ = assay(Path("run"))
    results = [json.loads(line) for line in Path("run/run.jsonl").read_bytes().splitlines()]
    assert code == 3
    assert sum("error" in result for result in results) == CASES - 5
    gone[0] = False
    record = Path("run/run.jsonl").read_bytes()
    assert assay(Path("run"), "--resume") == (3, "")
    assert Path("run/run.jsonl").read_bytes() == record  # it was finished: nothing is asked again


def test_a_run_that_never_got_an_answer_can_be_resumed(
    suite: Path, serve: Serve, assay: Assay
) -> None:
    gone = [True]
    url, _ = serve(lambda _: 503 if gone[0] else "dosage")
    live(suite, url)
    code, problem = assay(Path("run"))
    assert (code, "gave up after" in problem) == (2, True)
    gone[0] = False
    assert assay(Path("run"), "--resume") == (0, "")


def test_a_live_run_that_was_resumed_states_no_duration(
    suite: Path, serve: Serve, assay: Assay
) -> None:
    url, bodies = serve(lambda _: "dosage")
    live(suite, url)
    assay(Path("run"))
    lines = Path("run/run.jsonl").read_bytes().splitlines(keepends=True)
    assert json.loads(lines[-2])["seconds"] > 0
    Path("run/run.jsonl").write_bytes(b"".join(lines[:-2]))
    assert assay(Path("run"), "--resume") == (0, "")
    assert len(bodies) == CASES
    again = Path("run/run.jsonl").read_bytes().splitlines(keepends=True)
    assert again[:-2] == lines[:-2]
    assert "seconds" not in json.loads(again[-2])


def cut(out: Path, lines: int) -> None:
    whole = (out / "run.jsonl").read_bytes().splitlines(keepends=True)
    (out / "run.jsonl").write_bytes(b"".join(whole[:lines]))


@pytest.mark.parametrize(
    ("file", "old", "new", "difference"),
    [
        ("suite.yaml", "at_least: 0.4", "at_least: 0.5", "gates.0.at_least was 0.4 and is 0.5 now"),
        ("suite.yaml", "To test.", "To rest.", "purpose was 'To test.' and is 'To rest.' now"),
        ("cases.jsonl", "how much", "how many", "suite_sha256 was "),
        (
            "recording.jsonl",
            '"dosage"',
            '"storage"',
            "subjects.large.components.recording recording.jsonl.sha256 was ",
        ),
    ],
)
def test_a_run_of_another_plan_is_refused_and_the_first_difference_named(
    suite: Path, assay: Assay, file: str, old: str, new: str, difference: str
) -> None:
    assay(Path("run"), "--replay")
    cut(Path("run"), 9)
    before = files(Path("run"))
    content = (suite / file).read_text(encoding="utf-8")
    assert old in content
    (suite / file).write_text(content.replace(old, new), encoding="utf-8")
    code, problem = assay(Path("run"), "--replay", "--resume")
    assert code == 2
    assert f"was begun with another plan: {difference}" in problem
    assert files(Path("run")) == before


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("model: m-1", "model: m-2", "subjects.large.components.model m-1 was there and is absent"),
        ("retries: 0", "seed: 7", "subjects.large.components.decoding chat.facts.seed was 0 and"),
    ],
)
def test_a_live_run_is_not_gone_on_with_by_another_model(
    suite: Path, serve: Serve, assay: Assay, old: str, new: str, difference: str
) -> None:
    running: list[subprocess.Popen[bytes]] = []

    def say(_: Body) -> str:
        if len(bodies) == 9 and running:
            running.pop().kill()
        return "dosage"

    url, bodies = serve(say)
    live(suite, url)
    running.append(process := started("--out", "run"))
    waited(process)
    file = suite / "suite.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    code, problem = assay(Path("run"), "--resume")
    assert (code, f"was begun with another plan: {difference}" in problem) == (2, True)
    assert len(bodies) == 9


@pytest.mark.usefixtures("suite")
def test_a_record_that_was_changed_is_not_gone_on_with(assay: Assay) -> None:
    assay(Path("run"), "--replay")
    cut(Path("run"), 9)
    record = Path("run/run.jsonl")
    record.write_bytes(record.read_bytes().replace(b"Question 3", b"Question 8"))
    code, problem = assay(Path("run"), "--replay", "--resume")
    assert (code, "run.jsonl:5: the record is not whole: changed" in problem) == (2, True)


@pytest.mark.usefixtures("suite")
def test_a_replay_that_does_not_come_out_again_is_told(assay: Assay) -> None:
    assay(Path("run"), "--replay")
    cut(Path("run"), 9)
    record = Path("run/run.jsonl")
    lines = record.read_bytes().splitlines(keepends=True)
    lines[-1] = lines[-1].replace(b"Question 7", b"Question 9")
    record.write_bytes(b"".join(lines))  # nothing after it shows that it was changed
    code, problem = assay(Path("run"), "--replay", "--resume")
    assert (code, "run.jsonl:9: does not come out again" in problem) == (2, True)


@pytest.mark.usefixtures("suite")
def test_two_processes_never_write_to_one_record(assay: Assay) -> None:
    assay(Path("run"), "--replay")
    cut(Path("run"), 9)
    record = Path("run/run.jsonl")
    with appending(record, kept=record.stat().st_size):
        code, problem = assay(Path("run"), "--replay", "--resume")
    assert (code, "another process is writing to it" in problem) == (2, True)
    assert assay(Path("run"), "--replay", "--resume") == (0, "")


@pytest.mark.usefixtures("suite")
def test_resume_wants_a_folder_and_begins_where_there_is_nothing(
    assay: Assay, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["run", ".", "--resume"])
    assert end.value.code == 2
    assert "--resume wants the --out" in capsys.readouterr().err
    assert assay(Path("new"), "--replay", "--resume") == (0, "")
    assert assay(Path("other"), "--replay") == (0, "")
    assert files(Path("new")) == files(Path("other"))


@pytest.mark.usefixtures("suite")
def test_a_full_disk_ends_the_run_with_one_line_and_leaves_what_can_be_resumed(
    assay: Assay,
) -> None:
    assay(Path("whole"), "--replay")
    size = Path("whole/run.jsonl").stat().st_size // 2
    command = [sys.executable, "-m", "audit", "run", ".", "--replay", "--format", "md"]
    done = subprocess.run(
        [*command, "--out", "full", "--cache", "cache"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert done.returncode == 2
    told = [line for line in done.stderr.splitlines() if line.startswith("assay: ")]
    (line,) = told
    assert "full/run.jsonl: cannot be written: File too large; what is there is kept" in line
    assert Path("full/run.jsonl").stat().st_size == size
    assert assay(Path("full"), "--replay", "--resume") == (0, "")
    assert files(Path("full")) == files(Path("whole"))
