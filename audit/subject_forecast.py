"""Tells what one subject of a suite would be asked, from its prompts and what was recorded of it.

Tokens are those of its recording where there is one. Without it those of the prompts are guessed,
a token for every four characters, and an answer is taken to be as long as it may be.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from audit.address import shown_url
from audit.prompting import Prompting, load_prompts
from audit.rate_limit import MINUTE_S
from audit.recording import read_recording
from audit.suite import LlmSpec, ReplaySpec, SlmSpec, SubjectSpec, Suite
from audit.tokens import cost_of, guessed_tokens
from detectors.records import Case, Task
from reports.run import Component


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectForecast:
    """What a subject is and would be asked; `None` is not known."""

    name: str
    kind: str
    tasks: tuple[Task, ...]
    detectors: tuple[str, ...]
    components: tuple[Component, ...]
    """What identifies it without opening it: names and digests of files."""
    cases: int
    calls: int
    """To an endpoint; 0 for a small model and for a recording."""
    prompt_tokens: int
    completion_tokens: int | None
    """As in the recording."""
    completion_tokens_most: int
    recorded: str | None
    """When the recording was made that the estimate rests on."""
    cost: float | None
    """If answers are as long as in the recording, in the suite's currency."""
    cost_most: float | None
    """If every answer is as long as it may be."""
    seconds: float | None
    """If answers take as long as in the recording, and at least what the rate limits ask."""
    uncounted: tuple[str, ...] = ()
    """Calls that are not in the estimate: they depend on the answers, or are of a curve."""


def forecast_subject(spec: SubjectSpec, suite: Suite) -> SubjectForecast:
    """What the subject would be asked of the suite's cases."""
    match spec:
        case SlmSpec():
            return _without_calls(spec, suite, (Task.CLASSIFY,), tuple(_slm_parts(spec)))
        case ReplaySpec():
            header, _ = read_recording(spec.recording)
            parts = (*header.components, _file("recording", spec.recording))
            return _without_calls(spec, suite, header.tasks, parts)
        case LlmSpec():
            return _llm(spec, suite)


def _without_calls(
    spec: SlmSpec | ReplaySpec, suite: Suite, tasks: Sequence[Task], parts: Sequence[Component]
) -> SubjectForecast:
    return SubjectForecast(
        name=spec.name,
        kind=spec.kind,
        tasks=tuple(tasks),
        detectors=spec.detectors,
        components=tuple(parts),
        cases=sum(case.task in tasks for case in suite.cases),
        calls=0,
        prompt_tokens=0,
        completion_tokens=0,
        completion_tokens_most=0,
        recorded=None,
        cost=0.0,
        cost_most=0.0,
        seconds=None,
    )


def _slm_parts(spec: SlmSpec) -> Iterator[Component]:
    yield Component(role="base" if spec.train else "model", name=Path(spec.model).name)
    if spec.train:
        yield _file("training file", spec.train)


def _llm(spec: LlmSpec, suite: Suite) -> SubjectForecast:
    prompts = load_prompts(spec.prompts, labels=suite.file.labels, chat=spec.api == "chat")
    asked = [case for case in suite.cases if case.task in prompts]
    again = suite.file.consistency.samples if "consistency" in spec.detectors else 0
    repeats = [(case, spec.epochs + (again if case.task is Task.ANSWER else 0)) for case in asked]
    calls = sum(times for _, times in repeats)
    past = _past(suite, spec)
    prompt_tokens = _prompt_tokens(repeats, prompts)
    most = sum(prompts[case.task].max_tokens * times for case, times in repeats)
    written = None
    if past and past.prompt_tokens is not None and past.completion_tokens is not None:
        prompt_tokens = round(past.prompt_tokens * calls)
        written = round(past.completion_tokens * calls)
    price, likely = spec.price, None
    if price and written is not None:
        likely = cost_of(prompt_tokens, written, price)
    latency = past.latency_s if past else None
    return SubjectForecast(
        name=spec.name,
        kind=spec.kind,
        tasks=tuple(sorted(prompts)),
        detectors=spec.detectors,
        components=(_model(spec), *_prompt_parts(prompts)),
        cases=len(asked),
        calls=calls,
        prompt_tokens=prompt_tokens,
        completion_tokens=written,
        completion_tokens_most=most,
        recorded=past.recorded if past else None,
        cost=likely,
        cost_most=cost_of(prompt_tokens, most, price) if price else None,
        seconds=_seconds(
            spec, calls, prompt_tokens + (most if written is None else written), latency
        ),
        uncounted=tuple(_uncounted(spec, suite)),
    )


def _seconds(spec: LlmSpec, calls: int, tokens: int, latency: float | None) -> float | None:
    """The longest of what the calls take and what their limits ask; `None` where none is known."""
    known = [] if latency is None else [latency * calls / spec.concurrency]
    if spec.requests_per_minute:
        known.append(calls / spec.requests_per_minute * MINUTE_S)
    if spec.tokens_per_minute:
        known.append(tokens / spec.tokens_per_minute * MINUTE_S)
    return max(known, default=None)


def _uncounted(spec: LlmSpec, suite: Suite) -> Iterator[str]:
    if "judge" in spec.detectors:
        yield "judge: a call or more for each answer"
    curve = suite.file.learning_curve
    if curve and curve.shots and Task.CLASSIFY in spec.prompts:
        asked = sum(bool(case.label) and curve.cases in case.tags for case in suite.cases)
        points = sum(curve.repeats if shots else 1 for shots in curve.shots)
        most = curve.shots[-1]
        yield f"learning curve: {asked * points:,} calls, with up to {most} examples each"


def _prompt_tokens(repeats: Sequence[tuple[Case, int]], prompts: Mapping[Task, Prompting]) -> int:
    total = 0
    for case, times in repeats:
        prompting = prompts[case.task]
        text = (prompting.system or "") + prompting.render(case.text)
        total += guessed_tokens(text) * times
    return total


class _Past(NamedTuple):
    """Means over the answers of a recording."""

    recorded: str
    prompt_tokens: float | None
    completion_tokens: float | None
    latency_s: float | None


def _past(suite: Suite, spec: LlmSpec) -> _Past | None:
    path = suite.recordings / f"{spec.name}.jsonl"
    if not path.is_file():
        return None
    header, rows = read_recording(path)
    answers = [row.answer for row in rows if row.answer is not None]
    return _Past(
        recorded=header.recorded,
        prompt_tokens=_mean([answer.prompt_tokens for answer in answers]),
        completion_tokens=_mean([answer.completion_tokens for answer in answers]),
        latency_s=_mean([answer.latency_s for answer in answers]),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _model(spec: LlmSpec) -> Component:
    url = {"base_url": shown_url(spec.base_url)} if spec.base_url else None
    return Component(role="model", name=Path(spec.model).name, facts=url)


def _prompt_parts(prompts: Mapping[Task, Prompting]) -> Iterator[Component]:
    for task, prompting in sorted(prompts.items()):
        yield Component(role="prompts", name=task.value, sha256=prompting.sha256)


def _file(role: str, path: Path) -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(role=role, name=path.name, sha256=digest)
