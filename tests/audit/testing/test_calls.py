"""Every way of asking through an openai client is recorded, and its caller sees no difference."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from audit.testing.calls import Watch

WHOLE = json.dumps(
    {
        "id": "1",
        "object": "chat.completion",
        "model": "m",
        "choices": [{"index": 0, "message": {"content": "4 g"}, "finish_reason": "stop"}],
    }
)
PIECE = json.dumps(
    {
        "id": "1",
        "object": "chat.completion.chunk",
        "model": "m",
        "choices": [{"index": 0, "delta": {"content": "SAID"}}],
    }
)
STREAM = "".join(
    f"data: {piece}\n\n"
    for piece in (PIECE.replace("SAID", "4"), PIECE.replace("SAID", " g"), "[DONE]")
)
MESSAGES: list[ChatCompletionMessageParam] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "How much?"},
]


class Endpoint(BaseHTTPRequestHandler):
    """Answers `4 g`, whole or in pieces."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        streams = b'"stream":true' in body.replace(b" ", b"")
        sent = (STREAM if streams else WHOLE).encode()
        self.send_response(200)
        kind = "text/event-stream" if streams else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
        """Stay silent."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def heard() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def watched(url: str, heard: list[tuple[str, str]]) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=url, api_key="none") as client:
        watch = Watch(client, lambda question, answer: heard.append((question, answer)))
        yield client
        watch.release()


def test_a_whole_answer(watched: openai.OpenAI, heard: list[tuple[str, str]]) -> None:
    reply = watched.chat.completions.create(model="m", messages=MESSAGES)
    assert reply.choices[0].message.content == "4 g"
    assert heard == [("How much?", "4 g")]


def test_a_streamed_answer_is_recorded_when_it_was_read(
    watched: openai.OpenAI, heard: list[tuple[str, str]]
) -> None:
    stream = watched.chat.completions.create(model="m", messages=MESSAGES, stream=True)
    assert heard == []
    assert [piece.choices[0].delta.content for piece in stream] == ["4", " g"]
    assert heard == [("How much?", "4 g")]


def test_an_async_client(url: str, heard: list[tuple[str, str]]) -> None:
    async def ask() -> None:
        async with openai.AsyncOpenAI(base_url=url, api_key="none") as client:
            Watch(client, lambda question, answer: heard.append((question, answer)))
            await client.chat.completions.create(model="m", messages=MESSAGES)
            stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
            async for _ in stream:
                pass

    asyncio.run(ask())
    assert heard == [("How much?", "4 g")] * 2


def test_a_released_client_is_not_heard(url: str, heard: list[tuple[str, str]]) -> None:
    with openai.OpenAI(base_url=url, api_key="none") as client:
        Watch(client, lambda question, answer: heard.append((question, answer))).release()
        client.chat.completions.create(model="m", messages=MESSAGES)
    assert heard == []


def test_what_is_no_client_is_refused() -> None:
    with pytest.raises(TypeError, match="int is no client of openai"):
        Watch(3, lambda question, answer: None)  # noqa: ARG005
