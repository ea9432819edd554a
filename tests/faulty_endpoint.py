"""A chat endpoint on loopback that fails in every way that real ones do, at random from a seed.

What a call meets depends on the seed, the question and how often that was asked, and on nothing
else: so a run meets the same faults whatever comes first.

    python -m tests.faulty_endpoint SEED DELAY_S        prints its address, and serves until killed
"""

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAULTS: Mapping[str, float] = {
    "429": 0.03,
    "429 for a moment": 0.02,
    "429 until a date": 0.01,
    "500": 0.03,
    "503": 0.01,
    "cut before": 0.01,
    "cut within": 0.01,
    "stall": 0.004,
    "malformed": 0.01,
}
"""How often each befalls a call."""


class FaultyEndpoint(ThreadingHTTPServer):
    """Counts what it was asked and what it answered, by question."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self, seed: int, *, delay_s: float = 0.0, faults: Mapping[str, float] = FAULTS
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seed, self.delay_s, self.faults = seed, delay_s, faults
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        """Whole answers that were sent."""
        self.met: Counter[str] = Counter()
        """Faults."""
        self.lock, self.over = threading.Lock(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def fate(self, question: str) -> str:
        """What becomes of this call: the name of a fault, or "" for an answer."""
        with self.lock:
            self.asked[question] += 1
            drawn = random.Random(f"{self.seed} {question} {self.asked[question]}").random()
            for name, share in self.faults.items():
                drawn -= share
                if drawn < 0:
                    self.met[name] += 1
                    return name
        return ""

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent where a client has hung up."""


@contextmanager
def faulty_endpoint(
    seed: int, *, delay_s: float = 0.0, faults: Mapping[str, float] = FAULTS
) -> Iterator[FaultyEndpoint]:
    """The endpoint, serving."""
    server = FaultyEndpoint(seed, delay_s=delay_s, faults=faults)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FaultyEndpoint
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        question = str(body["messages"][-1]["content"])
        fate = self.server.fate(question)
        time.sleep(self.server.delay_s)
        match fate:
            case "":
                self._reply(_completion(question))
                with self.server.lock:
                    self.server.answered[question] += 1
            case "429 for a moment":
                self._reply(b"{}", status=429, retry_after="0.01")
            case "429 until a date":
                self._reply(b"{}", status=429, retry_after=formatdate(usegmt=True))
            case "429" | "500" | "503":
                self._reply(b"{}", status=int(fate))
            case "cut before":
                self.close_connection = True
            case "cut within":
                self._reply(_completion(question)[:40], promised=400)
                self.close_connection = True
            case "stall":
                self.server.over.wait()
                self.close_connection = True
            case "malformed":
                self._reply(_completion(question)[:40])

    def _reply(
        self,
        body: bytes,
        *,
        status: int = 200,
        retry_after: str | None = None,
        promised: int | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(promised or len(body)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Stay silent."""


def _completion(question: str) -> bytes:
    """The last word of the question, said back."""
    choice = {"message": {"content": question.split()[-1]}, "finish_reason": "stop"}
    usage = {"prompt_tokens": len(question.split()), "completion_tokens": 1}
    return json.dumps({"choices": [choice], "model": "m-1", "usage": usage}).encode()


def main(seed: str, delay_s: str) -> None:
    """Serve without faults where the seed is "none"."""
    faults: Mapping[str, float] = {} if seed == "none" else FAULTS
    server = FaultyEndpoint(
        0 if seed == "none" else int(seed), delay_s=float(delay_s), faults=faults
    )
    sys.stdout.write(server.url + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
