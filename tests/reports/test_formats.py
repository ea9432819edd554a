import subprocess
import sys
from pathlib import Path

import pytest

from detectors.errors import AuditError, UnknownNameError
from reports.formats import FORMATS, format_names, write_report
from reports.run import Run
from reports.summary import Summary


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_writes_its_file(
    sample: Run, summary: Summary, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "new" / "folder"
    path = write_report(sample, summary, format=name, folder=folder)

    assert path == folder / ("report.junit.xml" if name == "junit" else f"report.{name}")
    assert path.stat().st_size > 1000


def test_an_unknown_format_lists_the_known_ones(
    sample: Run, summary: Summary, tmp_path: Path
) -> None:
    with pytest.raises(UnknownNameError, match="no format called 'docx'; known: html, json, junit"):
        write_report(sample, summary, format="docx", folder=tmp_path)


def test_a_folder_that_is_a_file_is_one_clear_error(
    sample: Run, summary: Summary, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(AuditError, match=r"report\.md: the report cannot be written"):
        write_report(sample, summary, format="md", folder=tmp_path / "taken")


def test_listing_formats_loads_nothing_heavy() -> None:
    code = "import sys, reports.formats as f; f.format_names(); print('scipy' in sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "False"
    assert "html" in format_names()
