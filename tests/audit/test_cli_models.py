"""A model that cannot be asked ends `assay run` with one line and exit code 2."""

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

LLM = """\
subjects:
  - name: large
    kind: {kind}
    model: {model}
    {url}
    prompts: {{answer: {{template: prompt.txt}}}}
    retries: 0
    timeout_s: 1
    detectors: [grounding]
gates:
  - {{subject: large, metric: hallucination, at_most: 0.9, minimum_n: 1}}
"""
SLM = """\
labels: [dosage, storage]
subjects:
  - {name: small, kind: slm, model: model}
gates:
  - {subject: small, metric: accuracy, at_least: 0.9}
"""


class Reply(BaseHTTPRequestHandler):
    """Sends back what the test says, whatever is asked."""

    status: ClassVar[int]
    body: ClassVar[bytes]
    promised: ClassVar[int]
    after_s: ClassVar[float]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.after_s)
        self.send_response(self.status)
        self.send_header("Content-Length", str(self.promised))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Stay silent."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent where a client has hung up."""


@contextmanager
def serving(status: int, body: bytes, promised: int, after_s: float) -> Iterator[str]:
    fields = {"status": status, "body": body, "promised": promised, "after_s": after_s}
    server = Server(("127.0.0.1", 0), type("Given", (Reply,), fields))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


@pytest.fixture
def mistake(
    write_suite: Written, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """Runs the tiny suite with other subjects; gives the one line of the error."""
    folder = write_suite()
    monkeypatch.chdir(folder)
    (folder / "prompt.txt").write_text("{{ text }}", encoding="utf-8")

    def run(subjects: str) -> str:
        suite = (folder / "suite.yaml").read_text(encoding="utf-8")
        text = suite[: suite.index("subjects:")] + subjects
        (folder / "suite.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(SystemExit) as end:
            main(["run", ".", "--cache", "cache"])
        _, err = capsys.readouterr()
        assert end.value.code == 2
        assert "Traceback" not in err
        (line,) = [line for line in err.splitlines() if line.startswith("assay: ")]
        return line

    return run


@pytest.mark.parametrize(
    ("status", "body", "promised", "after_s", "problem"),
    [
        (401, b"{}", 2, 0.0, "answered 401 Unauthorized"),
        (429, b"{}", 2, 0.0, "answered 429 Too Many Requests"),
        (500, b"{}", 2, 0.0, "answered 500 Internal Server Error"),
        (200, b"<html>", 6, 0.0, "answered 200 with no completion"),
        (200, b'{"choices": [{"mess', 400, 0.0, "broke before an answer was there"),
        (200, b"{}", 2, 2.0, "gave no answer within 1 s"),
    ],
)
def test_an_endpoint_that_fails_every_case_is_named(
    mistake: Callable[[str], str],
    status: int,
    body: bytes,
    promised: int,
    after_s: float,
    problem: str,
) -> None:
    with serving(status, body, promised, after_s) as url:
        line = mistake(LLM.format(kind="llm", model="m", url=f"base_url: {url}"))
    assert "subject 'large': gave up after" in line
    assert problem in line


def test_a_refused_connection_is_named(mistake: Callable[[str], str]) -> None:
    line = mistake(LLM.format(kind="llm", model="m", url="base_url: http://127.0.0.1:9/v1"))
    assert "nothing listens at http://127.0.0.1:9/v1 (connection refused)" in line


def test_a_file_that_is_no_gguf_is_named(mistake: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"something else")
    line = mistake(LLM.format(kind="local", model="model.gguf", url=""))
    assert "is no GGUF file" in line


def test_altered_weights_of_the_shipped_model_are_named(
    mistake: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "gemma-3-270m.gguf").write_bytes(b"GGUF, but not the right one")
    line = mistake(LLM.format(kind="local", model="gemma-3-270m", url=""))
    assert "its sha256 is" in line
    assert "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818 is right" in line


def test_a_model_folder_without_weights_is_named(
    mistake: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}", encoding="utf-8")
    assert "holds no weights: no *.safetensors" in mistake(SLM)
