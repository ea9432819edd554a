"""The recording of what a subject answered, and a subject that answers from it without a call.

A recording is a JSONL file: line 1 says who answered, when and to which prompts; then one line a
case, and one for each further epoch and for each sample that a detector asked for. While a run goes
on, each line is written as its answer comes, so that a crash loses no answer that was paid for: a
run that is resumed reads what it was answered from the same file. In the finished recording they
stand in the order of the suite.
Replay never falls back to a call: a case that is missing, or was worded otherwise, is an error.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from audit.draws import Draw, Key
from audit.progress import Progress
from audit.subjects import Outcome, Subject
from audit.suite import ReplaySpec
from detectors.errors import RecordError, SubjectError
from detectors.models import sha256_file
from detectors.reading import Row, parse, read_jsonl
from detectors.records import Answer, Case, Task
from reports.run import Component, SubjectPlan

SCHEMA = 1
"""Version of the recording; a reader refuses any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who answered; the first line of a recording."""

    schema: int
    kind: str
    """The subject's kind when it was recorded: `llm`, `local`, ..."""
    subject: str
    recorded: str
    """ISO 8601 time in UTC at which recording began."""
    tasks: tuple[Task, ...]
    components: tuple[Component, ...]
    prompts: Mapping[str, str]
    """The prompt of each task, with a mark where the case went."""
    loopback: bool | None = None
    """Whether it was asked on the machine that recorded it; `None` where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of one case: an answer or an error."""

    case: str
    """The case's id."""
    text_sha256: str
    """Of the case's text."""
    prompt_sha256: str | None = None
    """Of the prompt that it was asked with, where there is one."""
    answer: Answer | None = None
    error: str | None = None
    epoch: int | None = None
    """Which time the case was asked, from 2; `None` for the first."""
    sample: int | None = None
    """Which of the samples of the case it is, from 1; `None` for an answer of an epoch."""
    temperature: float | None = None
    """That the sample was drawn at."""

    @property
    def key(self) -> Key:
        return self.case, self.epoch, self.sample, self.temperature


def read_recording(path: Path) -> tuple[Header, tuple[Recorded, ...]]:
    """Who answered, and every outcome in the order of the file; `RecordError` where it is wrong."""
    rows = list(read_jsonl(path, error=RecordError))
    header = read_header(rows, path)
    return header, tuple(read_cases(rows[1:], path).values())


def read_tasks(path: Path) -> tuple[Task, ...]:
    """The tasks that were put to who answered; nothing but the first line is read closely."""
    return read_header(list(islice(read_jsonl(path, error=RecordError), 1)), path).tasks


class ReplaySubject:
    """Answers from a recording."""

    classifier = None

    def __init__(self, spec: ReplaySpec, *, labels: tuple[str, ...] = ()) -> None:
        rows = list(read_jsonl(spec.recording, error=RecordError))
        self.name = spec.name
        self._spec, self._labels = spec, labels
        self._header = read_header(rows, spec.recording)
        self._recorded = read_cases(rows[1:], spec.recording)
        self._sha256 = sha256_file(spec.recording)
        self.tasks = frozenset(self._header.tasks)

    @property
    def recorded(self) -> str:
        """When recording began, ISO 8601 in UTC."""
        return self._header.recorded

    def plan(self) -> SubjectPlan:
        recording = Component(
            role="recording",
            name=self._spec.recording.name,
            sha256=self._sha256,
            facts={"kind": self._header.kind, "recorded": self.recorded},
        )
        return SubjectPlan(
            name=self.name,
            kind="replay",
            tasks=self._header.tasks,
            detectors=self._spec.detectors,
            components=(*self._header.components, recording),
            loopback=self._header.loopback,
            epochs=self._spec.epochs,
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """What was recorded for each case, in order."""
        return self.draws([Draw(case) for case in cases])

    def draws(self, draws: Sequence[Draw]) -> Iterator[Outcome]:
        """What was recorded of each draw, in order; one that was not is an error, never a call."""
        return map(self._drawn, draws)

    def _drawn(self, draw: Draw) -> Outcome:
        file = self._spec.recording.name
        found = self._recorded.get(draw.key)
        if found:
            return self._outcome(draw.case, found)
        if draw.sample is not None:
            missing = f"sample {draw.sample} at temperature {draw.temperature:g}"
            reason = f"{missing} is not in {file}; record it again"
        elif draw.epoch is not None:
            reason = f"epoch {draw.epoch} is not in {file}; record it again"
        else:
            reason = f"is not in {file}; record it, or leave the case out"
        return SubjectError(reason, subject=self.name, case_id=draw.case.id)

    def _outcome(self, case: Case, found: Recorded) -> Outcome:
        answer = found.answer
        if found.text_sha256 != text_sha256(case.text):
            reason = (
                f"was worded otherwise when {self._spec.recording.name} was made; record it again"
            )
        elif answer is None:
            reason = found.error or ""
        elif answer.label is not None and answer.label not in self._labels:
            reason = (
                f"was answered {answer.label!r}, which is no label of the suite; record it again"
            )
        else:
            return answer
        return SubjectError(reason, subject=self.name, case_id=case.id)


@contextmanager
def opened_replay(
    spec: ReplaySpec,
    *,
    labels: tuple[str, ...],
    cache: Path,  # noqa: ARG001 - the signature is that of every opener
    timed: bool,  # noqa: ARG001
    progress: Progress,  # noqa: ARG001
) -> Iterator[Subject]:
    """The recording, read and checked whole."""
    yield ReplaySubject(spec, labels=labels)


def read_header(rows: Sequence[Row], path: Path) -> Header:
    """Who answered, from the first line of a recording."""
    if not rows:
        raise RecordError("is empty; a recording begins with who answered", path=path)
    first = rows[0]
    schema = first.value.get("schema") if isinstance(first.value, dict) else None
    if schema != SCHEMA:
        raise RecordError(
            f"is of schema {schema!r}; this version reads {SCHEMA}",
            path=path,
            line=first.line,
            field="schema",
        )
    return parse(Header, first.value, path=path, line=first.line, error=RecordError)


def read_cases(rows: Sequence[Row], path: Path) -> dict[Key, Recorded]:
    """What came of each draw; of one that was asked again after an error, the last."""
    found: dict[Key, Recorded] = {}
    for row in rows:
        recorded = parse(Recorded, row.value, path=path, line=row.line, error=RecordError)
        key = recorded.key
        if key in found and found[key].answer:  # after an error it was asked again
            sample = f", sample {recorded.sample}," if recorded.sample is not None else ""
            sample = f", epoch {recorded.epoch}," if recorded.epoch is not None else sample
            raise RecordError(
                f"the case {recorded.case!r}{sample} is recorded twice",
                path=path,
                line=row.line,
                field="case",
            )
        if (recorded.answer is None) == (recorded.error is None):
            raise RecordError(
                "holds both an answer and an error, or neither; one is wanted",
                path=path,
                line=row.line,
            )
        found[key] = recorded
    return found


def text_sha256(text: str) -> str:
    """By which a recording knows a case's text and prompt."""
    return hashlib.sha256(text.encode()).hexdigest()
