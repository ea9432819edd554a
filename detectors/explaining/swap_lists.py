"""The lists of like words that differ in a protected attribute, read from `protected.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from detectors.errors import SuiteError
from detectors.reading import parse_yaml

Contrasts: TypeAlias = Mapping[str, tuple["Contrast", ...]]
"""By attribute."""

_FILE = Path(__file__).with_name("protected.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Words of one kind, in two groups or more that differ in the attribute."""

    phrase: str
    """A sentence with a gap `{}` for one of the words."""
    reference: tuple[str, ...]
    """The words of the group that the others are compared with."""
    others: Mapping[str, tuple[str, ...]]
    """The words of each other group, by its name."""
    control: tuple[str, ...] = ()
    """Words of the same kind that do not differ in the attribute, where a group has but one."""
    find: bool = False
    """Also exchanged where a text has them: they are words of no other meaning."""


@cache
def contrasts() -> Contrasts:
    """Every attribute with its contrasts, in the order of the file."""
    return parse_yaml(dict[str, tuple[Contrast, ...]], _FILE, error=SuiteError)
