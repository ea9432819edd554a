"""Writes down what a subject answers as it comes, so that no answer is paid for twice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import NamedTuple, Protocol, Self, runtime_checkable

from audit.draws import Draw, Key, Repeatable
from audit.recording import (
    SCHEMA,
    Header,
    Recorded,
    read_cases,
    read_header,
    read_recording,
    text_sha256,
)
from audit.subjects import Hosted, Outcome, Subject
from detectors.errors import RecordError
from detectors.reading import dump_line, read_jsonl, to_json
from detectors.records import Answer, Case
from reports.appending import Appender, appending
from reports.run import SubjectPlan

PREFIX = "answers-"
"""Of the files in a run's folder that hold what it was answered so far."""


@runtime_checkable
class Announcing(Subject, Repeatable, Protocol):
    """A subject that asks with prompts, and tells of each outcome before its turn has come."""

    arrived: Callable[[Draw, Outcome], None] | None
    """Is told each outcome as soon as it is there, in a thread of the subject's."""

    @property
    def prompts(self) -> Mapping[str, str]: ...

    def prompt(self, case: Case) -> str: ...


class Recorder:
    """A subject whose answers are written down on the way, so that none is paid for twice.

    They are added to `journal` as they arrive, in whatever order. When the run ends in order they
    become the recording `keep`, in the order of the cases `order`, or go away where none is wanted;
    after a crash the journal stays. A run that is resumed answers from it first. An error in it is
    no answer: that draw is asked again, and its last line stands.
    """

    classifier = None

    def __init__(
        self,
        subject: Announcing,
        journal: Path,
        *,
        keep: Path | None = None,
        order: Sequence[Case] = (),
        resume: bool = False,
    ) -> None:
        self.name, self.tasks = subject.name, subject.tasks
        self._subject, self._journal, self._keep, self._resume = subject, journal, keep, resume
        self._places = {case.id: place for place, case in enumerate(order)}
        self._known: Mapping[Key, Recorded] = {}
        self._paid = False
        self._strange = False
        """Whether the journal holds answers of another model, or to other prompts."""
        self._open = ExitStack()
        self._append: Appender | None = None
        self._lock = Lock()
        """Held where the journal is begun, added to or closed: answers come in another thread."""
        self._over = False

    @property
    def server_pid(self) -> int | None:
        """Of the process that serves the subject, where that is known."""
        return self._subject.server_pid if isinstance(self._subject, Hosted) else None

    def plan(self) -> SubjectPlan:
        return self._subject.plan()

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """What the subject answers, each written down by the time it is passed on."""
        return self.draws([Draw(case) for case in cases])

    def draws(self, draws: Sequence[Draw]) -> Iterator[Outcome]:
        """What comes of each draw, likewise; what is at hand is not asked for."""
        self._check()
        kept = [self._kept(draw) for draw in draws]
        missing = [draw for draw, answer in zip(draws, kept, strict=True) if answer is None]
        outcomes = self._subject.draws(missing)
        return (next(outcomes) if answer is None else answer for answer in kept)

    def __enter__(self) -> Self:
        if self._journal.exists():
            self._go_on()
        self._subject.arrived = self._write_down
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._over = True
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
            _write(self._append, self._header())
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

    def _kept(self, draw: Draw) -> Answer | None:
        found = self._known.get(draw.key)
        return found.answer if found and found.text_sha256 == text_sha256(draw.case.text) else None

    def _settle(self) -> None:
        """The recording takes its place in one step: an older one stays until it is whole."""
        if not self._journal.exists():
            return
        if self._keep:
            self._keep.parent.mkdir(parents=True, exist_ok=True)
            part = self._keep.with_name(f"{self._keep.name}.part")
            part.write_bytes(self._in_order())
            part.replace(self._keep)
        self._journal.unlink()

    def _in_order(self) -> bytes:
        """The journal in the order of the suite, whichever answer came first."""
        header, recorded = read_recording(self._journal)
        rows = sorted(recorded, key=self._place)
        return b"".join([_line(header), *(_line(row) for row in rows)])

    def _place(self, one: Recorded) -> tuple[int, str, float, int, int]:
        """Of a line in the recording; cases of no known order go by their ids."""
        place = self._places.get(one.case, len(self._places))
        return place, one.case, one.temperature or 0.0, one.epoch or 0, one.sample or 0

    def _header(self) -> Header:
        plan = self.plan()
        return Header(
            schema=SCHEMA,
            kind=plan.kind,
            subject=plan.name,
            recorded=datetime.now(UTC).isoformat(timespec="seconds"),
            tasks=plan.tasks,
            components=plan.components,
            prompts=self._subject.prompts,
            loopback=plan.loopback,
        )

    def _write_down(self, draw: Draw, outcome: Outcome) -> None:
        """Add an outcome to the journal, unless that is closed: then it came too late."""
        with self._lock:
            if self._over:
                return
            if self._append is None:
                self._journal.parent.mkdir(parents=True, exist_ok=True)
                self._append = self._open.enter_context(appending(self._journal))
                _write(self._append, self._header())
            self._paid = self._paid or isinstance(outcome, Answer)
            _write(self._append, self._recorded(draw, outcome))

    def _recorded(self, draw: Draw, outcome: Outcome) -> Recorded:
        case = draw.case
        return Recorded(
            case=case.id,
            text_sha256=text_sha256(case.text),
            prompt_sha256=text_sha256(self._subject.prompt(case)),
            answer=outcome if isinstance(outcome, Answer) else None,
            error=None if isinstance(outcome, Answer) else outcome.message,
            epoch=draw.epoch,
            sample=draw.sample,
            temperature=draw.temperature,
        )


class Journals(NamedTuple):
    """Where a run writes down what it is answered."""

    folder: Path
    """The run's own."""
    keep: Path | None
    """Where recordings are wanted: the folder that they are kept in."""
    order: Sequence[Case]
    """That answers stand in there."""
    resume: bool

    @classmethod
    def lasting(cls, folder: Path, order: Sequence[Case]) -> Self:
        """Of a run that may be only a part of a session: all answers stay in the folder, and a run
        that is given it again answers from them first, wherever the one before stopped."""
        keep = folder / "answered"
        for path in keep.glob("*.jsonl"):
            path.replace(folder / f"{PREFIX}{path.name}")
        return cls(folder=folder, keep=keep, order=order, resume=True)

    def recorder(self, subject: Announcing, file: str) -> Recorder:
        """The subject, whose answers become the recording `file`."""
        journal, keep = self.folder / f"{PREFIX}{file}", self.keep and self.keep / file
        return Recorder(subject, journal, keep=keep, order=self.order, resume=self.resume)


def _write(append: Appender, record: Header | Recorded) -> None:
    append(_line(record))


def _line(record: Header | Recorded) -> bytes:
    return dump_line(to_json(record)).encode()
