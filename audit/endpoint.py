"""One call to an OpenAI-compatible endpoint, its further tries, and the reading of what it returns.

- A try ends after `timeout_s` as a whole, whether nothing comes back or a byte now and then.
- `audit.retrying` says when there is a further try; each waits for its turn (`audit.rate_limit`).
- The body is read here rather than by the client, which passes on half a completion as if it were
  whole.
- Calls to this machine ignore proxy settings and redirects, so that they never leave it.
"""

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Annotated, NamedTuple

from openai import AsyncOpenAI, DefaultAsyncHttpxClient, OpenAIError
from openai.types.chat import ChatCompletionMessageParam
from pydantic import Field, TypeAdapter, ValidationError

from audit.address import is_loopback, shown_url
from audit.faults import Called, Fault, fault, unusable
from audit.prompting import Prompting
from audit.rate_limit import RateLimit
from audit.retrying import Problem, next_try
from audit.suite import LlmSpec
from audit.tokens import guessed_tokens


class Completion(NamedTuple):
    """What a model wrote, and what the endpoint says of it."""

    text: str
    model: str | None
    finish_reason: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    token_logprobs: tuple[float, ...] | None
    token_texts: tuple[str, ...] | None = None
    """As many as there are log-probabilities, where the endpoint tells them."""
    seconds: float = 0.0
    """From the first try on, its further ones with it: a user waits for them too. The wait for a
    turn under the suite's own rate limits is none of it."""

    @property
    def tokens(self) -> int | None:
        """All that it used; `None` where the endpoint does not say."""
        if self.prompt_tokens is None or self.completion_tokens is None:
            return None
        return self.prompt_tokens + self.completion_tokens


class Decoding(NamedTuple):
    """How tokens are drawn."""

    temperature: float
    seed: int


class Endpoint:
    """A model behind an OpenAI-compatible API. All of its coroutines belong to one event loop."""

    def __init__(self, spec: LlmSpec, *, base_url: str, key: str) -> None:
        self._spec = spec
        self._client = AsyncOpenAI(
            base_url=base_url,
            api_key=key,
            timeout=None,  # `_try` ends a call
            max_retries=0,  # `complete` tries again
            http_client=_local_client() if is_loopback(base_url) else None,
        )
        self._limit = RateLimit(
            requests_per_minute=spec.requests_per_minute, tokens_per_minute=spec.tokens_per_minute
        )
        self._random = Random(spec.seed)
        self._called = Called(
            url=shown_url(base_url),
            model=spec.model,
            key_env=spec.api_key_env,
            key=key,
            timeout_s=spec.timeout_s,
            constrained=spec.constrain,
        )

    async def complete(
        self,
        prompt: str,
        *,
        prompting: Prompting,
        schema: Mapping[str, object] | None,
        decoding: Decoding | None = None,
    ) -> Completion | Fault:
        """What the model makes of the prompt, held to the schema where there is one.

        It is drawn as the suite says, unless told otherwise.
        """
        decoding = decoding or Decoding(self._spec.temperature, self._spec.seed)
        most = guessed_tokens((prompting.system or "") + prompt) + prompting.max_tokens
        began: float | None = None
        failures = 0
        while True:
            await self._limit.turn(most)
            began = time.perf_counter() if began is None else began
            body = await self._try(prompt, prompting, schema, decoding)
            if isinstance(body, str):
                return self._read(body, most=most, began=began)
            failures += 1
            retry = next_try(body, failures=failures, random=self._random)
            if retry is None or failures > self._spec.retries:
                return fault(body, self._called, tries=failures)
            if retry.named:
                self._limit.pause(retry.wait_s)
            await asyncio.sleep(retry.wait_s)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.close()

    async def _try(
        self,
        prompt: str,
        prompting: Prompting,
        schema: Mapping[str, object] | None,
        decoding: Decoding,
    ) -> str | Problem:
        """The body of the reply; what went wrong where there is none."""
        try:
            async with asyncio.timeout(self._spec.timeout_s):
                return await self._post(prompt, prompting, schema, decoding)
        except (OpenAIError, TimeoutError) as problem:
            return problem

    async def _post(
        self,
        prompt: str,
        prompting: Prompting,
        schema: Mapping[str, object] | None,
        decoding: Decoding,
    ) -> str:
        options: dict[str, object] = {
            **decoding._asdict(),
            "max_tokens": prompting.max_tokens,
        }
        if prompting.stop:
            options["stop"] = list(prompting.stop)
        if self._spec.api == "chat":
            return await self._chat(prompt, prompting.system, options, schema)
        if schema:
            options["json_schema"] = schema  # llama.cpp's; the API has no such field
        if self._spec.logprobs:
            options["logprobs"] = 1
        raw = await self._client.completions.with_raw_response.create(
            model=self._spec.model, prompt=prompt, extra_body=options
        )
        return raw.http_response.text

    async def _chat(
        self,
        prompt: str,
        system: str | None,
        options: dict[str, object],
        schema: Mapping[str, object] | None,
    ) -> str:
        messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": prompt}]
        if system:
            messages.insert(0, {"role": "system", "content": system})
        if schema:
            named = {"name": "reply", "strict": True, "schema": schema}
            options["response_format"] = {"type": "json_schema", "json_schema": named}
        if self._spec.logprobs:
            options["logprobs"] = True
        raw = await self._client.chat.completions.with_raw_response.create(
            model=self._spec.model, messages=messages, extra_body=options
        )
        return raw.http_response.text

    def _read(self, text: str, *, most: int, began: float) -> Completion | Fault:
        """The completion in the body; tokens that it did not use go back to the limit."""
        seconds = time.perf_counter() - began
        try:
            body = _BODY.validate_json(text)
        except ValidationError as problem:
            first = problem.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            reason = f"{field}: {first['msg']}" if field else first["msg"]
            return unusable(text, reason, self._called)
        choice = body.choices[0]
        written = choice.text if choice.message is None else choice.message.written()
        if written is None:
            return unusable(text, "choices.0 has neither text nor message", self._called)
        completion = Completion(
            text=written,
            model=body.model,
            finish_reason=choice.finish_reason,
            prompt_tokens=body.usage.prompt_tokens if body.usage else None,
            completion_tokens=body.usage.completion_tokens if body.usage else None,
            token_logprobs=choice.logprobs.values() if choice.logprobs else None,
            token_texts=choice.logprobs.texts() if choice.logprobs else None,
            seconds=seconds,
        )
        if completion.tokens is not None:
            self._limit.give_back(most - completion.tokens)
        return completion


def _local_client() -> DefaultAsyncHttpxClient:
    return DefaultAsyncHttpxClient(trust_env=False, follow_redirects=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Usage:
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    logprob: float
    token: str | None = None
    """Its text; "" for the end of the text, which some servers list as a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Logprobs:
    content: tuple[_Token, ...] | None = None
    token_logprobs: tuple[float | None, ...] | None = None
    """The older form, which completions have."""
    tokens: tuple[str, ...] | None = None
    """Beside `token_logprobs`."""

    def values(self) -> tuple[float, ...] | None:
        """One for each token of the text; `None` where any is missing or not finite."""
        if self.content is not None:
            given: tuple[float | None, ...] = tuple(token.logprob for token in self._written())
        else:
            given = self.token_logprobs or ()
        finite = tuple(value for value in given if value is not None and math.isfinite(value))
        return finite if finite and len(finite) == len(given) else None

    def texts(self) -> tuple[str, ...] | None:
        """Of the same tokens."""
        if self.content is None:
            return self.tokens
        known = tuple(token.token for token in self._written() if token.token is not None)
        return known if len(known) == len(self._written()) else None

    def _written(self) -> tuple[_Token, ...]:
        return tuple(token for token in self.content or () if token.token != "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    content: str | None = None
    refusal: str | None = None
    """What a model writes instead, where it declines to fill in a schema."""

    def written(self) -> str:
        return self.content or self.refusal or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    text: str | None = None
    message: _Message | None = None
    finish_reason: str | None = None
    logprobs: _Logprobs | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    choices: Annotated[tuple[_Choice, ...], Field(min_length=1)]
    model: str | None = None
    usage: _Usage | None = None


_BODY = TypeAdapter(_Body)
