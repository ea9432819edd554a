"""Finds where a claim and its evidence disagree: numbers, dates, names, references, denials.

- A value is stated where the evidence has it anywhere, about the same kind of thing, however it is
  written: 1 g is 1000 mg. That the evidence means something else by it is not seen here, so give
  it the sentences that the claim is about.
- A value that is not stated is a finding; its evidence is the value that stands in its place, the
  nearest by the words around, or `None` where the evidence has nothing comparable.
- Small counts ("three friends") are often made by the reader, so they are a finding only where the
  evidence counts the same thing otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from detectors.facts import Facts, facts
from detectors.instead import span_of
from detectors.matching import comparable, is_stated
from detectors.polarity import Turned, denials, modals_turned, quantities_turned
from detectors.quantities import DATE_MEASURES, Quantity
from detectors.rates import rates_turned
from detectors.records import Span
from detectors.slots import Placed
from detectors.unstated import unstated
from detectors.value_rules import ValueFinding, ValueRule

__all__ = [
    "ValueFinding",
    "ValueMismatch",
    "ValueRule",
    "compare",
    "is_stated",
    "matched",
    "mismatches",
]


class ValueMismatch(NamedTuple):
    """A quantity of the claim that contradicts the evidence, and the nearest one that it has."""

    claim: Quantity
    evidence: Quantity
    kind: ValueRule


def compare(claim: str, evidence: str) -> tuple[ValueFinding, ...]:
    """Every value of the claim that the evidence does not state, in order.

    >>> [f.rule.value for f in compare("Take 4 mg from 3 May.", "Take 4 g from 2024-05-03.")]
    ['values.unit']
    >>> compare("Take 1000 mg.", "Take 1 g.")
    ()
    """
    ours, theirs = facts(claim), facts(evidence)
    found = {(each.rule, each.claim): each for each in _findings(ours, theirs)}
    whole = [each for each in found.values() if not _is_part(each, found.values())]
    return tuple(sorted(whole, key=lambda each: (each.claim.start, each.rule)))


def _is_part(one: ValueFinding, every: Iterable[ValueFinding]) -> bool:
    """Whether another finding of the rule is of a longer stretch: "a week" and its "week"."""
    return any(
        other.rule is one.rule
        and other.claim != one.claim
        and other.claim.start <= one.claim.start
        and one.claim.end <= other.claim.end
        for other in every
    )


def matched(claim: str, evidence: str) -> tuple[Span, ...]:
    """The parts of the claim whose value the evidence states, written alike or not, in order.

    >>> [span.text for span in matched("Take 1000 mg, not 5 ml.", "Take 1 g.")]
    ['1000 mg']
    """
    ours, theirs = facts(claim), facts(evidence)
    missing = [finding.claim for finding in unstated(ours, theirs)]
    stated = (span for span in _spans(ours) if not any(_overlap(span, each) for each in missing))
    return tuple(sorted(stated, key=lambda span: (span.start, span.end)))


def _spans(text: Facts) -> set[Span]:
    """Everything of the text that has a value."""
    every: tuple[Sequence[Placed], ...] = (
        text.amounts,
        text.dates,
        text.references,
        text.designations,
        text.identifiers,
        text.proper_names,
    )
    return {span_of(text, each) for kind in every for each in kind}


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def mismatches(claimed: Sequence[Quantity], known: Sequence[Quantity]) -> tuple[ValueMismatch, ...]:
    """The quantities that no known one of their measure states, though there are some."""
    found = (_mismatch(quantity, known) for quantity in claimed)
    return tuple(mismatch for mismatch in found if mismatch)


def _mismatch(quantity: Quantity, known: Sequence[Quantity]) -> ValueMismatch | None:
    same = comparable(quantity, known)
    if not same or is_stated(quantity, known):
        return None
    alike = [k for k in same if k.figure == quantity.figure]
    nearest = min(alike or same, key=lambda k: (abs(k.low - quantity.low), k.start))
    if quantity.measure in DATE_MEASURES:
        return ValueMismatch(quantity, nearest, ValueRule.DATE)
    return ValueMismatch(quantity, nearest, ValueRule.UNIT if alike else ValueRule.NUMBER)


def _findings(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    yield from unstated(ours, theirs)
    yield from rates_turned(ours, theirs)
    yield from _turned(ValueRule.NEGATION, denials(ours, theirs))
    yield from _turned(ValueRule.QUANTIFIER, quantities_turned(ours, theirs))
    yield from _turned(ValueRule.MODALITY, modals_turned(ours, theirs))


def _turned(rule: ValueRule, turned: Iterator[Turned]) -> Iterator[ValueFinding]:
    for each in turned:
        yield ValueFinding(rule, each.claim, each.evidence)
