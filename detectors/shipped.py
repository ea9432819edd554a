"""The entailment model and the calibration that ship in this package."""

from dataclasses import replace
from functools import cache

from detectors.calibration import Calibration, ModelId, read_calibration, uncalibrated
from detectors.cross_encoder import SHIPPED, CrossEncoder
from detectors.entailment import EntailmentModel
from detectors.errors import AuditError

CALIBRATION = SHIPPED / "calibration.json"


@cache
def shipped_entailment() -> CrossEncoder:
    """The cross-encoder, loaded once."""
    return CrossEncoder.load(SHIPPED)


def calibration_for(
    model: EntailmentModel, *, given: Calibration | None = None, error_budget: float | None = None
) -> Calibration:
    """What turns this model's evidence to probabilities: the given calibration, or the shipped one,
    or for a model that neither was fitted for its plain scores.

    With an error budget its threshold is the one that keeps the budget; `AuditError` where there is
    none.
    """
    chosen = given or _shipped_for(model)
    if chosen.model.sha256 != model.sha256:
        raise AuditError(
            f"calibration {chosen.name!r} was fitted for {chosen.model.name} "
            f"({chosen.model.sha256[:12]}), not for {model.name} ({model.sha256[:12]}); "
            "fit it again"
        )
    if error_budget is None:
        return chosen
    return replace(chosen, threshold=chosen.threshold_for(error_budget))


def _shipped_for(model: EntailmentModel) -> Calibration:
    shipped = read_calibration(CALIBRATION)
    if shipped.model.sha256 == model.sha256:
        return shipped
    return uncalibrated(ModelId(name=model.name, sha256=model.sha256))
