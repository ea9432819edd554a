"""Finds the numbers and measures of a claim that its evidence does not state."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from detectors.arithmetic import dimension, family, follows, is_twice
from detectors.counting import counts_things
from detectors.elsewhere import of_subject
from detectors.facts import Facts
from detectors.instead import finding, is_turned, misplaced, nearest, words_around
from detectors.intervals import lies_between
from detectors.matching import (
    comparable,
    is_same,
    is_stated,
    leaves_room,
    says_as_much,
    states,
    turns_bound,
)
from detectors.numbers import number
from detectors.quantities import Quantity
from detectors.rhythms import is_same_rhythm
from detectors.slots import in_place_of
from detectors.value_rules import ValueFinding, ValueRule

SMALL = 12
"""Up to this many things a reader counts: "three friends" where three are named."""
TELLING = 31
"""Whole numbers up to this, as of days and months, stand in most texts."""
SAME_THING = 0.34
"""Share of the words around that a sentence has, to be taken as counting or measuring the same."""
SAME_COUNT = 0.5
"""The same for a few of something else, which the reader may have counted."""
SAME_MEASURE = 0.6
"""The same, to set the limit of the same thing, or to measure it where the figure only counts."""


def unstated_amounts(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    """Every amount of the claim that the evidence lacks, or has for something else."""
    for claimed in ours.amounts:
        same = comparable(claimed, theirs.by_measure.get(claimed.measure, ()))
        if is_stated(claimed, same):
            if limit := _other_limit(ours, claimed, theirs, same):
                yield finding(ValueRule.NUMBER, ours, claimed, theirs, limit)
                continue
            yield from _misplaced_amount(ours, claimed, theirs)
            yield from _amount_of_another(ours, claimed, theirs)
            continue
        turned = next((k for k in same if turns_bound(k, claimed)), None)
        turned = turned or _bare_turned(ours, claimed, theirs)
        if turned and is_turned(ours, claimed, theirs, turned):
            continue
        if turned:
            yield finding(ValueRule.COMPARATOR, ours, claimed, theirs, turned)
        elif not _is_stated_otherwise(ours, claimed, theirs):
            yield from _missing_amount(ours, claimed, theirs, same)


def _other_limit(
    ours: Facts, claimed: Quantity, theirs: Facts, same: Sequence[Quantity]
) -> Quantity | None:
    """Another limit that the evidence sets to the same thing.

    A dose of 500 mg keeps to at most 8 g, and yet does not say that 8 g is the most.
    """
    if not claimed.bound.direction or any(is_same(known, claimed) for known in same):
        return None
    limits = [known for known in same if known.bound.direction == claimed.bound.direction]
    found = nearest(ours, claimed, theirs, [*limits, *same])
    return found if found in limits else None


def _bare_turned(ours: Facts, claimed: Quantity, theirs: Facts) -> Quantity | None:
    """The same figure without the noun or unit, bounded on the other side: 50 or more employees."""
    figures = _figures(claimed)
    bare = (known for known in theirs.amounts if known.measure == "number")
    turned = [
        known
        for known in bare
        if known.bound.direction * claimed.bound.direction < 0 and _figures(known) == figures
    ]
    return next(iter(_about_same(ours, claimed, theirs, turned, least=SAME_THING)), None)


def _misplaced_amount(ours: Facts, claimed: Quantity, theirs: Facts) -> Iterator[ValueFinding]:
    kind = family(claimed.measure)
    known = [each for each in theirs.amounts if family(each.measure) == kind]

    def says_same(other: Quantity) -> bool:
        return states(other._replace(measure=claimed.measure), claimed)

    yield from misplaced(ValueRule.NUMBER, ours, claimed, theirs, known, says_same)


def _is_stated_otherwise(ours: Facts, claimed: Quantity, theirs: Facts) -> bool:
    """Whether the amount stands there by another name: another role, noun, or no unit."""
    kind = family(claimed.measure)
    others = [known for known in theirs.amounts if known.measure != claimed.measure]
    alike = [
        known._replace(measure=claimed.measure)
        for known in (*others, *theirs.rhythms)
        if family(known.measure) == kind
    ]
    by_another = (known for known in others if known.measure.startswith(f"{claimed.measure} by "))
    if any(says_as_much(known, claimed) for known in alike):
        return True
    if any((known.low, known.high) == (claimed.low, claimed.high) for known in by_another):
        return True
    within = [known for known in alike if states(known, claimed)]
    if within and not words_around(ours, claimed):
        return True
    if _about_same(ours, claimed, theirs, within, least=SAME_THING):
        return True
    if any(is_same_rhythm(known, claimed) for known in (*theirs.amounts, *theirs.rhythms)):
        return True
    raw = _figures(claimed)
    if kind == "plain":
        is_counted = claimed.measure != "number" and claimed.measure in theirs.by_measure
        return not is_counted and all(figure in theirs.figures for figure in raw)
    bare = [known for known in _bare(theirs) if _figures(known) == raw]
    if claimed.measure.startswith("age"):
        return bool(bare)
    return bool(_about_same(ours, claimed, theirs, bare, least=SAME_THING))


def _counts_as_many(claimed: Quantity, theirs: Facts) -> bool:
    """Whether the figure counts things there, which says nothing of the amount either way."""
    plain = (known for known in theirs.amounts if family(known.measure) == "plain")
    return any(_figures(known) == _figures(claimed) for known in plain)


def _bare(text: Facts) -> list[Quantity]:
    """The numbers whose unit may be left out."""
    plain = (each for each in text.amounts if family(each.measure) == "plain")
    return [each for each in plain if not counts_things(text.text, each)]


def _figures(amount: Quantity) -> list[Fraction]:
    """The numbers as written, before any conversion."""
    said = re.split(r"\s?(?:-|\u2013|\bto\b|\band\b|\bor\b)\s?", amount.figure)
    try:
        return [number(part).value for part in said if part]
    except ValueError:
        return [amount.low]


def _missing_amount(
    ours: Facts, claimed: Quantity, theirs: Facts, same: Sequence[Quantity]
) -> Iterator[ValueFinding]:
    if unit := _other_unit(ours, claimed, theirs, same):
        yield finding(ValueRule.UNIT, ours, claimed, theirs, unit)
        return
    is_plain = family(claimed.measure) == "plain"
    counted = [k for k in theirs.amounts if family(k.measure) == family(claimed.measure)]
    if is_plain and (not same or claimed.measure == "number"):
        few = claimed.high <= SMALL and not same
        least = SAME_COUNT if few else SAME_THING
        counted, same = _about_same(ours, claimed, theirs, counted, least=least), []
        if not counted and claimed.high <= SMALL:
            return
    others: Sequence[Quantity] = same or counted
    if not is_plain and _counts_as_many(claimed, theirs):
        others = _about_same(ours, claimed, theirs, others, least=SAME_MEASURE)
    instead = nearest(ours, claimed, theirs, others)
    if instead and _is_excused(ours, claimed, theirs, instead):
        instead = None
    yield finding(ValueRule.NUMBER, ours, claimed, theirs, instead)


def _other_unit(
    ours: Facts, claimed: Quantity, theirs: Facts, same: Sequence[Quantity]
) -> Quantity | None:
    """The same figure in another unit, of another kind only where the claimed one is missing."""
    if family(claimed.measure) == "plain":
        return None
    raw, kind = _figures(claimed), dimension(claimed.measure)
    alike = [
        each for each in theirs.amounts if _figures(each) == raw and not _is_part_of(claimed, each)
    ]
    known = [each for each in alike if dimension(each.measure) == kind]
    if known and _is_telling(raw):
        return nearest(ours, claimed, theirs, known)
    known = known if same else alike
    return next(iter(_about_same(ours, claimed, theirs, known, least=SAME_THING)), None)


def _is_part_of(claimed: Quantity, other: Quantity) -> bool:
    """Whether the other is the same amount, if by something else: mg, mg per kg."""
    if other.measure.startswith(f"{claimed.measure} by "):
        return True
    return other.measure == claimed.measure and other.low == claimed.low


def _is_telling(figures: Sequence[Fraction]) -> bool:
    """Whether two texts hardly have the numbers in common by chance: 0.035, 23,500, but not 12."""
    return any(figure.denominator > 1 or figure > TELLING for figure in figures)


def _amount_of_another(ours: Facts, claimed: Quantity, theirs: Facts) -> Iterator[ValueFinding]:
    """A finding where the amount is stated, but only of something else."""
    around = words_around(ours, claimed)
    known = theirs.by_measure.get(claimed.measure, ())
    other = of_subject(around, known, theirs.sentences, lambda each: states(each, claimed))
    is_said_too = other and any(other.low == each.low for each in ours.amounts)
    if other and not is_said_too and not _is_excused(ours, claimed, theirs, other):
        yield finding(ValueRule.NUMBER, ours, claimed, theirs, other)


def _is_replaced(ours: Facts, claimed: Quantity, theirs: Facts, known: Quantity) -> bool:
    """Whether the known amount stands in the claimed one's place, so that it cannot be another."""
    found = in_place_of(ours, claimed, theirs, [known])
    if found.exactly or found.nearly:
        return True
    kind = family(claimed.measure)
    alike = [each for each in theirs.amounts if family(each.measure) == kind]
    return _about_same(ours, claimed, theirs, alike, least=SAME_MEASURE) == [known]


def _is_excused(ours: Facts, claimed: Quantity, theirs: Facts, known: Quantity) -> bool:
    """Whether both amounts can be true: one is within the other's bound, or computed from it."""
    turned = is_turned(ours, claimed, theirs, known)
    if leaves_room(known, claimed, is_turned=turned):
        return True
    return _follows(claimed, theirs) and not _is_replaced(ours, claimed, theirs, known)


def _follows(claimed: Quantity, theirs: Facts) -> bool:
    """Whether one step of arithmetic over the evidence gives the amount."""
    if lies_between(claimed, theirs.dates):
        return True
    return is_twice(claimed, theirs.doubled) or follows(claimed, theirs.amounts, theirs.together)


def _about_same(
    ours: Facts, claimed: Quantity, theirs: Facts, known: Iterable[Quantity], *, least: float
) -> list[Quantity]:
    """Those that stand in a sentence that shares enough of the words around the claimed one."""
    about = theirs.sentences.about(words_around(ours, claimed), least=least)
    return [each for each in known if any(s.start <= each.start < s.end for s in about)]
