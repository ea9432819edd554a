"""An OpenAI-compatible endpoint on loopback that answers as a test says, slowly or badly too."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class Reply:
    """What the endpoint sends back."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """Promised bytes, where that is not what follows."""
    after_s: float = 0.0
    trickle_s: float = 0.0
    """Between one byte and the next."""


@dataclass(frozen=True)
class Request:
    """What the endpoint was sent."""

    path: str
    key: str
    body: dict[str, object]


class Endpoint(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint that answers as a test says, and keeps what it was asked."""

    daemon_threads = True
    answer: Callable[[Request], Reply]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[Request] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent where a client has hung up."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        request = Request(self.path, key, json.loads(self.rfile.read(size)))
        self.server.requests.append(request)
        reply = self.server.answer(request)
        time.sleep(reply.after_s)
        self.send_response(reply.status)
        given = {"Content-Type": "application/json", **reply.headers}
        for name, value in given.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(reply.length or len(reply.body)))
        self.end_headers()
        if not reply.trickle_s:
            self.wfile.write(reply.body)
            return
        for byte in reply.body:
            self.wfile.write(bytes([byte]))
            time.sleep(reply.trickle_s)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Stay silent."""


def chat(text: str) -> Reply:
    choice = {
        "message": {"role": "assistant", "content": text},
        "finish_reason": "stop",
        "logprobs": {"content": [{"token": "a", "logprob": -0.5}]},
    }
    usage = {"prompt_tokens": 1000, "completion_tokens": 10}
    return as_json({"choices": [choice], "model": "model-2026", "usage": usage})


def completion(text: str) -> Reply:
    logprobs = {"tokens": ["a", "b"], "token_logprobs": [-0.5, -1.5]}
    return as_json({"choices": [{"text": text, "finish_reason": "length", "logprobs": logprobs}]})


def as_json(body: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(body=json.dumps(body).encode(), status=status, headers=headers or {})


@contextmanager
def serving() -> Iterator[Endpoint]:
    """An endpoint that listens as long as the block."""
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
