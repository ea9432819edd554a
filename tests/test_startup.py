"""What is slow to import stays out of the command's start."""

import subprocess
import sys

HEAVY = (
    "torch",
    "transformers",
    "captum",
    "sentence_transformers",
    "faiss",
    "openai",
    "scipy",
    "spacy",
)


def loaded_by(statement: str) -> list[str]:
    code = f"{statement}\nimport sys\nprint(*[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_command_line_imports_nothing_heavy() -> None:
    assert loaded_by("import audit.cli") == []


def test_the_packages_themselves_import_nothing_heavy() -> None:
    assert loaded_by("import audit, reports, detectors, detectors.base, audit.subjects") == []


def test_a_suite_is_checked_without_loading_a_model() -> None:
    assert set(loaded_by("import audit.suite_reading")) <= {"scipy"}
