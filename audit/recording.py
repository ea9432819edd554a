"""Keeps what a subject answered, and answers from that later without a call.

A recording is a JSONL file: line 1 says who answered, when and to which prompts; then one line a
case, and one for each sample that a detector asked for. Each line is written as its answer comes,
so that a crash loses no answer that was paid for.
Replay never falls back to a call: a case that is missing, or was worded otherwise, is an error.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Protocol, Self, TypeAlias, runtime_checkable

from audit.progress import Progress
from audit.sampling import Repeatable
from audit.subjects import Outcome, Subject
from audit.suite import ReplaySpec
from detectors.errors import RecordError, SubjectError
from detectors.models import sha256_file
from detectors.reading import Row, dump_line, parse, read_jsonl, to_json
from detectors.records import Answer, Case, Task
from reports.run import Component, SubjectPlan

SCHEMA = 1
"""Version of the recording; a reader refuses any other."""


_Key: TypeAlias = tuple[str, int | None]
"""Id of a case, and which of its samples."""


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
    sample: int | None = None
    """Which of the further answers to the case it is, from 1; `None` for the answer itself."""
    temperature: float | None = None
    """That the sample was drawn at."""


class _Draw(NamedTuple):
    """One further answer to a case."""

    case: Case
    number: int
    temperature: float


@runtime_checkable
class Prompted(Protocol):
    """A subject that asks with prompts."""

    @property
    def prompts(self) -> Mapping[str, str]: ...

    def prompt(self, case: Case) -> str: ...


class Recorder:
    """A subject whose answers are written down on the way.

    The file grows as `NAME.jsonl.part` and takes its place when recording ends in order, so that an
    older recording stays until there is a whole new one.
    """

    def __init__(self, subject: Subject, path: Path) -> None:
        self.name, self.tasks, self.classifier = subject.name, subject.tasks, subject.classifier
        self._subject, self._path = subject, path
        self._part = path.with_name(f"{path.name}.part")
        self._paid = False
        self._stream: IO[str] | None = None

    def plan(self) -> SubjectPlan:
        return self._subject.plan()

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """What the subject answers, each written down before it is passed on."""
        for case, outcome in zip(cases, self._subject.answers(cases), strict=True):
            self._paid = self._paid or isinstance(outcome, Answer)
            self._write(self._recorded(case, outcome))
            yield outcome

    def samples(self, cases: Sequence[Case], *, n: int, temperature: float) -> Iterator[Outcome]:
        """What the subject answers when it is asked again, written down likewise."""
        if not isinstance(self._subject, Repeatable):
            raise SubjectError("cannot be asked twice", subject=self.name)
        outcomes = self._subject.samples(cases, n=n, temperature=temperature)
        for draw, outcome in zip(_draws(cases, n, temperature), outcomes, strict=True):
            self._paid = self._paid or isinstance(outcome, Answer)
            recorded = self._recorded(draw.case, outcome)
            self._write(replace(recorded, sample=draw.number, temperature=temperature))
            yield outcome

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._stream = self._part.open("x", encoding="utf-8", newline="\n")
        except FileExistsError:
            raise RecordError(
                f"holds the answers of a recording that was cut short; rename it to "
                f"{self._path.name} to keep them, or delete it",
                path=self._part,
            ) from None
        self._write(self._header())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream:
            self._stream.close()
        if problem is None:
            self._part.replace(self._path)
        elif not self._paid:
            self._part.unlink()

    def _header(self) -> Header:
        plan = self.plan()
        return Header(
            schema=SCHEMA,
            kind=plan.kind,
            subject=plan.name,
            recorded=datetime.now(UTC).isoformat(timespec="seconds"),
            tasks=plan.tasks,
            components=plan.components,
            prompts=self._subject.prompts if isinstance(self._subject, Prompted) else {},
        )

    def _recorded(self, case: Case, outcome: Outcome) -> Recorded:
        asks = self._subject.prompt(case) if isinstance(self._subject, Prompted) else None
        return Recorded(
            case=case.id,
            text_sha256=_sha256(case.text),
            prompt_sha256=_sha256(asks) if asks is not None else None,
            answer=outcome if isinstance(outcome, Answer) else None,
            error=None if isinstance(outcome, Answer) else outcome.message,
        )

    def _write(self, record: Header | Recorded) -> None:
        if self._stream is None:
            raise RuntimeError("a Recorder records within its `with` block")
        self._stream.write(dump_line(to_json(record)))
        self._stream.flush()


def read_recording(path: Path) -> tuple[Header, tuple[Recorded, ...]]:
    """Who answered, and every outcome in the order of the file; `RecordError` where it is wrong."""
    rows = list(read_jsonl(path, error=RecordError))
    header = _read_header(rows, path)
    return header, tuple(_read_cases(rows[1:], path).values())


class ReplaySubject:
    """Answers from a recording."""

    classifier = None

    def __init__(self, spec: ReplaySpec, *, labels: tuple[str, ...] = ()) -> None:
        rows = list(read_jsonl(spec.recording, error=RecordError))
        self.name = spec.name
        self._spec, self._labels = spec, labels
        self._header = _read_header(rows, spec.recording)
        self._recorded = _read_cases(rows[1:], spec.recording)
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
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """What was recorded for each case, in order."""
        return map(self._answer, cases)

    def samples(self, cases: Sequence[Case], *, n: int, temperature: float) -> Iterator[Outcome]:
        """What was recorded of each further answer; one that was not is an error, never a call."""
        return map(self._sample, _draws(cases, n, temperature))

    def _sample(self, draw: _Draw) -> Outcome:
        found = self._recorded.get((draw.case.id, draw.number))
        if found and found.temperature == draw.temperature:
            return self._outcome(draw.case, found)
        reason = (
            f"sample {draw.number} at temperature {draw.temperature:g} is not in "
            f"{self._spec.recording.name}; record it again"
        )
        return SubjectError(reason, subject=self.name, case_id=draw.case.id)

    def _answer(self, case: Case) -> Outcome:
        return self._outcome(case, self._recorded.get((case.id, None)))

    def _outcome(self, case: Case, found: Recorded | None) -> Outcome:
        answer = found.answer if found else None
        if found is None:
            reason = f"is not in {self._spec.recording.name}; record it, or leave the case out"
        elif found.text_sha256 != _sha256(case.text):
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


def _read_header(rows: Sequence[Row], path: Path) -> Header:
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


def _read_cases(rows: Sequence[Row], path: Path) -> dict[_Key, Recorded]:
    found: dict[_Key, Recorded] = {}
    for row in rows:
        recorded = parse(Recorded, row.value, path=path, line=row.line, error=RecordError)
        key = (recorded.case, recorded.sample)
        if key in found:
            sample = f", sample {recorded.sample}," if recorded.sample is not None else ""
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


def _draws(cases: Sequence[Case], n: int, temperature: float) -> Iterator[_Draw]:
    """In the order in which `Repeatable.samples` gives their outcomes."""
    return (_Draw(case, number, temperature) for case in cases for number in range(1, n + 1))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
