"""Says in one sentence why an endpoint gave no answer: where, what it said, and the cure."""

import json
from http import HTTPStatus
from typing import NamedTuple

from openai import APIConnectionError, APIStatusError, APITimeoutError

from audit.retrying import MOST_WAIT_S, Problem, named_wait

SHOWN = 120
"""Characters of an endpoint's own words that are passed on."""


class Fault(NamedTuple):
    """Why a call failed."""

    sentence: str
    alike: str = ""
    """The same for faults of the same cause; "" where the cause lies in this one case."""
    final: bool = False
    """No further call can do better until a person has changed something."""


class Called(NamedTuple):
    """What a person must know of an endpoint to cure a fault."""

    url: str
    model: str
    key_env: str
    key: str
    timeout_s: float
    constrained: bool


def fault(problem: Problem, called: Called, *, tries: int) -> Fault:
    """What went wrong in a call that was given up after so many tries."""
    match problem:
        case APITimeoutError() | TimeoutError():
            return Fault(
                f"{called.url} gave no answer within {called.timeout_s:g} s, {_tries(tries)}; "
                "raise timeout_s or lower concurrency",
                alike="timeout",
            )
        case APIConnectionError():
            return _connection(problem, called, tries)
        case APIStatusError():
            return _status(problem, called, tries)
    return Fault(f"the call to {called.url} failed: {_words(str(problem), called)}")


def unusable(body: str, reason: str, called: Called) -> Fault:
    """What went wrong where the endpoint answered with something that is no completion."""
    return Fault(
        f"{called.url} answered 200 with no completion ({reason}): {_words(body, called)}; "
        "check that base_url is an OpenAI-compatible API",
        alike="unusable",
    )


def _connection(problem: APIConnectionError, called: Called, tries: int) -> Fault:
    root: BaseException = problem
    while root.__cause__ or root.__context__:
        root = root.__cause__ or root.__context__ or root
    if isinstance(root, ConnectionRefusedError):
        return Fault(
            f"nothing listens at {called.url} (connection refused); start the endpoint or correct "
            "base_url",
            alike="refused",
            final=True,
        )
    return Fault(
        f"the connection to {called.url} broke before an answer was there, {_tries(tries)}: "
        f"{_words(str(root) or type(root).__name__, called)}; check base_url, the network and the "
        "endpoint's log",
        alike="connection",
    )


def _status(problem: APIStatusError, called: Called, tries: int) -> Fault:
    status = problem.status_code
    said = _words(_message(problem), called)
    asked = f", {_tries(tries)}" if status in (408, 409, 429) or status >= 500 else ""
    sentence = f"{called.url} answered {status} {_phrase(status)}{asked}: {said}; "
    case_alone = status in (400, 413, 422)
    return Fault(
        sentence + (_too_long(problem) or _cure(status, called)),
        alike="" if case_alone else str(status),
        final=status in (401, 403, 404),
    )


def _too_long(problem: APIStatusError) -> str:
    """Where the endpoint names a time that no call waits for."""
    named = named_wait(problem.response.headers)
    if named is None or named <= MOST_WAIT_S:
        return ""
    return (
        f"it asks to wait {named:.0f} s, and no call waits longer than {MOST_WAIT_S:.0f} s; "
        "go on with --resume when its limit has passed"
    )


def _cure(status: int, called: Called) -> str:
    match status:
        case 401 | 403:
            return f"set {called.key_env} to a key that may use this endpoint"
        case 404:
            return f"check the model {called.model!r}, and that base_url ends as its API does (/v1)"
        case 429:
            return (
                "state its limit as requests_per_minute, lower concurrency, raise retries, or wait "
                "for the limit to pass"
            )
        case 400 | 422 if called.constrained:
            return "shorten the prompt, or set `constrain: false` if it takes no JSON schema"
        case _ if status >= 500:
            return "see the endpoint's log"
    return "correct the suite's subject, or the endpoint"


def _message(problem: APIStatusError) -> str:
    """The endpoint's own words: its error message, or else its body."""
    text = problem.response.text
    try:
        body = json.loads(text)
    except ValueError:
        return text
    error = body.get("error", body) if isinstance(body, dict) else body
    message = error.get("message") if isinstance(error, dict) else error
    return message if isinstance(message, str) else text


def _words(said: str, called: Called) -> str:
    """What was said, on one line, short, and without the key, which some endpoints repeat."""
    line = " ".join(said.split()) or "(nothing)"
    line = line.replace(called.key, "***") if len(called.key) > 6 else line
    return repr(line if len(line) <= SHOWN else line[:SHOWN].rstrip() + " ...")


def _tries(tries: int) -> str:
    return f"asked {tries} times" if tries > 1 else "asked once"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(an unknown status)"
