"""The audit of one suite in a pytest session: asks a whole subject when its first item is asked.

pytest asks case by case, and models want batches. So whatever the selected items need of a subject
is asked in one go: the cases that are items themselves, and those that a selected gate or
comparison counts. A gate is thus always decided on all of its cases, however few were selected
beside it.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable

from audit.pytest_items.live_answers import journal_folder
from audit.pytest_items.shared_runs import Found, SharedRuns, found_by
from audit.pytest_items.without_network import hub_offline
from audit.runner import Sources
from audit.subject_run import SubjectRun, Wanted, cases_of, run_subject
from audit.suite import SubjectSpec, Suite
from detectors.errors import AuditError
from detectors.reading import dump_line, to_json
from detectors.records import Case
from detectors.registry import is_of_suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The run of one subject, as an item reports it to the process that the person sees."""

    suite: str
    """Path of its file."""
    position: int
    """Of the subject among those of the suite."""
    subjects: int
    """How many those are."""
    whole: bool
    """Every case of the subject was asked, and every detector of it has looked."""
    run: SubjectRun


@runtime_checkable
class Needs(Protocol):
    """An item that needs answers."""

    audit: "SuiteAudit"

    def needs(self) -> Mapping[str, Wanted]:
        """What it needs, by subject."""


class SuiteAudit:
    """What the items of one suite share."""

    def __init__(
        self, suite: Suite, *, sources: Sources, shared: Path | None, live: Path | None = None
    ) -> None:
        self.suite = suite
        self.cases: Mapping[str, list[Case]] = {
            spec.name: cases_of(spec, suite, replay=sources.replay) for spec in suite.file.subjects
        }
        """Those that each subject can be asked."""
        self._sources = sources
        self._shared = SharedRuns(shared, suite.path) if shared else None
        self._live = live
        self._wanted: dict[str, Wanted] | None = None
        self._found: dict[str, Found] = {}
        self._unsent: list[str] = []

    def run_of(self, subject: str, items: Iterable[object]) -> SubjectRun:
        """What became of all that the selected items need of the subject.

        Raises `AuditError`, each time the same, where it cannot be asked at all.
        """
        if self._wanted is None:
            self._wanted = self._selected(items)
        if subject not in self._found:
            offline = hub_offline() if self._sources.replay else nullcontext()
            with _quietly(), offline:
                self._found[subject] = self._ask(subject, self._wanted[subject])
        found = self._found[subject]
        if found.run is None:
            raise AuditError(found.error)
        return found.run

    def payloads(self) -> list[str]:
        """What no item has reported yet."""
        unsent, self._unsent = self._unsent, []
        return unsent

    def everything(self, subject: str, *, examined: bool) -> Wanted:
        """All that the subject can be asked."""
        ids = frozenset(case.id for case in self.cases[subject])
        return Wanted(cases=ids, examined=examined)

    def of_suite(self, spec: SubjectSpec) -> list[str]:
        """Those of its detectors that look at all answers together."""
        return [name for name in spec.detectors if is_of_suite(name)]

    @cached_property
    def _specs(self) -> Mapping[str, SubjectSpec]:
        return {spec.name: spec for spec in self.suite.file.subjects}

    def _selected(self, items: Iterable[object]) -> dict[str, Wanted]:
        cases: dict[str, set[str]] = {name: set() for name in self._specs}
        examined = dict.fromkeys(self._specs, False)
        for item in items:
            if isinstance(item, Needs) and item.audit is self:
                for name, wanted in item.needs().items():
                    cases[name] |= wanted.cases
                    examined[name] |= wanted.examined
        return {
            name: Wanted(cases=frozenset(cases[name]), examined=examined[name]) for name in cases
        }

    def _ask(self, subject: str, wanted: Wanted) -> Found:
        def ask(spent: float) -> SubjectRun:
            with journal_folder(self._live, self.suite, subject) as folder:
                return run_subject(
                    self.suite,
                    self._specs[subject],
                    wanted,
                    sources=self._sources,
                    out=folder,
                    spent=spent,
                )

        if self._shared:
            found = self._shared.get(subject, ask)
        else:
            others = (each.run.spent for each in self._found.values() if each.run)
            found = found_by(lambda: ask(max(others, default=0.0)))
        if found.run:
            self._unsent.append(self._piece(subject, wanted, found.run))
        return found

    def _piece(self, subject: str, wanted: Wanted, run: SubjectRun) -> str:
        spec = self._specs[subject]
        every = self.everything(subject, examined=bool(self.of_suite(spec)))
        piece = Piece(
            suite=str(self.suite.path),
            position=list(self._specs).index(subject),
            subjects=len(self._specs),
            whole=every.cases <= wanted.cases and every.examined <= wanted.examined,
            run=run,
        )
        return dump_line(to_json(piece))


@contextmanager
def _quietly() -> Iterator[None]:
    """Warnings and chatter of the libraries that models need are nothing that a user could settle,
    and would stand beside the first item that fails."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.INFO))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
