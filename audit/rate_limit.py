"""Keeps calls to an endpoint within its limits of requests and tokens a minute.

Calls are spread evenly instead of sent in a burst at the start of each minute: endpoints that state
a limit a minute often keep it by the second, and one that refuses a call has cost a call. So no 60
seconds hold more than the limit.

This is the virtual scheduling of the generic cell rate algorithm (ITU-T I.371), without tolerance
for bursts. Libraries of token buckets allow a burst of a whole minute, and take back nothing where
an answer was shorter than it might have been.
"""

import asyncio
import time
from collections.abc import Callable

MINUTE_S = 60.0


class RateLimit:
    """Gives each call of a subject its turn; it belongs to one event loop."""

    def __init__(
        self,
        *,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._request_s = MINUTE_S / requests_per_minute if requests_per_minute else 0.0
        self._token_s = MINUTE_S / tokens_per_minute if tokens_per_minute else 0.0
        self._clock = clock
        self._requests_free = self._tokens_free = self._resumes = clock()

    def reserve(self, tokens: float) -> float:
        """When, by the clock, a call of so many tokens may start; the next one queues behind it."""
        start = max(self._clock(), self._requests_free, self._tokens_free, self._resumes)
        self._requests_free = start + self._request_s
        self._tokens_free = start + tokens * self._token_s
        return start

    def give_back(self, tokens: float) -> None:
        """Free tokens that were reserved and not used; fewer than 0 for more than were reserved."""
        self._tokens_free -= tokens * self._token_s

    def pause(self, seconds: float) -> None:
        """Let no call start for so long: the endpoint has asked for it."""
        self._resumes = max(self._resumes, self._clock() + seconds)

    async def turn(self, tokens: float) -> None:
        """Wait until a call of so many tokens may start."""
        start = self.reserve(tokens)
        await self._until(start)
        while start < self._resumes:  # its turn fell into a pause: it queues again
            start = self.reserve(tokens)
            await self._until(start)

    async def _until(self, start: float) -> None:
        if (left := start - self._clock()) > 0:
            await asyncio.sleep(left)
