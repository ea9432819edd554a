"""Writes down what a subject answers as it comes, so that no answer is paid for twice."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self, runtime_checkable

from audit.recording import (
    SCHEMA,
    Draw,
    Header,
    Key,
    Recorded,
    read_cases,
    read_header,
    text_sha256,
)
from audit.sampling import Repeatable
from audit.subjects import Outcome, Subject
from detectors.errors import RecordError, SubjectError
from detectors.reading import dump_line, read_jsonl, to_json
from detectors.records import Answer, Case
from reports.appending import Appender, appending
from reports.run import SubjectPlan

PREFIX = "answers-"
"""Of the files in a run's folder that hold what it was answered so far."""


@runtime_checkable
class Prompted(Protocol):
    """A subject that asks with prompts."""

    @property
    def prompts(self) -> Mapping[str, str]: ...

    def prompt(self, case: Case) -> str: ...


class Recorder:
    """A subject whose answers are written down on the way, so that none is paid for twice.

    They are added to `journal`. When the run ends in order, that takes its place as the recording
    `keep`, or goes away where none is wanted; after a crash it stays. A run that is resumed answers
    from it first. An error in it is no answer: that case is asked again, and its last line stands.
    """

    def __init__(
        self, subject: Subject, journal: Path, *, keep: Path | None = None, resume: bool = False
    ) -> None:
        self.name, self.tasks, self.classifier = subject.name, subject.tasks, subject.classifier
        self._subject, self._journal, self._keep, self._resume = subject, journal, keep, resume
        self._known: Mapping[Key, Recorded] = {}
        self._paid = False
        self._strange = False
        """Whether the journal holds answers of another model, or to other prompts."""
        self._open = ExitStack()
        self._append: Appender | None = None

    @property
    def server_pid(self) -> int | None:
        """Of the process that serves the subject, where that is known."""
        return getattr(self._subject, "server_pid", None)

    def plan(self) -> SubjectPlan:
        return self._subject.plan()

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """What the subject answers, each written down before it is passed on."""
        self._check()
        kept = {case.id: self._kept(case) for case in cases}
        outcomes = self._subject.answers([case for case in cases if not kept[case.id]])
        for case in cases:
            answer = kept[case.id]
            if answer is None:
                yield self._written(Draw(case), next(outcomes))
            else:
                yield answer

    def samples(
        self, cases: Sequence[Case], *, n: int, temperature: float, after: int = 0
    ) -> Iterator[Outcome]:
        """What the subject answers when it is asked again, written down likewise."""
        if not isinstance(self._subject, Repeatable):
            raise SubjectError("cannot be asked twice", subject=self.name)
        self._check()
        ask = partial(self._subject.samples, n=n, temperature=temperature)
        drawn = {case.id: self._drawn(case, n, temperature) for case in cases}
        outcomes = ask([case for case in cases if not drawn[case.id]], after=after)
        for case in cases:
            kept = drawn[case.id]
            yield from kept[after:]
            begun = max(after, len(kept))
            rest = ask([case], after=begun) if kept else islice(outcomes, n - after)
            for number, outcome in enumerate(rest, start=begun + 1):
                yield self._written(Draw(case, number, temperature), outcome)

    def __enter__(self) -> Self:
        if self._journal.exists():
            self._go_on()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
        if problem is None:
            self._settle()
        elif not self._paid:
            self._journal.unlink(missing_ok=True)

    def _go_on(self) -> None:
        """Take up what an earlier run was answered."""
        path = self._journal
        if not self._resume:
            raise RecordError(
                "holds answers of a run that was cut short; go on with --resume, or name another "
                "folder",
                path=path,
            )
        content = path.read_bytes()
        end = content.rfind(b"\n") + 1  # a crash may have cut the last line short
        self._append = self._open.enter_context(appending(path, kept=end))
        rows = list(read_jsonl(path, error=RecordError))
        if not rows:
            self._write(self._header())
            return
        header = read_header(rows, path)
        self._strange = replace(self._header(), recorded=header.recorded) != header
        self._known = read_cases(rows[1:], path)
        self._paid = any(one.answer for one in self._known.values())

    def _check(self) -> None:
        """Not before the first question: by then the plan has named what differs, if it can."""
        if self._strange:
            raise RecordError(
                f"was answered by another model, or with other prompts, than {self.name!r} now "
                "has; put those back, or name another folder",
                path=self._journal,
            )

    def _kept(self, case: Case) -> Answer | None:
        found = self._known.get((case.id, None))
        return found.answer if found and found.text_sha256 == text_sha256(case.text) else None

    def _drawn(self, case: Case, n: int, temperature: float) -> list[Outcome]:
        """Samples of the case that are known: those up to the last answer before the first gap."""
        drawn: list[Recorded] = []
        for number in range(1, n + 1):
            found = self._known.get((case.id, number))
            like = (text_sha256(case.text), temperature)
            if not found or (found.text_sha256, found.temperature) != like:
                break
            drawn.append(found)
        while drawn and not drawn[-1].answer:
            drawn.pop()
        return [one.answer or self._error(case, one) for one in drawn]

    def _error(self, case: Case, found: Recorded) -> SubjectError:
        return SubjectError(found.error or "", subject=self.name, case_id=case.id)

    def _settle(self) -> None:
        """The recording takes its place in one step: an older one stays until it is whole."""
        if not self._journal.exists():
            return
        if self._keep:
            self._keep.parent.mkdir(parents=True, exist_ok=True)
            part = self._keep.with_name(f"{self._keep.name}.part")
            shutil.copyfile(self._journal, part)
            part.replace(self._keep)
        self._journal.unlink()

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

    def _written(self, draw: "Draw", outcome: Outcome) -> Outcome:
        self._paid = self._paid or isinstance(outcome, Answer)
        if self._append is None:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            self._append = self._open.enter_context(appending(self._journal))
            self._write(self._header())
        self._write(self._recorded(draw, outcome))
        return outcome

    def _recorded(self, draw: "Draw", outcome: Outcome) -> Recorded:
        case = draw.case
        asks = self._subject.prompt(case) if isinstance(self._subject, Prompted) else None
        return Recorded(
            case=case.id,
            text_sha256=text_sha256(case.text),
            prompt_sha256=text_sha256(asks) if asks is not None else None,
            answer=outcome if isinstance(outcome, Answer) else None,
            error=None if isinstance(outcome, Answer) else outcome.message,
            sample=draw.number,
            temperature=draw.temperature,
        )

    def _write(self, record: Header | Recorded) -> None:
        if self._append is None:
            raise RuntimeError("a Recorder records within its `with` block")
        self._append(dump_line(to_json(record)).encode())


class Journals(NamedTuple):
    """Where a run writes down what it is answered."""

    folder: Path
    """The run's own."""
    keep: Path | None
    """Where recordings are wanted: the folder that they are kept in."""
    resume: bool

    def recorder(self, subject: Subject, file: str) -> Recorder:
        """The subject, whose answers become the recording `file`."""
        journal, keep = self.folder / f"{PREFIX}{file}", self.keep and self.keep / file
        return Recorder(subject, journal, keep=keep, resume=self.resume)
