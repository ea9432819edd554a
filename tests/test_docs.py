"""The documentation says what the code does."""

import re
import subprocess
import sys
from pathlib import Path

from audit.cli import assay
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
