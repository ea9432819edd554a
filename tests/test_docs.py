"""The documentation says what the code does."""

import re
import subprocess
import sys
from pathlib import Path

from audit.cli import assay
from audit.recording import read_recording
from audit.suite_reading import load_suite
from detectors.records import Task
from reports.advice import rules
from reports.metrics import METRICS
from reports.scorecard.records import Dimension

ROOT = Path(__file__).resolve().parents[1]


def test_the_cli_reference_is_what_help_prints() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate_cli.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    message = "run: python docs/generate_cli.py > docs/cli.md"
    assert made.stdout == (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), message


def test_every_dimension_of_the_scorecard_and_every_rule_of_advice_is_documented() -> None:
    text = (ROOT / "docs" / "scorecard.md").read_text(encoding="utf-8")
    assert [one for one in Dimension if f"| {one.value} |" not in text] == []
    assert [name for name, _ in rules() if f"`{name}`" not in text] == []


def test_every_metric_is_documented() -> None:
    text = (ROOT / "docs" / "reading-a-report.md").read_text(encoding="utf-8")
    assert [name for name in METRICS if f"`{name}`" not in text] == []


def test_every_option_of_the_pytest_plugin_is_documented() -> None:
    plugin = (ROOT / "pytest_assaykit.py").read_text(encoding="utf-8")
    text = (ROOT / "docs" / "pytest.md").read_text(encoding="utf-8")
    options = set(re.findall(r'"(--assay[a-z-]*|assay_gates_decide)"', plugin))
    assert len(options) == 5
    assert [name for name in options if not re.search(rf"{name}\b", text)] == []


def test_the_sample_project_is_a_suite_that_lacks_one_recorded_answer() -> None:
    suite = load_suite(ROOT / "docs" / "sample-project" / "tests" / "medicines.assay.yaml")
    asked = {case.id for case in suite.cases if case.task is Task.ANSWER}
    _, recorded = read_recording(suite.recordings / "large.jsonl")
    assert asked - {row.case for row in recorded} == {"qa-012"}


def test_every_subcommand_has_help_and_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in assay.commands.items():
        assert command.help
        assert f"## assay {name}\n" in text


def test_every_command_that_the_readme_shows_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"^assay (\w+)", text, flags=re.MULTILINE))
    assert used
    assert used <= set(assay.commands)
