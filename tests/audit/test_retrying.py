"""Which failures are tried again, and after how long."""

from email.utils import formatdate
from random import Random

import httpx2
import pytest
from openai import APIConnectionError, APIStatusError, OpenAIError

from audit.retrying import LONGEST_BACK_OFF_S, MOST_WAIT_S, Problem, named_wait, next_try

NOON = 1_700_000_000
CALL = httpx2.Request("POST", "http://127.0.0.1/v1")


def failed(status: int, **headers: str) -> APIStatusError:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = httpx2.Response(status, headers=given, request=CALL)
    return APIStatusError("failed", response=response, body=None)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "7", "retry-after-ms": "1500"}, 1.5),
        ({"retry-after": formatdate(NOON + 90), "date": formatdate(NOON)}, 90.0),
        ({"retry-after": formatdate(NOON - 90), "date": formatdate(NOON)}, 0.0),
        ({"retry-after": formatdate(NOON)}, 0.0),
    ],
)
def test_the_time_that_an_endpoint_names(headers: dict[str, str], seconds: float | None) -> None:
    assert named_wait(headers) == seconds


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (failed(408), True),
        (failed(409), True),
        (failed(429), True),
        (failed(500), True),
        (failed(599), True),
        (APIConnectionError(request=CALL), True),
        (TimeoutError(), True),
        (failed(400), False),
        (failed(401), False),
        (failed(404), False),
        (failed(422), False),
        (OpenAIError("a defect of the client"), False),
        (failed(500, x_should_retry="false"), False),
        (failed(400, x_should_retry="true"), True),
        (failed(429, retry_after="120"), True),
        (failed(429, retry_after="121"), False),
        (failed(429, retry_after="inf"), False),
    ],
)
def test_only_what_may_pass_is_tried_again(problem: Problem, again: bool) -> None:
    assert (next_try(problem, failures=1, random=Random(0)) is not None) is again


@pytest.mark.parametrize(
    ("failures", "least", "most"),
    [(1, 0.25, 0.5), (2, 0.5, 1), (4, 2, 4), (5, 4, 8), (6, 4, 8), (5000, 4, LONGEST_BACK_OFF_S)],
)
def test_the_wait_doubles_up_to_a_bound_and_is_half_random(
    failures: int, least: float, most: float
) -> None:
    waits = [wait(failed(500), failures=failures, seed=seed) for seed in range(200)]
    assert least <= min(waits) < max(waits) <= most
    assert max(waits) - min(waits) > 0.4 * most


@pytest.mark.parametrize("named", [0.0, 2.0, MOST_WAIT_S])
def test_a_time_that_is_named_is_kept_and_exceeded_by_a_tenth_at_most(named: float) -> None:
    waits = [wait(failed(429, retry_after=f"{named:g}"), seed=seed) for seed in range(200)]
    assert named <= min(waits) <= max(waits) <= 1.1 * named


def test_only_a_time_that_the_endpoint_names_holds_for_other_calls() -> None:
    named, own = (
        next_try(problem, failures=1, random=Random(0))
        for problem in (failed(429, retry_after="1"), failed(429))
    )
    assert named is not None
    assert own is not None
    assert (named.named, own.named) == (True, False)


def test_the_same_seed_waits_the_same() -> None:
    assert wait(failed(500), seed=3) == wait(failed(500), seed=3)


def wait(problem: Problem, *, failures: int = 1, seed: int = 0) -> float:
    retry = next_try(problem, failures=failures, random=Random(seed))
    assert retry is not None
    return retry.wait_s
