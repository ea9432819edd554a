"""Says over a whole suite what a classifier relies on: words, shortcuts, names of labels, form.

One case of each group is looked at, as variants of one text are no evidence of their own. Costs at
most about 25,000 inputs of the model whatever the size of the suite: each part states its budget.
"""

from collections.abc import Sequence

from detectors.base import Answered, LabelledText, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.artefacts import FEWEST, artefacts
from detectors.explaining.attribution import attributions
from detectors.explaining.drivers import drivers
from detectors.explaining.independent import independent
from detectors.explaining.leakage import leakage
from detectors.explaining.reliance_findings import (
    NAME,
    artefact_findings,
    driver_findings,
    leakage_findings,
    length_finding,
    nothing_found,
    shortcut_findings,
    too_few,
)
from detectors.explaining.shortcuts import ENOUGH_SLOTS, shortcuts
from detectors.records import Attribution, Finding, Task

ATTRIBUTED = 120
"""Texts that are attributed: about as much work as 9,000 inputs."""


class RelianceDetector:
    """Reports what decisions rest on over a suite, and which of it a reviewer should look at."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("examines classifiers alone; this subject is none", detector=NAME)
        self._classifier: Classifier = resources.classifier
        self._training: Sequence[LabelledText] = resources.training or ()
        self._legitimate = resources.legitimate

    def examine(self, answered: Sequence[Answered]) -> Sequence[Finding]:
        """Warnings first. Raises `DetectorError` where the model returns no numbers."""
        cases = independent(answered)
        if not cases.texts:
            return (too_few(0),)
        explained = _explained(self._classifier, cases.texts)
        found = shortcuts(
            self._classifier,
            cases.texts,
            [one for one in explained if one is not None],
            labels=cases.labels,
            training=self._training,
            legitimate=self._legitimate,
        )
        driving = drivers(self._classifier, cases.texts, explained)
        named = leakage(self._classifier, cases.texts, cases.labels)
        edited = artefacts(self._classifier, cases.texts)
        concerns = [
            *shortcut_findings(found, cases),
            *leakage_findings(named, cases),
            *artefact_findings(edited, cases),
        ]
        few = found.slots < ENOUGH_SLOTS or len(cases.texts) < FEWEST
        silent = () if concerns else (nothing_found(found),)
        return (
            *concerns,
            *((too_few(len(cases.texts)),) if few else silent),
            *driver_findings(driving, found, cases),
            length_finding(edited, cases),
        )


def _explained(classifier: Classifier, texts: Sequence[str]) -> list[Attribution | None]:
    """`None` where an attribution could not be computed, and beyond the budget."""
    found = attributions(classifier, texts[:ATTRIBUTED])
    known = [None if isinstance(one, DetectorError) else one for one in found]
    return known + [None] * (len(texts) - len(known))
