"""Opens a prompted model for a learning curve: one server or client, many prompts, all recorded."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

from audit.budget import Budget, Priced
from audit.large_curve import Asked
from audit.llm import LlmSubject, opened_endpoint
from audit.local import opened_server
from audit.prompting import Prompting
from audit.recorder import Journals
from audit.recording import ReplaySubject, read_recording
from audit.subjects import Subject
from audit.suite import LlmSpec, ReplaySpec
from detectors.errors import RecordError
from detectors.records import Task

Prompted: TypeAlias = Callable[[Mapping[Task, Prompting]], AbstractContextManager[LlmSubject]]
"""The model with these prompts, open while it is asked."""


@contextmanager
def opened_calls(
    spec: LlmSpec,
    *,
    labels: tuple[str, ...],
    cache: Path,
    journals: Journals,
    stack: ExitStack,
    replay: Path | None,
    budget: Budget | None,
) -> Iterator[Asked]:
    """The model, to be asked with one prompt after another.

    The answers of a point become the recording `NAME-POINT.jsonl`, or come from it in the folder
    `replay`. Journals are held open as long as the stack.
    """
    if replay:
        yield partial(_replayed, spec, labels, replay)
        return
    with _opened(spec, cache) as prompted:
        yield partial(_recorded, spec.name, prompted, journals, stack, budget)


@contextmanager
def _opened(spec: LlmSpec, cache: Path) -> Iterator[Prompted]:
    if spec.kind == "local":
        with opened_server(spec, cache, log=f"{spec.name}-curve-llama.log", timed=True) as prompted:
            yield prompted
    else:
        yield partial(opened_endpoint, spec, timed=True)


@contextmanager
def _recorded(
    name: str,
    prompted: Prompted,
    journals: Journals,
    stack: ExitStack,
    budget: Budget | None,
    prompting: Prompting,
    point: str,
) -> Iterator[Subject]:
    with prompted({Task.CLASSIFY: prompting}) as subject:
        if isinstance(subject, Priced):
            subject.budget = budget
        yield stack.enter_context(journals.recorder(subject, f"{name}-{point}.jsonl"))


@contextmanager
def _replayed(
    spec: LlmSpec,
    labels: tuple[str, ...],
    folder: Path,
    prompting: Prompting,
    point: str,
) -> Iterator[Subject]:
    recording = folder / f"{spec.name}-{point}.jsonl"
    if not recording.is_file():
        raise RecordError("no such recording; make one with --record", path=recording)
    header, _ = read_recording(recording)
    if header.prompts != {Task.CLASSIFY.value: prompting.shown()}:
        problem = "was asked with other examples or another prompt; record it again"
        raise RecordError(problem, path=recording)
    yield ReplaySubject(
        ReplaySpec(kind="replay", name=spec.name, recording=recording), labels=labels
    )
