"""What a probe is: it measures a subject beyond its answers, after all of them are in.

Memory, throughput in batches, a learning curve: figures of the model as it is served, which no case
holds. A probe that fails is recorded with its failure, and the run goes on.
"""

from collections.abc import Sequence
from typing import Protocol

from audit.subjects import Subject
from detectors.errors import AuditError
from reports.run import CaseResult, Failure, Measurement, ProbeResult, Stage


class Probe(Protocol):
    """Measures one subject."""

    name: str

    def measure(self, subject: Subject, results: Sequence[CaseResult]) -> Sequence[Measurement]:
        """What was measured; what could not be is there too, with `value` `None` and its reason.

        `results` are those of the subject's cases. Raises `AuditError` where nothing could be
        measured.
        """


def probed(probe: Probe, subject: Subject, results: Sequence[CaseResult]) -> ProbeResult:
    """What the probe measured of the subject; a crash is recorded, never passed over."""
    try:
        if found := tuple(probe.measure(subject, results)):
            return ProbeResult(subject=subject.name, probe=probe.name, measurements=found)
        problem = "measured nothing, and did not say why"
    except AuditError as error:
        problem = str(error)
    except Exception as crash:  # one probe must not cost the answers that were paid for
        problem = f"crashed: {type(crash).__name__}: {crash}"
    failure = Failure(stage=Stage.PROBE, name=probe.name, message=problem)
    return ProbeResult(subject=subject.name, probe=probe.name, error=failure)
