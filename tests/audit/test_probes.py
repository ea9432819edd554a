"""What a probe measured, or why it measured nothing, goes on record; a crash never spoils a run."""

from collections.abc import Sequence

import pytest

from audit.probes import probed
from audit.shipped import shipped_suite
from audit.subjects import Subject, opened
from audit.suite import ReplaySpec
from audit.suite_reading import load_suite
from detectors.errors import SubjectError
from detectors.records import Case
from reports.run import Measurement

MEMORY = Measurement(name="peak_memory", value=2.0**30, unit="bytes", n=1)


class Planned:
    """A probe whose outcome is known."""

    name = "planned"

    def __init__(self, outcome: Sequence[Measurement] | Exception) -> None:
        self._outcome = outcome

    def measure(self, subject: Subject, cases: Sequence[Case]) -> Sequence[Measurement]:
        assert (subject.name, cases) == ("large", [])
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


@pytest.fixture
def subject() -> Subject:
    suite = load_suite(shipped_suite("medical"))
    spec = ReplaySpec(kind="replay", name="large", recording=suite.recordings / "large.jsonl")
    with opened(spec, labels=suite.file.labels, cache=suite.path.parent) as found:
        return found


def test_what_was_measured_is_the_result(subject: Subject) -> None:
    result = probed(Planned([MEMORY]), subject, [])
    assert (result.subject, result.probe, result.error) == ("large", "planned", None)
    assert result.measurements == (MEMORY,)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ([], "measured nothing"),
        (SubjectError("no server", subject="large"), "no server"),
        (KeyError("x"), "crashed: KeyError: 'x'"),
    ],
)
def test_nothing_measured_is_a_failure(
    subject: Subject, outcome: Sequence[Measurement] | Exception, said: str
) -> None:
    result = probed(Planned(outcome), subject, [])
    assert result.measurements == ()
    assert result.error
    assert said in result.error.message
