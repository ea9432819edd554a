"""Everything Assay raises on purpose.

AuditError
├── SuiteError              a suite, case or training file is wrong
├── CorpusError             a reference corpus or its index cannot be used
├── ModelError              a model folder or file cannot be used
├── RecordError             a stored run or recording cannot be read
├── UnknownNameError        no detector, subject, format or model of that name
├── MissingDependencyError  an optional package is not installed
├── SubjectError            the model under audit failed on a case
└── DetectorError           a detector failed on a case

The runner stores the last two with their case and goes on; every other error ends the command.
An exception outside this tree is a defect of Assay.
"""

from collections.abc import Iterable
from pathlib import Path


class AuditError(Exception):
    """The call or an input is wrong; the message says what, where and what would be right."""


class SuiteError(AuditError):
    """A suite file is wrong."""

    def __init__(
        self, message: str, *, path: Path, line: int | None = None, field: str = ""
    ) -> None:
        self.path, self.line, self.field = path, line, field
        super().__init__(f"{place(path, line, field)}: {message}")


class CorpusError(AuditError):
    """A reference corpus is missing, empty, unreadable, or not the one the index was built from."""


class ModelError(AuditError):
    """A model folder or file is missing, incomplete, altered or not allowed."""


class RecordError(AuditError):
    """A stored run or recording cannot be read."""

    def __init__(
        self, message: str, *, path: Path, line: int | None = None, field: str = ""
    ) -> None:
        self.path, self.line, self.field = path, line, field
        super().__init__(f"{place(path, line, field)}: {message}")


class UnknownNameError(AuditError):
    """Nothing is registered under that name."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        super().__init__(f"no {kind} called {name!r}; known: {', '.join(self.known)}")


class MissingDependencyError(AuditError):
    """An optional package is not installed."""

    def __init__(self, package: str, *, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(f"{package} is not installed; cure: pip install 'assaykit[{extra}]'")


class SubjectError(AuditError):
    """The model under audit gave no answer to a case."""

    def __init__(self, message: str, *, subject: str, case_id: str | None = None) -> None:
        self.message, self.subject, self.case_id = message, subject, case_id
        about = f"subject {subject!r}" + (f", case {case_id!r}" if case_id else "")
        super().__init__(f"{about}: {message}")


class DetectorError(AuditError):
    """A detector could not judge a case."""

    def __init__(self, message: str, *, detector: str, case_id: str | None = None) -> None:
        self.detector, self.case_id = detector, case_id
        about = f"detector {detector!r}" + (f", case {case_id!r}" if case_id else "")
        super().__init__(f"{about}: {message}")


def place(path: Path, line: int | None = None, field: str = "") -> str:
    """Where in a file: `suite.yaml:12, field gates.0.metric`."""
    where = f"{path}:{line}" if line is not None else str(path)
    return f"{where}, field {field}" if field else where
