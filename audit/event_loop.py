"""An event loop in a thread of its own, so that ordinary code can have calls in flight.

Calls are coroutines rather than threads of a pool for what threads cannot do: end a call that
trickles in byte by byte, and drop those in flight on Ctrl-C instead of waiting for each.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


class EventLoop:
    """Runs coroutines; what happens in one of them happens in its thread alone."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        # a daemon: whatever a coroutine may hang on, the process can end
        self._thread = Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def start(self, coroutine: Coroutine[object, object, T]) -> Future[T]:
        """What will come of it; cancel that to cancel the coroutine."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def close(self, *, last: Coroutine[object, object, object]) -> None:
        """End: coroutines that still run are cancelled; when they have ended, `last` is run."""
        self.start(_cancel_others()).result()
        self.start(last).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
