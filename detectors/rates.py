"""Finds where a claim says another rate than its evidence: a week for a month, once for twice.

A rate is how often something is: "monthly", "each year", "3 times a day". Since "a day" is said of
so much, it is compared only where both sentences have the same amount, or most of their words; and
a rate stands where any such sentence has it, or a time as long.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from detectors.alignment import SentenceStems
from detectors.facts import Facts
from detectors.instead import finding
from detectors.matching import is_same
from detectors.quantities import Quantity
from detectors.rhythms import LENGTHS
from detectors.slots import Placed
from detectors.value_rules import ValueFinding, ValueRule

SHARED = 0.6
"""Share of the claim sentence's words that a sentence about the same has."""
NEAR = Fraction(1, 10)
"""Share that two rates are apart at most: four times a month is weekly."""
MONTH = Fraction(365, 12) * 24 * 60
"""Minutes."""
_SAYS_WHEN = re.compile(r"^(?:last|next|this)\b", re.IGNORECASE)


class Rate(NamedTuple):
    """How often something is, at a place of a text."""

    start: int
    end: int
    after: Fraction
    """Minutes from one time to the next."""


def rates_turned(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    """The rates of the claim for which the evidence has only others."""
    for sentence in ours.sentences.sentences:
        for rate in _rates(ours, sentence):
            found = [(each, _rates(theirs, each)) for each in _about(ours, sentence, theirs)]
            known = [other for _, rates in found for other in rates]
            times = [time for each, _ in found for time in _times(theirs, each)]
            if known and not any(_is_near(rate.after, x) for x in _after(known, times)):
                yield finding(ValueRule.UNIT, ours, rate, theirs, known[0])


def _after(rates: Sequence[Rate], times: Sequence[Fraction]) -> list[Fraction]:
    return [*(rate.after for rate in rates), *times]


def _rates(facts: Facts, sentence: SentenceStems) -> list[Rate]:
    """Those that are told with a number, then those without."""
    counted = (rate for each in _within(facts.amounts, sentence) for rate in _counted(each))
    alone = (
        Rate(each.start, each.end, _minutes(each))
        for each in _within(facts.rhythms, sentence)
        if not _SAYS_WHEN.match(each.text)
    )
    return [*counted, *alone]


def _counted(amount: Quantity) -> Iterator[Rate]:
    """Both ends of "every 4 to 6 hours" and of "3 times a day"."""
    often, _, period = amount.measure.partition(" a ")
    for end in sorted({amount.low, amount.high} - {Fraction(0)}):
        if amount.measure.startswith("interval"):
            after = _minutes(amount._replace(low=end))
            yield Rate(amount.start, amount.end, after)
        elif often == "times" and period in LENGTHS:
            kind, length = LENGTHS[period]
            yield Rate(amount.start, amount.end, length * _unit(kind) / end)


def _minutes(time: Quantity) -> Fraction:
    return time.low * _unit(time.measure.split(", ")[-1])


def _unit(kind: str) -> Fraction:
    return MONTH if kind == "months" else Fraction(1)


def _about(ours: Facts, sentence: SentenceStems, theirs: Facts) -> list[SentenceStems]:
    """The sentences of the evidence that have an amount of this one, or most of its words."""
    amounts = [each for each in _within(ours.amounts, sentence) if not any(_counted(each))]
    taken: list[Placed] = [*_rates(ours, sentence), *_within(ours.amounts, sentence)]
    words = {
        stem.key
        for stem in sentence.stems
        if stem.key and not any(each.start <= stem.start < each.end for each in taken)
    }
    shared = theirs.sentences.about(words, least=SHARED) if len(words) > 1 else []
    return [
        each
        for each in theirs.sentences.sentences
        if each in shared
        or any(
            known.measure == amount.measure and is_same(known, amount)
            for known in _within(theirs.amounts, each)
            for amount in amounts
        )
    ]


def _times(facts: Facts, sentence: SentenceStems) -> Iterator[Fraction]:
    for each in _within(facts.amounts, sentence):
        if each.measure.endswith((", time", ", months")):
            yield _minutes(each)


def _within(amounts: Sequence[Quantity], sentence: SentenceStems) -> Iterator[Quantity]:
    return (each for each in amounts if sentence.start <= each.start < sentence.end)


def _is_near(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) <= NEAR * max(one, other)
