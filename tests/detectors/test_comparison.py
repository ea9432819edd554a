"""All medicines here are invented, and so is everything said of them."""

import pytest

from detectors.base import Resources
from detectors.calibration import ModelId, uncalibrated
from detectors.comparison import Compared, Comparison
from detectors.errors import AuditError
from detectors.records import Verdict

DOSE = "An adult may take at most 4 g of zorvan in 24 hours."


def test_each_text_is_judged_by_its_own_evidence() -> None:
    same = Compared(DOSE, DOSE, "How much?")
    other = Compared(DOSE, DOSE.replace("4 g", "8 g"), "How much?")
    nothing = Compared(DOSE, "", "How much?")
    judged = Comparison(Resources()).judge([same, other, nothing])
    assert [judgement.verdict for (judgement,) in judged] == [
        Verdict.SUPPORTED,
        Verdict.REFUTED,
        Verdict.NOT_ENOUGH_INFO,
    ]


def test_a_calibration_of_another_model_is_refused() -> None:
    calibration = uncalibrated(ModelId(name="m", sha256="ab"))
    with pytest.raises(AuditError, match="was fitted for m"):
        Comparison(Resources(calibration=calibration))
