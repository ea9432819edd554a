"""Calls are spread over time, by a clock that the test turns."""

import asyncio
from itertools import pairwise

import pytest

from audit.rate_limit import RateLimit


class Clock:
    """Seconds, as the test says."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def limit(clock: Clock, *, requests: float | None = None, tokens: float | None = None) -> RateLimit:
    return RateLimit(requests_per_minute=requests, tokens_per_minute=tokens, clock=clock)


def test_without_a_limit_every_call_starts_at_once() -> None:
    none = limit(Clock())
    assert [none.reserve(10**6) for _ in range(3)] == [1000.0] * 3


def test_requests_are_spread_evenly() -> None:
    spread = limit(Clock(), requests=120)
    assert [spread.reserve(1) for _ in range(4)] == [1000.0, 1000.5, 1001.0, 1001.5]


def test_a_call_waits_as_long_as_the_tokens_before_it_take() -> None:
    spread = limit(Clock(), tokens=6000)
    assert [spread.reserve(tokens) for tokens in (100, 600, 1)] == [1000.0, 1001.0, 1007.0]


def test_the_stricter_of_two_limits_decides() -> None:
    spread = limit(Clock(), requests=60, tokens=6000)
    assert [spread.reserve(tokens) for tokens in (10, 500, 10)] == [1000.0, 1001.0, 1006.0]


@pytest.mark.parametrize(("requests", "calls"), [(7, 40), (60, 200), (600, 2000)])
def test_no_minute_holds_more_than_the_limit(requests: int, calls: int) -> None:
    spread = limit(Clock(), requests=requests)
    starts = [spread.reserve(0) for _ in range(calls)]
    for start in starts:
        assert sum(start <= other < start + 60 - 1e-6 for other in starts) <= requests


def test_time_that_passed_unused_is_not_saved_up() -> None:
    clock = Clock()
    spread = limit(clock, requests=60)
    spread.reserve(1)
    clock.now += 3600
    assert [spread.reserve(1) for _ in range(2)] == [clock.now, clock.now + 1]


def test_tokens_that_were_not_used_let_the_next_call_start_earlier() -> None:
    spread = limit(Clock(), tokens=6000)
    spread.reserve(600)
    spread.give_back(500)
    assert spread.reserve(1) == 1001.0


def test_a_pause_holds_for_every_call_and_the_spacing_after_it() -> None:
    spread = limit(Clock(), requests=60)
    spread.pause(30)
    spread.pause(5)
    assert [spread.reserve(1) for _ in range(2)] == [1030.0, 1031.0]


def test_calls_that_wait_when_a_pause_begins_queue_again() -> None:
    async def starts() -> list[float]:
        spread = RateLimit(requests_per_minute=1200)
        loop, seen = asyncio.get_running_loop(), []
        began = loop.time()

        async def call() -> None:
            await spread.turn(1)
            seen.append(loop.time() - began)

        await call()
        waiting = [asyncio.create_task(call()) for _ in range(3)]
        await asyncio.sleep(0)
        spread.pause(0.3)
        await asyncio.gather(*waiting)
        return seen

    first, *rest = asyncio.run(starts())
    assert first < 0.3 <= rest[0]
    assert all(later - sooner > 0.03 for sooner, later in pairwise(rest))
