"""The recording of what a subject answered, and a subject that answers from it without a call.

A recording is a JSONL file: line 1 says who answered, when and to which prompts; then one line a
case, and one for each sample that a detector asked for. Each line is written as its answer comes,
so that a crash loses no answer that was paid for: a run that is resumed reads what it was answered
from the same file.
Replay never falls back to a call: a case that is missing, or was worded otherwise, is an error.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

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


Key: TypeAlias = tuple[str, int | None]
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


class Draw(NamedTuple):
    """An answer to a case, or one of those that were drawn further."""

    case: Case
    number: int | None = None
    temperature: float | None = None


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
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """What was recorded for each case, in order."""
        return map(self._answer, cases)

    def samples(
        self, cases: Sequence[Case], *, n: int, temperature: float, after: int = 0
    ) -> Iterator[Outcome]:
        """What was recorded of each further answer; one that was not is an error, never a call."""
        numbers = range(after + 1, n + 1)
        return (
            self._sample(Draw(case, number, temperature)) for case in cases for number in numbers
        )

    def _sample(self, draw: Draw) -> Outcome:
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
        elif found.text_sha256 != text_sha256(case.text):
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
    """What came of each case and sample; of one that was asked again after an error, the last."""
    found: dict[Key, Recorded] = {}
    for row in rows:
        recorded = parse(Recorded, row.value, path=path, line=row.line, error=RecordError)
        key = (recorded.case, recorded.sample)
        if key in found and found[key].answer:  # after an error it was asked again
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


def text_sha256(text: str) -> str:
    """By which a recording knows a case's text and prompt."""
    return hashlib.sha256(text.encode()).hexdigest()
