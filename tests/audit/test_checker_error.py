"""The checker's own error: from labelled answers to the corrected rate of a report."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audit.checker_error import checker_error
from audit.cli import main
from detectors.calibration import (
    CheckerError,
    MeasuredShare,
    read_calibration,
    write_calibration,
)
from detectors.errors import RecordError
from detectors.labelled import Label, Labelled
from detectors.recalibration import HeldBack
from detectors.shipped import CALIBRATION

Written = Callable[..., Path]
SHARE = MeasuredShare(value=0.9, low=0.8, high=0.95, n=80, effective_n=60.0)


def held_back(*answers: tuple[float, Label], threshold: float = 0.5) -> HeldBack:
    scored = tuple(Labelled(p, label, f"d{at}") for at, (p, label) in enumerate(answers))
    return HeldBack(scored, (threshold,) * len(scored))


def test_an_answer_is_flagged_where_a_claim_falls_short_of_its_threshold() -> None:
    found = checker_error(
        held_back(
            (0.9, Label.SUPPORTED),
            (0.5, Label.SUPPORTED),
            (0.2, Label.SUPPORTED),
            (0.1, Label.REFUTED),
            (0.6, Label.NOT_ENOUGH_INFO),
        ),
        [Labelled(0.0, Label.NOT_SUPPORTED, "d9"), Labelled(0.0, Label.SUPPORTED, "d8")],
        threshold=0.4,
    )

    assert found is not None
    assert (found.sensitivity.value, found.sensitivity.n) == (0.66667, 3)
    assert (found.specificity.value, found.specificity.n) == (0.5, 4)
    assert found.threshold == 0.4


@pytest.mark.parametrize("label", [Label.SUPPORTED, Label.REFUTED])
def test_answers_of_one_kind_measure_nothing(label: Label) -> None:
    assert checker_error(held_back((0.9, label)), [], threshold=0.5) is None
    assert checker_error(None, [], threshold=0.5) is None


@pytest.fixture
def audited(
    write_suite: Written, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., dict[str, str]]:
    """Audits the tiny suite by a calibration with this error; gives the reports."""
    folder = write_suite()
    monkeypatch.chdir(folder)

    def run(checker: CheckerError | None, *, budget: str = "") -> dict[str, str]:
        made = replace(read_calibration(CALIBRATION), checker=checker)
        write_calibration(made, folder / "own.json")
        suite = (folder / "suite.yaml").read_text(encoding="utf-8")
        suite += f"grounding: {{calibration: own.json{budget}}}\n"
        (folder / "suite.yaml").write_text(suite, encoding="utf-8")
        with pytest.raises(SystemExit):
            main(["run", ".", "--out", "run", "--cache", "cache"])
        capsys.readouterr()
        return {
            name: Path("run", f"report.{name}").read_text(encoding="utf-8")
            for name in ("html", "json", "md")
        }

    return run


def measured(threshold: float) -> CheckerError:
    return CheckerError(sensitivity=SHARE, specificity=SHARE, threshold=threshold)


def test_the_corrected_rate_stands_beside_the_raw_one(
    audited: Callable[..., dict[str, str]],
) -> None:
    reports = audited(measured(read_calibration(CALIBRATION).threshold))

    (large,) = json.loads(reports["json"])["summary"]["subjects"]
    assert large["corrected"]["value"] == 0
    assert 0 < large["corrected"]["interval"]["high"] <= 1
    assert "flagged 90.0 % of the 80 unsupported" in reports["html"]
    assert "large, hallucination corrected for the checker's errors: 0.0 %" in reports["md"]


@pytest.mark.parametrize(
    ("checker", "budget"),
    [(None, ""), (measured(0.123), ""), (measured(0.123), ", error_budget: 0.1")],
)
def test_an_error_that_is_not_known_at_this_threshold_is_said_to_be_unknown(
    audited: Callable[..., dict[str, str]], checker: CheckerError | None, budget: str
) -> None:
    reports = audited(checker, budget=budget)

    assert json.loads(reports["json"])["summary"]["subjects"][0]["corrected"] is None
    assert "is not known, so the rate above cannot be corrected" in reports["html"]
    assert "its errors were not measured on labelled answers" in reports["md"]


def test_an_error_that_is_none_is_refused(tmp_path: Path) -> None:
    wrong = replace(measured(0.5), sensitivity=replace(SHARE, value=1.2))
    path = tmp_path / "own.json"
    write_calibration(replace(read_calibration(CALIBRATION), checker=wrong), path)

    with pytest.raises(RecordError, match=r"checker\.sensitivity"):
        read_calibration(path)
