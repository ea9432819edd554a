"""Asks a prompted model behind an OpenAI-compatible endpoint.

- One failing case never ends an audit: it yields its error, and the next is asked.
- An endpoint that fails every case alike is not asked a thousand times. Before its first answer
  that ends the audit; later, when answers have been paid for, the rest is passed over as errors.
- Answers come in the order of the cases, with `concurrency` calls in flight.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import BoundedSemaphore
from time import perf_counter
from typing import NamedTuple

from audit.address import is_address, is_loopback, shown_url
from audit.budget import Budget
from audit.choice import read_choice
from audit.endpoint import Completion, Decoding, Endpoint
from audit.faults import Fault
from audit.progress import Progress
from audit.prompting import Prompting, load_prompts
from audit.subjects import Outcome, Subject
from audit.suite import LlmSpec, Price
from audit.tokens import cost_of, guessed_tokens
from detectors.errors import SubjectError
from detectors.records import Answer, Case, Task
from reports.run import Component, SubjectPlan

REFUSALS = 3
"""Cases refused alike (no connection, key or model) before any answer that end the asking."""

OUTAGE = 10
"""Cases failing alike in a row, whatever the cause, that end the asking."""


@contextmanager
def opened_llm(
    spec: LlmSpec,
    *,
    labels: tuple[str, ...],
    cache: Path,  # noqa: ARG001 - the signature is that of every opener
    timed: bool,
    progress: Progress,  # noqa: ARG001
) -> Iterator[Subject]:
    """The model behind `spec.base_url`, with prompts checked and the key at hand."""
    prompts = load_prompts(spec.prompts, labels=labels, chat=spec.api == "chat")
    with opened_endpoint(spec, prompts, timed=timed) as subject:
        yield subject


@contextmanager
def opened_endpoint(
    spec: LlmSpec, prompts: Mapping[Task, Prompting], *, timed: bool
) -> Iterator["LlmSubject"]:
    """The model behind `spec.base_url` with prompts that are ready, and the key at hand."""
    base_url = spec.base_url or ""
    if not is_address(base_url):
        raise SubjectError(
            f"base_url {base_url!r} is no web address such as http://127.0.0.1:8000/v1",
            subject=spec.name,
        )
    model = Component(role="model", name=spec.model, facts={"base_url": shown_url(base_url)})
    key = _key(spec, base_url)
    with serving(
        spec, base_url=base_url, key=key, prompts=prompts, parts=(model,), timed=timed
    ) as subject:
        yield subject


@contextmanager
def serving(
    spec: LlmSpec,
    *,
    base_url: str,
    key: str,
    prompts: Mapping[Task, Prompting],
    parts: tuple[Component, ...],
    timed: bool,
) -> Iterator["LlmSubject"]:
    """A subject that asks the endpoint, and lets go of it at the end."""
    endpoint = Endpoint(spec, base_url=base_url, key=key)
    try:
        yield LlmSubject(
            spec,
            endpoint,
            prompts=prompts,
            parts=parts,
            loopback=is_loopback(base_url),
            timed=timed,
        )
    finally:
        endpoint.close()


def _key(spec: LlmSpec, base_url: str) -> str:
    """The key from the environment; an endpoint on this machine may have none."""
    key = os.environ.get(spec.api_key_env, "").strip()
    if key or is_loopback(base_url):
        return key or "none"
    raise SubjectError(
        f"{shown_url(base_url)} needs a key, and the environment variable {spec.api_key_env} is "
        "not set; set it, or name another with api_key_env",
        subject=spec.name,
    )


class LlmSubject:
    """A prompted model under audit."""

    def __init__(
        self,
        spec: LlmSpec,
        endpoint: Endpoint,
        *,
        prompts: Mapping[Task, Prompting],
        parts: tuple[Component, ...],
        loopback: bool,
        timed: bool = True,
    ) -> None:
        self.name = spec.name
        self.tasks = frozenset(prompts)
        self.classifier = None
        self._spec, self._endpoint, self._prompts = spec, endpoint, prompts
        self._parts, self._loopback, self._timed = parts, loopback, timed
        self.server_pid: int | None = None
        """Of the process that serves it, where that is on this machine and ours."""
        self.budget: Budget | None = None
        """What calls may cost; a run with a cap sets it."""
        self._slots = BoundedSemaphore(spec.concurrency)
        """Held by every call: samples are asked for while answers still come in."""

    @property
    def prompts(self) -> dict[str, str]:
        """The prompt of each task, with a mark where the case goes."""
        return {task.value: self._prompts[task].shown() for task in sorted(self._prompts)}

    def prompt(self, case: Case) -> str:
        """The prompt that the case is asked with."""
        return self._prompts[case.task].render(case.text)

    def plan(self) -> SubjectPlan:
        spec = self._spec
        return SubjectPlan(
            name=spec.name,
            kind=spec.kind,
            tasks=tuple(sorted(self.tasks)),
            detectors=spec.detectors,
            components=(*self._parts, *self._prompts_parts(), _decoding(spec)),
            loopback=self._loopback,
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """One outcome a case, in order; see `Subject.answers`."""
        return self._outcomes([_Ask(case) for case in cases])

    def samples(
        self, cases: Sequence[Case], *, n: int, temperature: float, after: int = 0
    ) -> Iterator[Outcome]:
        """`n` outcomes a case, each drawn with a seed of its own; see `Repeatable.samples`."""
        decodings = [Decoding(temperature, self._spec.seed + at) for at in range(after + 1, n + 1)]
        return self._outcomes([_Ask(case, decoding) for case in cases for decoding in decodings])

    def _outcomes(self, asks: Sequence["_Ask"]) -> Iterator[Outcome]:
        streak = _Streak(len(asks))

        def ask(one: _Ask) -> Answer | Fault:
            with self._slots:
                return streak.end or self._ask_within_budget(one)

        replies = _in_order(ask, asks, at_once=self._spec.concurrency)
        for one, reply in zip(asks, replies, strict=True):
            streak.add(reply)
            if streak.end and not streak.answered:
                raise SubjectError(streak.end.sentence, subject=self.name)
            yield reply if isinstance(reply, Answer) else self._error(one.case, reply.sentence)

    def _error(self, case: Case, message: str) -> SubjectError:
        return SubjectError(message, subject=self.name, case_id=case.id)

    def _ask_within_budget(self, ask: "_Ask") -> Answer | Fault:
        budget = self.budget
        if budget and budget.is_spent:
            return Fault(budget.refusal)
        reply = self._ask(ask)
        if budget and isinstance(reply, Answer):
            budget.spend(self._spent(ask, reply))
        return reply

    def _spent(self, ask: "_Ask", answer: Answer) -> float:
        """What the answer has cost; guessed from its length where the endpoint does not say."""
        price = self._spec.price
        if answer.cost is not None or price is None:
            return answer.cost or 0.0
        written = guessed_tokens(self.prompt(ask.case)), guessed_tokens(answer.text)
        return cost_of(*written, price)

    def _ask(self, ask: "_Ask") -> Answer | Fault:
        case = ask.case
        prompting = self._prompts[case.task]
        schema = prompting.schema if self._spec.constrain else None
        prompt = prompting.render(case.text)
        began = perf_counter()
        reply = self._endpoint.complete(
            prompt, prompting=prompting, schema=schema, decoding=ask.decoding
        )
        seconds = perf_counter() - began  # with the client's retries: a user waits for them too
        if isinstance(reply, Fault):
            return reply
        answer = _answer(reply, seconds if self._timed else None, self._spec.price)
        if case.task is Task.ANSWER:
            return answer
        choice = read_choice(reply.text, prompting.labels)
        return replace(answer, label=choice.label, declined=choice.declined)

    def _prompts_parts(self) -> Iterator[Component]:
        for task, prompting in sorted(self._prompts.items()):
            yield Component(
                role="prompts",
                name=task.value,
                sha256=prompting.sha256,
                facts={"examples": len(prompting.examples), "max_tokens": prompting.max_tokens},
            )


class _Ask(NamedTuple):
    """One call to make."""

    case: Case
    decoding: Decoding | None = None
    """`None` for that of the suite."""


class _Streak:
    """Counts cases that failed alike in a row, and tells when asking on is hopeless."""

    def __init__(self, cases: int) -> None:
        self.answered = False
        self.end: Fault | None = None
        """Why no further case is asked; calls in flight are still waited for, as they may cost."""
        self._cases = cases
        self._length = 0
        self._alike = ""

    def add(self, reply: Answer | Fault) -> None:
        if isinstance(reply, Answer):
            self.answered, self._length = True, 0
            return
        self._length = self._length + 1 if reply.alike == self._alike else 1
        self._alike = reply.alike
        patience = REFUSALS if reply.final and not self.answered else OUTAGE
        if reply.alike and self._length >= min(patience, self._cases) and not self.end:
            count = f"{self._length} cases in a row" if self._length > 1 else "1 case"
            self.end = Fault(f"gave up after {count}: {reply.sentence}")


def _in_order(
    ask: Callable[[_Ask], Answer | Fault], asks: Sequence[_Ask], *, at_once: int
) -> Iterator[Answer | Fault]:
    """What `ask` makes of each, in order; at most twice `at_once` are asked ahead."""
    pool = ThreadPoolExecutor(at_once)
    waiting: deque[Future[Answer | Fault]] = deque()
    left = iter(asks)
    try:
        waiting.extend(pool.submit(ask, one) for one in islice(left, 2 * at_once))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(ask, one) for one in islice(left, 1))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _answer(reply: Completion, seconds: float | None, price: Price | None) -> Answer:
    return Answer(
        text=reply.text,
        latency_s=seconds,
        prompt_tokens=reply.prompt_tokens,
        completion_tokens=reply.completion_tokens,
        cost=_cost(reply, price) if price else None,
        token_logprobs=reply.token_logprobs,
        model=reply.model,
        finish_reason=reply.finish_reason,
    )


def _cost(reply: Completion, price: Price) -> float | None:
    if reply.prompt_tokens is None or reply.completion_tokens is None:
        return None
    return cost_of(reply.prompt_tokens, reply.completion_tokens, price)


def _decoding(spec: LlmSpec) -> Component:
    return Component(
        role="decoding",
        name=spec.api,
        facts={
            "temperature": spec.temperature,
            "seed": spec.seed,
            "constrain": spec.constrain,
            "concurrency": spec.concurrency,
        },
    )
