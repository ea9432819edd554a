"""What a probe is: it measures a subject beyond its answers, after all of them are in.

Memory, throughput in batches, a learning curve: figures of the model as it is served, which no case
holds. A probe that fails is recorded with its failure, and the run goes on.
"""

from collections.abc import Sequence
from typing import Protocol

from audit.footprint import ServerFootprint, SlmFootprint
from audit.subjects import Hosted, Subject
from audit.suite import LlmSpec, SlmSpec, SubjectSpec, Suite
from detectors.errors import AuditError
from detectors.records import Case
from reports.run import Failure, Measurement, ProbeResult, Stage


class Probe(Protocol):
    """Measures one subject."""

    name: str

    def measure(self, subject: Subject, cases: Sequence[Case]) -> Sequence[Measurement]:
        """What was measured; what could not be is there too, with `value` `None` and its reason.

        `cases` are all of the suite, whether it was asked them or not. Raises `AuditError` where
        nothing could be measured.
        """


def probes_for(suite: Suite, spec: SubjectSpec, subject: Subject, *, timed: bool) -> list[Probe]:
    """The probes of one subject.

    None where the suite sets no small model beside a large one, and none in a replayed run, which
    measures nothing.
    """
    kinds = {isinstance(each, SlmSpec) for each in suite.file.subjects}
    if len(kinds) < 2 or not timed:
        return []
    match spec:
        case SlmSpec():
            return [SlmFootprint(spec)]
        case LlmSpec():
            return [ServerFootprint(subject.server_pid if isinstance(subject, Hosted) else None)]
        case _:
            return []


def probed(probe: Probe, subject: Subject, cases: Sequence[Case]) -> ProbeResult:
    """What the probe measured of the subject; a crash is recorded, never passed over."""
    try:
        if found := tuple(probe.measure(subject, cases)):
            return ProbeResult(subject=subject.name, probe=probe.name, measurements=found)
        problem = "measured nothing, and did not say why"
    except AuditError as error:
        problem = str(error)
    except Exception as crash:  # one probe must not cost the answers that were paid for
        problem = f"crashed: {type(crash).__name__}: {crash}"
    failure = Failure(stage=Stage.PROBE, name=probe.name, message=problem)
    return ProbeResult(subject=subject.name, probe=probe.name, error=failure)
