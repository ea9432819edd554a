"""Collects a suite file: an item for each case of each subject, each gate, each comparison."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.cache_folder import cache_folder
from audit.pytest_items.baseline_item import BaselineItem
from audit.pytest_items.case_item import CaseItem
from audit.pytest_items.examination_item import ExaminationItem
from audit.pytest_items.gate_item import GateItem
from audit.pytest_items.live_answers import LIVE
from audit.pytest_items.names import item_names
from audit.pytest_items.suite_audit import SuiteAudit
from audit.runner import Sources
from audit.suite import SubjectSpec
from audit.suite_reading import load_suite
from detectors.errors import AuditError
from reports.plain_gate import gate_name
from reports.run import Run, read_run

BASELINES = pytest.StashKey[dict[Path, Run]]()
"""The earlier runs of --assay-baseline, read once a session."""
SUITES = pytest.StashKey[set[str]]()
"""Names of the suites that were collected."""


def check_baselines(config: pytest.Config) -> None:
    """Raise `UsageError` where an earlier run is of no suite that was collected."""
    suites = config.stash.get(SUITES, set())
    try:
        baselines = _baselines(config)
    except AuditError as problem:
        raise pytest.UsageError(f"--assay-baseline: {problem}") from None
    for path, run in baselines.items():
        if run.plan.suite not in suites:
            known = ", ".join(sorted(suites)) or "none"
            raise pytest.UsageError(
                f"--assay-baseline {path}: is a run of {run.plan.suite!r}, and no suite of that "
                f"name was collected; those collected: {known}"
            )


class SuiteFile(pytest.File):
    """A suite; a mistake in it is a collection error of one line."""

    def collect(self) -> Iterator[pytest.Collector]:
        try:
            suite = load_suite(self.path)
            baselines = _baselines(self.config)
        except AuditError as problem:
            raise self.CollectError(str(problem)) from None
        self.config.stash.setdefault(SUITES, set()).add(suite.file.name)
        audit = SuiteAudit(
            suite,
            sources=_sources(self.config),
            shared=_told("assay_shared", self.config),
            live=self.config.stash.get(LIVE, None) or _told("assay_live", self.config),
        )
        names = item_names([*(spec.name for spec in suite.file.subjects), "gates", "baseline"])
        for spec, name in zip(suite.file.subjects, names, strict=False):
            yield SubjectItems.from_parent(self, name=name, audit=audit, spec=spec)
        gates, baseline = names
        if suite.file.gates:
            yield GateItems.from_parent(self, name=gates, audit=audit)
        earlier = {
            path: run for path, run in baselines.items() if run.plan.suite == suite.file.name
        }
        if earlier:
            yield BaselineItems.from_parent(self, name=baseline, audit=audit, earlier=earlier)


class SubjectItems(pytest.Collector):
    """The cases that one subject is asked, and the detectors that look at all of them."""

    def __init__(self, *, audit: SuiteAudit, spec: SubjectSpec, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._audit, self._spec = audit, spec

    def collect(self) -> Iterator[pytest.Item]:
        cases, detectors = self._audit.cases[self._spec.name], self._audit.of_suite(self._spec)
        names = item_names([*(case.id for case in cases), *detectors])
        for case, name in zip(cases, names, strict=False):
            yield CaseItem.from_parent(
                self, name=name, audit=self._audit, case=case, spec=self._spec
            )
        for detector, name in zip(detectors, names, strict=True):
            yield ExaminationItem.from_parent(
                self, name=name, audit=self._audit, subject=self._spec.name, detector=detector
            )


class GateItems(pytest.Collector):
    """The gates of a suite."""

    def __init__(self, *, audit: SuiteAudit, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._audit = audit

    def collect(self) -> Iterator[pytest.Item]:
        gates = self._audit.suite.file.gates
        names = item_names(gate_name(gate).replace(" ", "-") for gate in gates)
        for gate, name in zip(gates, names, strict=True):
            yield GateItem.from_parent(self, name=name, audit=self._audit, gate=gate)


class BaselineItems(pytest.Collector):
    """The comparisons of a suite with earlier runs of it."""

    def __init__(self, *, audit: SuiteAudit, earlier: dict[Path, Run], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._audit, self._earlier = audit, earlier

    def collect(self) -> Iterator[pytest.Item]:
        names = item_names(path.name for path in self._earlier)
        for (path, run), name in zip(self._earlier.items(), names, strict=True):
            yield BaselineItem.from_parent(
                self, name=name, audit=self._audit, base=run, base_path=path
            )


def _sources(config: pytest.Config) -> Sources:
    return Sources(cache=cache_folder(), replay=not config.getoption("--assay-live"))


def _told(folder: str, config: pytest.Config) -> Path | None:
    """A folder that all workers of xdist share; `None` where there are none."""
    given = getattr(config, "workerinput", {}).get(folder)
    return Path(given) if given else None


def _baselines(config: pytest.Config) -> dict[Path, Run]:
    if BASELINES not in config.stash:
        named = [
            config.invocation_params.dir / name for name in config.getoption("--assay-baseline")
        ]
        config.stash[BASELINES] = {path: read_run(path) for path in named}
    return config.stash[BASELINES]
