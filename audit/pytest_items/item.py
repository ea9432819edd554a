"""What all items of a suite have in common."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from audit.pytest_items.names import marker
from audit.pytest_items.outcomes import told
from audit.pytest_items.suite_audit import SuiteAudit
from audit.subject_run import SubjectRun, Wanted
from detectors.errors import AuditError


class AuditItem(pytest.Item):
    """A test item that is decided from what the subjects of its suite answered.

    Setting it up asks and judges, so that what could not be is an error in pytest's own sense; the
    test itself is whether what was found is good enough.
    """

    def __init__(self, *, audit: SuiteAudit, tags: tuple[str, ...] = (), **arguments: str) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self.audit = audit
        self.add_marker("assay")
        for tag in tags:
            if found := marker(tag, self.config):
                self.add_marker(found)
        self.extra_keyword_matches.update(tags)

    def needs(self) -> Mapping[str, Wanted]:
        """What it needs of each subject."""
        raise NotImplementedError

    def run_of(self, subject: str) -> SubjectRun:
        """What became of the subject; it fails where the subject could not be asked at all."""
        try:
            return self.audit.run_of(subject, self.session.items)
        except AuditError as problem:
            failure = told(str(problem))
        raise failure

    def tell(self, **values: object) -> None:
        """Adds values to the report of this item: properties in JUnit."""
        for name, value in values.items():
            if value is not None:
                shown = round(value, 5) if isinstance(value, float) else value
                self.user_properties.append((f"assay.{name}", shown))

    def assay_payloads(self) -> list[str]:
        """What goes with the report of its setup; see `pytest_assaykit`."""
        return self.audit.payloads()

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.nodeid.partition("::")[2]
