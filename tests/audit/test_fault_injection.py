"""Whatever breaks ends with an exit code that is no pass, and is told in one line or the ledger.

Faults that have a test beside what they break: a crashed detector in test_plugins.py, an endpoint
that fails every case in test_cli_models.py, a full disk under the record in test_resume.py.
"""

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from audit.cli import main

Written = Callable[..., Path]
Called = Callable[..., tuple[int, str]]

ROOT = Path(__file__).parents[2]
HEAD = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
"""
SUITE = (
    HEAD
    + """\
subjects:
  - name: large
    kind: llm
    model: m-1
    base_url: URL
    retries: 0
    timeout_s: 1
    concurrency: 1
    prompts: {classify: {template: prompt.txt}}
gates:
  - {subject: large, metric: accuracy, at_least: 0.1, minimum_n: 1}
"""
)
GOOD = b'{"choices": [{"message": {"content": "dosage"}}], "model": "m-1"}'
LONG = GOOD.replace(b"m-1", b"m" * 1500)
BIG = 4200
"""Bytes that hold the plan, and no more than some long answers."""
SLM = """\
subjects:
  - {name: small, kind: slm, model: MODEL}
gates:
  - {subject: small, metric: accuracy, at_least: 0.9}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the test stands, with five questions and a prompt."""
    rows = [
        {"id": f"c{n}", "task": "classify", "text": f"Question {n}", "label": "dosage"}
        for n in range(5)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "cases.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "prompt.txt").write_text("{{ text }}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Called:
    """Runs the suite in this folder; gives exit code and the lines of the error."""

    def run(*options: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            main(["run", ".", "--out", "run", "--cache", "cache", "--format", "json", *options])
        err = capsys.readouterr().err
        assert "Traceback" not in err
        told = [line for line in err.splitlines() if line.startswith("assay: ")]
        return int(end.value.code or 0), "\n".join(told)

    return run


def ledger() -> list[dict[str, object]]:
    report = json.loads(Path("run/report.json").read_text(encoding="utf-8"))
    rows: list[dict[str, object]] = report["summary"]["ledger"]
    return rows


class Handler(BaseHTTPRequestHandler):
    """Answers well, but not to question 3."""

    fault: ClassVar[Callable[["Handler"], None]]
    others: ClassVar[bytes]

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if b"Question 3" in asked:
            type(self).fault(self)
        else:
            self.reply(self.others)

    def reply(self, body: bytes, *, status: int = 200, promised: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(promised or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Stay silent."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent where a client has hung up."""


@contextmanager
def serving(fault: Callable[[Handler], None], others: bytes = GOOD) -> Iterator[str]:
    fields = {"fault": staticmethod(fault), "others": others}
    server = Server(("127.0.0.1", 0), type("Given", (Handler,), fields))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda one: one.reply(b"{}", status=500), "answered 500 Internal Server Error"),
        (lambda one: one.reply(b"<html>"), "answered 200 with no completion"),
        (lambda one: one.reply(b'{"choices": []}'), "answered 200 with no completion"),
        (lambda one: one.reply(b"\xff\xfe"), "answered 200 with no completion"),
        (lambda one: one.reply(b'{"choi', promised=400), "broke before an answer was there"),
        (lambda one: one.connection.close(), "broke before an answer was there"),
        (lambda _: time.sleep(2), "gave no answer within 1 s"),
    ],
)
def test_a_case_that_gets_no_answer_keeps_the_run_from_passing(
    folder: Path, call: Called, fault: Callable[[Handler], None], told: str
) -> None:
    with serving(fault) as url:
        (folder / "suite.yaml").write_text(SUITE.replace("URL", url), encoding="utf-8")
        assert call() == (3, "")
    (row,) = [row for row in ledger() if row["what"] == "large: 1 case (c3)"]
    assert row["open"]
    assert told in str(row["why"])


def test_a_full_disk_under_the_answers_leaves_those_that_were_paid_for(
    folder: Path, call: Called
) -> None:
    with serving(lambda one: one.reply(LONG), others=LONG) as url:
        (folder / "suite.yaml").write_text(SUITE.replace("URL", url), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "audit", "run", ".", "--out", "run", "--cache", "cache"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (BIG, BIG)),
        )
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("assay: ")]
        assert done.returncode == 2
        assert "run/answers-large.jsonl: cannot be written: File too large" in line
        assert Path("run/answers-large.jsonl").stat().st_size == BIG
        assert call("--resume") == (0, "")


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("nowhere", "nowhere"),
        ("model", "holds no weights"),
        ("broken", "broken"),
    ],
)
def test_a_model_that_is_not_there_or_broken_is_one_line(
    folder: Path, call: Called, monkeypatch: pytest.MonkeyPatch, model: str, told: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for name, content in (("model", None), ("broken", b"no tensors")):
        (folder / name).mkdir()
        (folder / name / "config.json").write_text("{}", encoding="utf-8")
        if content:
            (folder / name / "model.safetensors").write_bytes(content)
    suite = HEAD + SLM.replace("MODEL", f"./{model}")
    (folder / "suite.yaml").write_text(suite, encoding="utf-8")
    code, problem = call()
    assert (code, len(problem.splitlines())) == (2, 1)
    assert told in problem
    assert not Path("run").exists()


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("recording.jsonl", "", "is empty; a recording begins with who answered"),
        ("recording.jsonl", "{", "recording.jsonl:1: not JSON"),
        ("cases.jsonl", '{"id": "a"}\n', "cases.jsonl:1, field "),
        ("suite.yaml", "", "is empty"),
        ("suite.yaml", "[", "not YAML"),
    ],
)
def test_data_that_is_empty_or_broken_is_one_line(
    folder: Path, call: Called, file: str, content: str, told: str
) -> None:
    replay = "subjects: [{name: large, kind: replay, recording: recording.jsonl}]\n"
    (folder / "suite.yaml").write_text(HEAD + replay, encoding="utf-8")
    (folder / "recording.jsonl").write_text("{}", encoding="utf-8")
    (folder / file).write_text(content, encoding="utf-8")
    code, problem = call()
    assert (code, len(problem.splitlines())) == (2, 1)
    assert told in problem


POINTS = "[assaykit.detectors]\nodd = odd:Odd\n"
ODD = """\
from detectors.records import Task
class Odd:
    name = "odd"
    task = Task.CLASSIFY
    def __init__(self, resources):
        WHERE_BUILT
    def detect(self, answered):
        WHERE_ASKED
"""


@pytest.mark.parametrize(
    ("code", "exit_code", "told"),
    [
        ("import nothing_of_that_name", 2, "the detector 'odd', odd:Odd, cannot be loaded: Module"),
        (ODD.replace("WHERE_BUILT", "1 / 0"), 2, "detector 'odd': cannot be built: ZeroDivision"),
        (ODD.replace("WHERE_ASKED", "return []"), 3, "judged 0 of 1 answers"),
        (ODD.replace("WHERE_ASKED", "1 / 0"), 3, "crashed: ZeroDivisionError"),
        (ODD.replace("WHERE_ASKED", "raise MemoryError('full')"), 3, "crashed: MemoryError: full"),
    ],
)
def test_a_detector_that_breaks_anywhere_is_told(
    folder: Path,
    call: Called,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    exit_code: int,
    told: str,
) -> None:
    site = folder / "site"
    (site / "odd-1.0.dist-info").mkdir(parents=True)
    written = code.replace("WHERE_BUILT", "pass").replace("WHERE_ASKED", "pass")
    (site / "odd.py").write_text(written, encoding="utf-8")
    (site / "odd-1.0.dist-info" / "METADATA").write_text("Name: odd\nVersion: 1.0\n")
    (site / "odd-1.0.dist-info" / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "odd", raising=False)
    with serving(
        lambda one: one.reply(b'{"choices": [{"message": {"content": "dosage"}}]}')
    ) as url:
        suite = SUITE.replace("URL", url).replace(
            "    retries", "    detectors: [odd]\n    retries"
        )
        (folder / "suite.yaml").write_text(suite, encoding="utf-8")
        found, problem = call()
    assert found == exit_code
    if exit_code == 2:
        assert told in problem
    else:
        (why,) = [str(row["why"]) for row in ledger() if "odd" in str(row["why"])][:1]
        assert told in why
