"""An event loop in a thread of its own, so that ordinary code can have calls in flight.

Calls are coroutines rather than threads of a pool for what threads cannot do: end a call that
trickles in byte by byte, and drop those in flight on Ctrl-C instead of waiting for each.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar, cast

T = TypeVar("T")


class EventLoop:
    """Runs coroutines; what happens in one of them happens in its thread alone."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._started: set[Future[object]] = set()
        # a daemon: whatever a coroutine may hang on, the process can end
        self._thread = Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def start(self, coroutine: Coroutine[object, object, T]) -> Future[T]:
        """What will come of it; cancel that to cancel the coroutine."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        started = cast("Future[object]", future)
        self._started.add(started)
        started.add_done_callback(self._started.discard)
        return future

    def close(self, *, last: Coroutine[object, object, object]) -> None:
        """End: coroutines that still run are cancelled; when they have ended, `last` is run."""
        for future in list(self._started):
            future.cancel()
        self.start(_after_others(last)).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _after_others(last: Coroutine[object, object, object]) -> None:
    """Tasks that a coroutine has begun end with it; to cancel those too would end them half-way."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others)
    await last
