"""Finds the suites that Assay ships: beside the packages in a checkout, within them in a wheel."""

from pathlib import Path

from detectors.errors import UnknownNameError


def shipped_suite(domain: str) -> Path:
    """The suite file of a shipped domain.

    Raises `UnknownNameError`, which lists the shipped domains, where there is none.
    """
    package = Path(__file__).resolve().parent
    folders = (package / "fixtures", package.parent / "fixtures")
    found = {file.parent.name: file for folder in folders for file in folder.glob("*/suite.yaml")}
    if domain not in found:
        raise UnknownNameError("shipped suite", domain, found)
    return found[domain]
