from rich.console import Console

from audit.calibration_terminal import show_calibration
from detectors.calibration import ModelId, uncalibrated
from detectors.labelled import Label, Labelled
from detectors.recalibration import recalibrate

BASE = uncalibrated(ModelId(name="entailment", sha256=""))


def shown(count: int) -> str:
    shares = [at * 37 % 100 / 100 for at in range(count)]
    scored = [
        Labelled(share, Label.SUPPORTED if share > 0.45 else Label.NOT_SUPPORTED, str(at))
        for at, share in enumerate(shares)
    ]
    console = Console(width=80)
    with console.capture() as capture:
        show_calibration(recalibrate(BASE, scored), console)
    return capture.get()


def test_everything_that_was_measured_is_shown_in_80_columns() -> None:
    text = shown(400)
    for words in ("Calibration error", "Brier score", "Balanced accuracy", "Really supported"):
        assert words in text
    assert "Fitted on 400 answers of 400 documents" in text
    assert "Of 184 unsupported pass" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_budget_that_needs_more_documents_says_how_many() -> None:
    assert "No threshold for 1 %: 99 documents with unsupported answers are wanted, 19" in shown(40)
