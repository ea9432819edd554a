"""Builds the detectors of one subject by their names in the suite."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from detectors.base import Detector, Resources, SuiteDetector
from detectors.errors import AuditError, DetectorError
from detectors.registry import DETECTORS, load


class DetectorSet(NamedTuple):
    """The detectors of one subject."""

    of_cases: list[Detector]
    """Judge answers, a batch at a time."""
    of_suite: list[SuiteDetector]
    """Look at all answers together, when the last is there."""


def detector_set(names: Iterable[str], resources: Resources) -> DetectorSet:
    """The detectors, in the order named.

    Raises `DetectorError` where the resources lack what one of them needs, or it crashes.
    """
    found = DetectorSet([], [])
    for name in names:
        kind = load("detector", name, group="assaykit.detectors", builtin=DETECTORS)
        made = _made(name, cast(type[Detector] | type[SuiteDetector], kind), resources)
        if hasattr(made, "examine"):
            found.of_suite.append(cast(SuiteDetector, made))
        else:
            found.of_cases.append(made)
    return found


def _made(
    name: str, kind: type[Detector] | type[SuiteDetector], resources: Resources
) -> Detector | SuiteDetector:
    try:
        return kind(resources)
    except AuditError:
        raise
    except Exception as crash:  # the plugin border: a detector may be anybody's code
        problem = f"cannot be built: {type(crash).__name__}: {crash}"
        raise DetectorError(problem, detector=name) from crash
