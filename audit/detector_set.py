"""Builds the detectors of one subject by their names in the suite."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from detectors.base import Detector, Resources, SuiteDetector
from detectors.registry import DETECTORS, load


class DetectorSet(NamedTuple):
    """The detectors of one subject."""

    of_cases: list[Detector]
    """Judge answers, a batch at a time."""
    of_suite: list[SuiteDetector]
    """Look at all answers together, when the last is there."""


def detector_set(names: Iterable[str], resources: Resources) -> DetectorSet:
    """The detectors, in the order named.

    Raises `DetectorError` where the resources lack what one of them needs.
    """
    found = DetectorSet([], [])
    for name in names:
        kind = load("detector", name, group="assaykit.detectors", builtin=DETECTORS)
        if hasattr(kind, "examine"):
            found.of_suite.append(cast(type[SuiteDetector], kind)(resources))
        else:
            found.of_cases.append(cast(type[Detector], kind)(resources))
    return found
