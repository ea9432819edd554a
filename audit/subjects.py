"""What a subject is, and how one is opened by its kind.

A subject is a model under audit: a fine-tuned classifier, a prompted model behind an endpoint, or
the recording of one. Opening it checks everything that can be checked before the first question;
closing it lets go of clients and servers.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast, runtime_checkable

from audit.progress import Progress, silent
from audit.suite import LlmSpec, ReplaySpec, SlmSpec
from detectors.errors import SubjectError
from detectors.records import Answer, Case, Task
from detectors.registry import load
from reports.run import SubjectPlan

if TYPE_CHECKING:  # loads torch
    from detectors.classifier import Classifier

Outcome: TypeAlias = Answer | SubjectError
"""What a subject makes of one case; the error where it could not answer that one."""

Spec: TypeAlias = SlmSpec | LlmSpec | ReplaySpec

SUBJECTS: Mapping[str, str] = {
    "llm": "audit.llm:opened_llm",
    "local": "audit.local:opened_local",
    "replay": "audit.recording:opened_replay",
    "slm": "audit.slm:opened_slm",
}


class Subject(Protocol):
    """A model under audit."""

    @property
    def name(self) -> str:
        """Its name in the suite."""

    @property
    def tasks(self) -> frozenset[Task]:
        """What it can be asked."""

    @property
    def classifier(self) -> "Classifier | None":
        """The classifier behind it, for explanations; `None` for anything but an SLM."""

    def plan(self) -> SubjectPlan:
        """What it is, down to the digests of its parts."""

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """One outcome a case, in the order given, each as soon as it is there.

        Raises `SubjectError` without a case where it cannot be asked at all.
        """


@runtime_checkable
class Hosted(Protocol):
    """A subject that a process on this machine may serve."""

    @property
    def server_pid(self) -> int | None:
        """Of that process; `None` where there is none, or it is not ours."""


class Opener(Protocol):
    """Opens subjects of one kind."""

    def __call__(
        self,
        spec: Spec,
        *,
        labels: tuple[str, ...],
        cache: Path,
        timed: bool,
        progress: Progress,
    ) -> AbstractContextManager[Subject]: ...


@contextmanager
def opened(
    spec: Spec,
    *,
    labels: tuple[str, ...],
    cache: Path,
    timed: bool = True,
    progress: Progress = silent,
) -> Iterator[Subject]:
    """The subject, ready to be asked.

    `labels` are those it may choose from, `cache` is a folder for derived files; an untimed subject
    states no latency, so that its answers are the same each time.
    """
    found = load("subject kind", spec.kind, group="assaykit.subjects", builtin=SUBJECTS)
    opener = cast(Opener, found)
    with opener(spec, labels=labels, cache=cache, timed=timed, progress=progress) as subject:
        yield subject
