"""Records what an `openai` client is answered, without changing what its caller sees.

- Calls of `chat.completions`, `completions` and `responses` are recorded, sync and async, whole and
  streamed. A streamed answer is recorded when its last piece was read.
- It is this one client that is watched, by putting a function before its own; releasing puts things
  back. `with_raw_response` and a client's own copies (`with_options`) are not watched.
- Answers that hold no text, such as calls of tools, say nothing to check and are left out.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

Record = Callable[[str, str], None]
"""Told a question and its answer."""


class Watch:
    """A client whose answers are recorded as long as it is not released."""

    def __init__(self, client: Any, record: Record) -> None:
        self._watched: list[Any] = []
        self._record = record
        for resource in _resources(client):
            self._put_before(resource)

    def release(self) -> None:
        """The client is as it was."""
        for resource in self._watched:
            del resource.create
        self._watched.clear()

    def _put_before(self, resource: Any) -> None:
        call = resource.create

        @wraps(call)
        def create(*arguments: Any, **options: Any) -> Any:
            returned = call(*arguments, **options)
            question = _question(options)
            if inspect.isawaitable(returned):
                return self._awaited(returned, question)
            return self._seen(returned, question)

        resource.create = create
        self._watched.append(resource)

    async def _awaited(self, returned: Any, question: str) -> Any:
        return self._seen(await returned, question)

    def _seen(self, reply: Any, question: str) -> Any:
        if hasattr(reply, "__aiter__") or hasattr(reply, "__next__"):
            return _Stream(reply, lambda text: self._add(question, text))
        for text in _texts(reply):
            self._add(question, text)
        return reply

    def _add(self, question: str, text: str) -> None:
        if text.strip():
            self._record(question, text)


class _Stream:
    """A streamed answer that passes through, and is put together on the way."""

    def __init__(self, stream: Any, done: Callable[[str], None]) -> None:
        self._stream, self._done, self._texts = stream, done, dict[int, list[str]]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Iterator[Any]:
        for piece in self._stream:
            self._take(piece)
            yield piece
        self._end()

    def __next__(self) -> Any:
        try:
            piece = next(self._stream)
        except StopIteration:
            self._end()
            raise
        self._take(piece)
        return piece

    async def __aiter__(self) -> AsyncIterator[Any]:
        async for piece in self._stream:
            self._take(piece)
            yield piece
        self._end()

    def __enter__(self) -> "_Stream":
        return self

    def __exit__(self, *problem: object) -> None:
        self._stream.close()

    async def __aenter__(self) -> "_Stream":
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self._stream.close()

    def _take(self, piece: Any) -> None:
        if getattr(piece, "type", None) == "response.output_text.delta":
            self._texts.setdefault(0, []).append(piece.delta)
        for choice in getattr(piece, "choices", None) or ():
            delta = getattr(choice, "delta", None)
            text = getattr(delta, "content", None) if delta else getattr(choice, "text", None)
            if text:
                self._texts.setdefault(choice.index, []).append(text)

    def _end(self) -> None:
        texts, self._texts = self._texts, {}
        for index in sorted(texts):
            self._done("".join(texts[index]))


def _resources(client: Any) -> list[Any]:
    """What of the client answers; raises `TypeError` where it is no client of openai."""
    chat = getattr(client, "chat", None)
    found = [
        getattr(chat, "completions", None),
        getattr(client, "completions", None),
        getattr(client, "responses", None),
    ]
    having = [one for one in found if callable(getattr(one, "create", None))]
    if not having:
        raise TypeError(f"{type(client).__name__} is no client of openai; watch one of those")
    return having


def _question(options: Mapping[str, Any]) -> str:
    """What was asked last: by the last message of the user, a prompt or an input."""
    asked = options.get("messages", options.get("input", options.get("prompt", "")))
    if isinstance(asked, str):
        return asked
    messages = [one for one in asked or () if isinstance(one, Mapping)]
    of_user = [one for one in messages if one.get("role") == "user"]
    return _content(of_user[-1].get("content")) if of_user else ""


def _content(content: object) -> str:
    """The text of a message, which may be in parts."""
    if isinstance(content, str):
        return content
    parts: Sequence[object] = content if isinstance(content, Sequence) else ()
    return " ".join(
        str(part["text"]) for part in parts if isinstance(part, dict) and "text" in part
    )


def _texts(reply: Any) -> list[str]:
    """The text of every choice of a whole answer."""
    if isinstance(text := getattr(reply, "output_text", None), str):
        return [text]
    found = []
    for choice in getattr(reply, "choices", None) or ():
        message = getattr(choice, "message", None)
        text = getattr(message, "content", None) if message else getattr(choice, "text", None)
        found.append(text or "")
    return found
