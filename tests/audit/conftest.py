"""A suite of three questions whose answers are recorded, and a chat endpoint on loopback."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

Written = Callable[..., Path]
Body: TypeAlias = dict[str, object]
Say: TypeAlias = Callable[[Body], str | int]

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


class Chat(NamedTuple):
    """A chat endpoint that says what a test wants, and what it was asked so far."""

    url: str
    bodies: list[Body]


@pytest.fixture
def serve() -> Iterator[Callable[[Say], Chat]]:
    """Starts endpoints; `say` makes of a request the text to answer, or a status to fail with."""
    with ExitStack() as stack:
        yield lambda say: stack.enter_context(_serving(say))


@contextmanager
def _serving(say: Say) -> Iterator[Chat]:
    bodies: list[Body] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            bodies.append(body)
            said = say(body)
            choices = [{"message": {"content": said}, "finish_reason": "stop"}]
            sent = json.dumps({"choices": choices, "model": "m-1"}).encode()
            self.send_response(said if isinstance(said, int) else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
            """Stay silent."""

    with closing(_Server(("127.0.0.1", 0), Handler)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Chat(f"http://127.0.0.1:{server.server_port}/v1", bodies)
        server.shutdown()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that gave up is what some tests are about."""

    def close(self) -> None:
        self.server_close()
