"""What `assay new` does: write a small suite that runs, for a user to put their domain into."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from audit.suite_schema import schema_text
from detectors.errors import SuiteError

SCAFFOLD = Path(__file__).with_name("scaffold")
SCHEMA_FILE = "suite.schema.json"
"""Written beside `suite.yaml`, whose first line names it to editors."""

_PLACE = "DOMAIN"
"""Stands for the domain's name in the suite file of the scaffold."""


def new_suite(domain: str, *, out: Path | None = None) -> Path:
    """The new folder `out`, or one called like the domain, with a suite that runs.

    Raises `SuiteError` for a name that could name no folder, and for a folder that is there.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", domain):
        raise SuiteError(
            "is no name of a domain; use letters, digits, '.', '_' and '-'", path=Path(domain)
        )
    folder = out or Path(domain)
    if folder.exists():
        raise SuiteError("exists already; name a new folder with --out", path=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".new-suite-") as temporary:
        whole = Path(temporary) / "suite"
        shutil.copytree(SCAFFOLD, whole, copy_function=shutil.copyfile)
        _name(whole / "suite.yaml", domain)
        (whole / SCHEMA_FILE).write_text(schema_text("suite"), encoding="utf-8", newline="\n")
        whole.rename(folder)
    return folder


def _name(file: Path, domain: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(_PLACE, domain), encoding="utf-8", newline="\n")
