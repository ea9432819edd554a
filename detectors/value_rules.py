"""What the exact comparison of a claim with its evidence reports."""

from enum import StrEnum
from typing import NamedTuple

from detectors.records import Span


class ValueRule(StrEnum):
    """What a claim says otherwise than its evidence."""

    NUMBER = "values.number"
    """Another amount: 4 g and 6 g."""
    UNIT = "values.unit"
    """The same figure in another unit: 4 g and 4 mg."""
    DATE = "values.date"
    NAME = "values.name"
    """A person, place, organisation, medicine or code that the evidence does not name."""
    REFERENCE = "values.reference"
    """Another place in a law."""
    NEGATION = "values.negation"
    """One affirms what the other denies, or says its opposite."""
    QUANTIFIER = "values.quantifier"
    """All where the evidence says some."""
    COMPARATOR = "values.comparator"
    """The same figure as a bound on the other side: at least 18 and under 18."""
    MODALITY = "values.modality"
    """Must where the evidence says may."""


class ValueFinding(NamedTuple):
    """A part of the claim that the evidence does not state."""

    rule: ValueRule
    claim: Span
    evidence: Span | None
    """What the evidence says instead; `None` where it has nothing comparable."""
