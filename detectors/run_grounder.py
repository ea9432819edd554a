"""What the detectors of a run judge claims by: its corpus, its calibration, its error budget."""

from typing import TYPE_CHECKING

from detectors.base import Resources
from detectors.entailment import EntailmentModel
from detectors.errors import DetectorError
from detectors.grounding import Grounder
from detectors.shipped import calibration_for, shipped_entailment
from detectors.similarity import Similarity

if TYPE_CHECKING:  # loads faiss and torch
    from detectors.index import CorpusIndex


def required_corpus(resources: Resources, *, detector: str) -> "CorpusIndex":
    """The corpus of the run; raises `DetectorError` where it has none."""
    if resources.corpus is None:
        raise DetectorError(
            "needs a reference corpus; name one under `corpus` in the suite", detector=detector
        )
    return resources.corpus


def run_grounder(
    resources: Resources, similarity: Similarity, *, entailment: EntailmentModel | None = None
) -> Grounder:
    """A grounder of the shipped entailment model, or of the one given."""
    model = entailment or shipped_entailment()
    calibration = calibration_for(
        model, given=resources.calibration, error_budget=resources.error_budget
    )
    return Grounder(model, similarity, calibration)
