"""Asks a prompted model behind an OpenAI-compatible endpoint.

- One failing case never ends an audit: it yields its error, and the next is asked.
- An endpoint that fails every case alike is not asked a thousand times. Before its first answer
  that ends the audit; later, when answers have been paid for, the rest is passed over as errors.
- Answers come in the order of the cases, with `concurrency` calls in flight; each is announced as
  soon as it is there, whatever it still waits for.
- Calls are coroutines of one event loop in a thread of its own. All of a subject, for samples and
  epochs too, keep to one limit.
"""

import os
from asyncio import Semaphore
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from audit.address import is_address, is_loopback, shown_url
from audit.budget import Budget
from audit.choice import choice_probability, read_choice
from audit.draws import Draw
from audit.endpoint import Completion, Decoding, Endpoint
from audit.event_loop import EventLoop
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

AHEAD = 8
"""Times `concurrency` that are asked for ahead of the first answer that is missing: one slow call
holds up no other until then."""

Reply: TypeAlias = Answer | Fault


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
    loop = EventLoop(f"calls of {spec.name}")
    endpoint = Endpoint(spec, base_url=base_url, key=key)
    try:
        yield LlmSubject(
            spec,
            endpoint,
            loop,
            prompts=prompts,
            parts=parts,
            loopback=is_loopback(base_url),
            timed=timed,
        )
    finally:
        loop.close(last=endpoint.close())


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
        loop: EventLoop,
        *,
        prompts: Mapping[Task, Prompting],
        parts: tuple[Component, ...],
        loopback: bool,
        timed: bool = True,
    ) -> None:
        self.name = spec.name
        self.tasks = frozenset(prompts)
        self.classifier = None
        self._spec, self._endpoint, self._loop, self._prompts = spec, endpoint, loop, prompts
        self._parts, self._loopback, self._timed = parts, loopback, timed
        self.server_pid: int | None = None
        """Of the process that serves it, where that is on this machine and ours."""
        self.budget: Budget | None = None
        """What calls may cost; a run with a cap sets it."""
        self.arrived: Callable[[Draw, Outcome], None] | None = None
        """Is told each outcome as soon as it is there, in the thread of the calls."""
        self._slots = Semaphore(spec.concurrency)
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
            epochs=spec.epochs,
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """One outcome a case, in order; see `Subject.answers`."""
        return self.draws([Draw(case) for case in cases])

    def draws(self, draws: Sequence[Draw]) -> Iterator[Outcome]:
        """One outcome a draw, in order, each epoch and sample with a seed of its own."""
        streak = _Streak(len(draws))
        for draw, reply in zip(draws, self._in_order(draws, streak), strict=True):
            if streak.end and not streak.answered:
                raise SubjectError(streak.end.sentence, subject=self.name)
            yield self._outcome(draw, reply)

    def _in_order(self, draws: Sequence[Draw], streak: "_Streak") -> Iterator[Reply]:
        """What comes of each draw, in order; at most `AHEAD` times `concurrency` are under way."""
        waiting: deque[Future[Reply]] = deque()
        left = iter(draws)
        try:
            for draw in islice(left, AHEAD * self._spec.concurrency):
                waiting.append(self._loop.start(self._drawn(draw, streak)))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(
                    self._loop.start(self._drawn(one, streak)) for one in islice(left, 1)
                )
        finally:
            for future in waiting:
                future.cancel()

    async def _drawn(self, draw: Draw, streak: "_Streak") -> Reply:
        async with self._slots:
            reply = streak.end or await self._ask_within_budget(draw)
        streak.add(reply)
        if self.arrived:
            self.arrived(draw, self._outcome(draw, reply))
        return reply

    def _outcome(self, draw: Draw, reply: Reply) -> Outcome:
        return reply if isinstance(reply, Answer) else self._error(draw.case, reply.sentence)

    def _error(self, case: Case, message: str) -> SubjectError:
        return SubjectError(message, subject=self.name, case_id=case.id)

    async def _ask_within_budget(self, draw: Draw) -> Reply:
        budget = self.budget
        if budget and budget.is_spent:
            return Fault(budget.refusal)
        reply = await self._ask(draw)
        if budget and isinstance(reply, Answer):
            budget.spend(self._spent(draw.case, reply))
        return reply

    def _spent(self, case: Case, answer: Answer) -> float:
        """What the answer has cost; guessed from its length where the endpoint does not say."""
        price = self._spec.price
        if answer.cost is not None or price is None:
            return answer.cost or 0.0
        written = guessed_tokens(self.prompt(case)), guessed_tokens(answer.text)
        return cost_of(*written, price)

    async def _ask(self, draw: Draw) -> Reply:
        case = draw.case
        prompting = self._prompts[case.task]
        reply = await self._endpoint.complete(
            prompting.render(case.text),
            prompting=prompting,
            schema=prompting.schema if self._spec.constrain else None,
            decoding=self._decoding(draw),
        )
        if isinstance(reply, Fault):
            return reply
        answer = _answer(reply, reply.seconds if self._timed else None, self._spec.price)
        if case.task is Task.ANSWER:
            return answer
        choice = read_choice(reply.text, prompting.labels)
        return replace(
            answer,
            label=choice.label,
            declined=choice.declined,
            choice_probability=choice_probability(choice, reply.token_texts, reply.token_logprobs),
        )

    def _decoding(self, draw: Draw) -> Decoding:
        """Epochs count seeds up from that of the suite, and so do samples."""
        seed = self._spec.seed
        if draw.sample is not None:
            own = self._spec.temperature if draw.temperature is None else draw.temperature
            return Decoding(own, seed + draw.sample)
        return Decoding(self._spec.temperature, seed + (draw.epoch or 1) - 1)

    def _prompts_parts(self) -> Iterator[Component]:
        for task, prompting in sorted(self._prompts.items()):
            yield Component(
                role="prompts",
                name=task.value,
                sha256=prompting.sha256,
                facts={"examples": len(prompting.examples), "max_tokens": prompting.max_tokens},
            )


class _Streak:
    """Counts calls that failed alike in a row, and tells when asking on is hopeless.

    It counts as they end: what is known to be hopeless is asked no further, whoever waits for what.
    """

    def __init__(self, cases: int) -> None:
        self.answered = False
        self.end: Fault | None = None
        """Why no further case is asked; calls in flight are still waited for, as they may cost."""
        self._cases = cases
        self._length = 0
        self._alike = ""

    def add(self, reply: Reply) -> None:
        if isinstance(reply, Answer):
            self.answered, self._length = True, 0
            return
        self._length = self._length + 1 if reply.alike == self._alike else 1
        self._alike = reply.alike
        patience = REFUSALS if reply.final and not self.answered else OUTAGE
        if reply.alike and self._length >= min(patience, self._cases) and not self.end:
            count = f"{self._length} cases in a row" if self._length > 1 else "1 case"
            self.end = Fault(f"gave up after {count}: {reply.sentence}")


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
