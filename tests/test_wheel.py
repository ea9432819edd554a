"""What is shipped works where nothing else of ours is: in a bare environment, off the network."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT], ROOT)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a new environment with the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    run([sys.executable, "-m", "venv", folder], ROOT)
    pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
    run([*pip, "--constraint", ROOT / "constraints.txt", f"{wheel}[demo]"], ROOT)
    return folder / "bin"


def run(command: list[str | Path], folder: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_packages_and_what_the_demo_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "audit/cli.py",
        "audit/py.typed",
        "audit/pytest_items/suite_file.py",
        "pytest_assaykit.py",
        "detectors/py.typed",
        "reports/py.typed",
        "reports/templates/report.html.j2",
        "audit/fixtures/medical/suite.yaml",
        "audit/fixtures/medical/training.jsonl",
        "audit/fixtures/medical/recordings/large.jsonl",
        "audit/fixtures/medical/corpus/warfarin.md",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "fixtures/"))]


def test_help_and_a_replayed_demo_run_from_the_wheel_off_the_network(
    bare: Path, tmp_path: Path
) -> None:
    offline = {"PYTHONPATH": str(ROOT / "tests" / "offline"), "ASSAY_CACHE": str(tmp_path / "c")}
    assert "demo" in run([bare / "assay", "--help"], tmp_path, **offline)
    told = run([bare / "assay", "demo", "--replay", "--out", "run"], tmp_path, **offline)
    assert "Report: run/report.html" in told
    assert (tmp_path / "run" / "report.html").stat().st_size > 100_000
