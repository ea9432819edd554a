"""When a failed call is made again, and after how long.

- Again: statuses 408, 409, 429 and from 500 on, broken connections, and no answer in time; an
  `x-should-retry` header of the endpoint overrules that.
- An endpoint that names a time (`Retry-After` of RFC 9110, in seconds or as a date, or
  `retry-after-ms`) is taken at its word, and a tenth of that more at most, so that calls do not
  come back all at once. Where it names more than `MOST_WAIT_S` the call is given up: to come back
  earlier would break its word, and to wait longer would look like a hang.
- Otherwise the wait doubles from half a second to eight, of which a random half is left out.

The openai client has such rules too, but other ones from version to version.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import NamedTuple, TypeAlias

from openai import APIConnectionError, APIStatusError, OpenAIError

FIRST_WAIT_S = 0.5
LONGEST_BACK_OFF_S = 8.0
MOST_WAIT_S = 120.0
"""The longest time that an endpoint may name."""


Problem: TypeAlias = OpenAIError | TimeoutError
"""Why a try brought no reply; a `TimeoutError` where it took too long as a whole."""


class Retry(NamedTuple):
    """A further try."""

    wait_s: float
    named: bool
    """Whether the endpoint named the time, which then holds for all calls to it."""


def next_try(problem: Problem, *, failures: int, random: Random) -> Retry | None:
    """How to go on after so many failures of one call, from 1; `None` where nothing can help."""
    if isinstance(problem, APIStatusError):
        headers = problem.response.headers
        named = named_wait(headers)
        if not _is_passing(problem.status_code, headers) or (named or 0.0) > MOST_WAIT_S:
            return None
        if named is not None:
            return Retry(named * (1 + 0.1 * random.random()), named=True)
    elif not isinstance(problem, APIConnectionError | TimeoutError):
        return None
    longest = min(FIRST_WAIT_S * 2 ** min(failures - 1, 10), LONGEST_BACK_OFF_S)
    return Retry(longest * (1 - 0.5 * random.random()), named=False)


def named_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the endpoint asks to wait, from 0; `None` where it names no time."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        seconds = _number(headers.get(name, ""))
        if seconds is not None:
            return max(seconds * unit, 0.0)
    until = _date(headers.get("retry-after", ""))
    if until is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)  # its own clock, which may be off
    return max((until - now).total_seconds(), 0.0)


def _is_passing(status: int, headers: Mapping[str, str]) -> bool:
    match headers.get("x-should-retry"):
        case "true":
            return True
        case "false":
            return False
    return status in (408, 409, 429) or status >= 500


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return None if math.isnan(number) else number


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
