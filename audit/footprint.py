"""Measures what serving a model takes: peak memory of its process, and texts a second in batches.

A classifier is served anew in a process that does nothing else, so that neither the detectors nor
the other libraries of the audit are counted. A model behind an endpoint is not on this machine.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audit.peak_memory import peak_memory
from audit.subjects import Subject
from audit.suite import SlmSpec
from detectors.errors import SubjectError
from detectors.records import Case, Task
from reports.run import Measurement

if TYPE_CHECKING:  # run as a script, never imported: it loads torch
    from audit.footprint_process import Figures, Order

BATCHES = (1, 8, 32)
TEXTS = 64
"""Texts of the suite, repeated where it has fewer."""
TIMEOUT_S = 300
NO_SERVER = "it runs behind an endpoint, and its memory cannot be seen from here"


class SlmFootprint:
    """Of a classifier."""

    name = "footprint"

    def __init__(self, spec: SlmSpec) -> None:
        self._spec = spec

    def measure(self, subject: Subject, cases: Sequence[Case]) -> Sequence[Measurement]:
        """Peak memory in bytes, and texts a second at each batch size.

        Raises `SubjectError` where the process ends without a figure.
        """
        texts = [case.text for case in cases if case.task is Task.CLASSIFY]
        if not texts or subject.classifier is None:
            raise SubjectError("there is nothing to measure it on", subject=subject.name)
        found = _served(
            {
                "folder": str(subject.classifier.folder),
                "texts": (texts * (TEXTS // len(texts) + 1))[:TEXTS],
                "batches": BATCHES,
                "allow_pickle": self._spec.allow_pickle,
                "allow_remote_code": self._spec.allow_remote_code,
            },
            subject.name,
        )
        return (
            _memory(found["peak_memory"]),
            *(
                Measurement(name="throughput", value=speed, unit="texts/s", at=size, n=TEXTS)
                for size, speed in zip(BATCHES, found["throughput"], strict=True)
            ),
        )


class ServerFootprint:
    """Of a process that serves a large model on this machine, while it still does."""

    name = "footprint"

    def __init__(self, pid: int | None) -> None:
        self._pid = pid

    def measure(
        self,
        subject: Subject,  # noqa: ARG002 - the signature is that of every probe
        cases: Sequence[Case],  # noqa: ARG002
    ) -> Sequence[Measurement]:
        """Peak memory in bytes, or why it is not known."""
        if self._pid is None:
            return (_unknown(NO_SERVER),)
        return (_memory(peak_memory(self._pid)),)


def _memory(peak: int | None) -> Measurement:
    if peak is None:
        return _unknown("this system does not tell the peak memory of a process")
    return Measurement(name="peak_memory", value=float(peak), unit="bytes", n=1)


def _unknown(reason: str) -> Measurement:
    return Measurement(name="peak_memory", value=None, unit="bytes", reason=reason)


def _served(order: "Order", subject: str) -> "Figures":
    try:
        done = subprocess.run(
            [sys.executable, "-m", "audit.footprint_process"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SubjectError(
            f"was not measured within {TIMEOUT_S} s in a process of its own", subject=subject
        ) from None
    if done.returncode:
        last = done.stderr.strip().split("\n")[-1]
        raise SubjectError(f"cannot be served in a process of its own: {last}", subject=subject)
    found: Figures = json.loads(done.stdout)
    return found
