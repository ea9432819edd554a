"""Finds the suites that Assay ships: beside the packages in a checkout, within them in a wheel."""

from collections.abc import Mapping
from pathlib import Path

from detectors.errors import UnknownNameError


def shipped_domains() -> tuple[str, ...]:
    """The names of all shipped suites, sorted."""
    return tuple(sorted(_found()))


def shipped_suite(domain: str) -> Path:
    """The suite file of a shipped domain.

    Raises `UnknownNameError`, which lists the shipped domains, where there is none.
    """
    found = _found()
    if domain not in found:
        raise UnknownNameError("shipped suite", domain, found)
    return found[domain]


def _found() -> Mapping[str, Path]:
    package = Path(__file__).resolve().parent
    folders = (package / "fixtures", package.parent / "fixtures")
    return {file.parent.name: file for folder in folders for file in folder.glob("*/suite.yaml")}
