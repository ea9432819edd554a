"""Finds the values of a claim that its evidence does not state, and what it has in their place."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import TypeVar

from detectors import dates, references
from detectors.arithmetic import family, follows, is_twice
from detectors.comparators import date_bound
from detectors.counting import counts_things
from detectors.dates import Date
from detectors.designations import Designation
from detectors.elsewhere import of_subject
from detectors.facts import Facts
from detectors.identifiers import Identifier
from detectors.intervals import is_shifted, lies_between
from detectors.matching import comparable, is_same, is_stated, leaves_room, states, turns_bound
from detectors.medicines import medicines
from detectors.names import Name
from detectors.negation import is_negative
from detectors.numbers import number
from detectors.places import same_as
from detectors.quantities import Quantity
from detectors.records import Span
from detectors.rhythms import is_same_rhythm
from detectors.slots import Placed, in_place_of, sentence_of
from detectors.stems import Stem
from detectors.value_rules import ValueFinding, ValueRule

SMALL = 12
"""Up to this many things a reader counts: "three friends" where three are named."""
SAME_THING = 0.34
"""Share of the words around that a sentence has, to be taken as counting or measuring the same."""
SAME_COUNT = 0.5
"""The same for a few of something else, which the reader may have counted."""
SAME_MEASURE = 0.6
"""The same, to set the limit of the same thing, or to measure it where the figure only counts."""
SAME_NAME = 0.34
"""Share of the words around that a sentence has, to name somebody else in the same place."""

T = TypeVar("T", bound=Placed)


def unstated(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    """Every value of the claim that the evidence lacks."""
    yield from _amounts(ours, theirs)
    yield from _dates(ours, theirs)
    yield from _references(ours, theirs)
    yield from _designations(ours, theirs)
    yield from _identifiers(ours, theirs)
    yield from _medicines(ours, theirs)
    yield from _names(ours, theirs)
    yield from _measures(ours, theirs)


def span_of(facts: Facts, each: Placed) -> Span:
    """The stretch of the text that the thing stands in."""
    return Span(text=facts.text[each.start : each.end], start=each.start, end=each.end)


def _finding(
    rule: ValueRule, ours: Facts, claimed: Placed, theirs: Facts, instead: Placed | None
) -> ValueFinding:
    there = span_of(theirs, instead) if instead else None
    return ValueFinding(rule, span_of(ours, claimed), there)


def _around(ours: Facts, claimed: Placed) -> set[str]:
    """Keys of the words of the sentence in which the value stands."""
    sentence = sentence_of(ours, claimed)
    inside = sentence.stems if sentence else ()
    return {
        stem.key for stem in inside if stem.key and not claimed.start <= stem.start < claimed.end
    }


def _misplaced(
    rule: ValueRule,
    ours: Facts,
    claimed: T,
    theirs: Facts,
    known: Sequence[T],
    says_same: Callable[[T], bool],
) -> Iterator[ValueFinding]:
    """A finding where another value stands in the place of a stated one."""
    found = in_place_of(ours, claimed, theirs, known)
    if found.exactly and not any(says_same(other) for other in [*found.exactly, *found.nearly]):
        yield _finding(rule, ours, claimed, theirs, found.exactly[0])


def _nearest(ours: Facts, claimed: Placed, theirs: Facts, known: Iterable[T]) -> T | None:
    """The one that stands in the sentence most like the claim's; of several the first."""
    every = list(known)
    if not every:
        return None
    for sentence in theirs.sentences.nearest(_around(ours, claimed))[:8]:
        for each in every:
            if sentence.start <= each.start < sentence.end:
                return each
    return every[0]


def _amounts(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.amounts:
        same = comparable(claimed, theirs.by_measure.get(claimed.measure, ()))
        if is_stated(claimed, same):
            if limit := _other_limit(ours, claimed, theirs, same):
                yield _finding(ValueRule.NUMBER, ours, claimed, theirs, limit)
                continue
            yield from _misplaced_amount(ours, claimed, theirs)
            yield from _amount_of_another(ours, claimed, theirs)
            continue
        turned = next((k for k in same if turns_bound(k, claimed)), None)
        if turned and _is_turned(ours, claimed, theirs, turned):
            continue
        if turned:
            yield _finding(ValueRule.COMPARATOR, ours, claimed, theirs, turned)
        elif not _is_stated_otherwise(claimed, theirs):
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
    around = {word for word in _around(ours, claimed) if not word.isdigit()}
    about = theirs.sentences.about(around, least=SAME_MEASURE) if len(around) > 1 else []
    return next((k for s in about for k in limits if s.start <= k.start < s.end), None)


def _misplaced_amount(ours: Facts, claimed: Quantity, theirs: Facts) -> Iterator[ValueFinding]:
    kind = family(claimed.measure)
    known = [each for each in theirs.amounts if family(each.measure) == kind]

    def says_same(other: Quantity) -> bool:
        return states(other._replace(measure=claimed.measure), claimed)

    yield from _misplaced(ValueRule.NUMBER, ours, claimed, theirs, known, says_same)


def _is_stated_otherwise(claimed: Quantity, theirs: Facts) -> bool:
    """Whether the amount stands there by another name: another role, noun, or no unit."""
    kind = family(claimed.measure)
    others = [known for known in theirs.amounts if known.measure != claimed.measure]
    if any(
        family(known.measure) == kind and states(known._replace(measure=claimed.measure), claimed)
        for known in (*others, *theirs.rhythms)
    ):
        return True
    if any(is_same_rhythm(known, claimed) for known in (*theirs.amounts, *theirs.rhythms)):
        return True
    raw = _figures(claimed)
    if kind == "plain":
        return all(figure in theirs.figures for figure in raw)
    return any(_figures(known) == raw for known in _bare(theirs))


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
        yield _finding(ValueRule.UNIT, ours, claimed, theirs, unit)
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
    instead = _nearest(ours, claimed, theirs, others)
    if instead and _is_excused(ours, claimed, theirs, instead):
        instead = None
    yield _finding(ValueRule.NUMBER, ours, claimed, theirs, instead)


def _other_unit(
    ours: Facts, claimed: Quantity, theirs: Facts, same: Sequence[Quantity]
) -> Quantity | None:
    """The same figure in another unit, of another measure only where the claimed one is missing."""
    known = [each for each in same if each.figure == claimed.figure]
    if not same and family(claimed.measure) != "plain":
        known = [each for each in theirs.amounts if _figures(each) == _figures(claimed)]
    return next(iter(_about_same(ours, claimed, theirs, known, least=SAME_THING)), None)


def _amount_of_another(ours: Facts, claimed: Quantity, theirs: Facts) -> Iterator[ValueFinding]:
    """A finding where the amount is stated, but only of something else."""
    around = _around(ours, claimed)
    known = theirs.by_measure.get(claimed.measure, ())
    other = of_subject(around, known, theirs.sentences, lambda each: states(each, claimed))
    is_said_too = other and any(other.low == each.low for each in ours.amounts)
    if other and not is_said_too and not _is_excused(ours, claimed, theirs, other):
        yield _finding(ValueRule.NUMBER, ours, claimed, theirs, other)


def _is_replaced(ours: Facts, claimed: Quantity, theirs: Facts, known: Quantity) -> bool:
    """Whether the known amount stands in the claimed one's place, so that it cannot be another."""
    found = in_place_of(ours, claimed, theirs, [known])
    return bool(found.exactly or found.nearly)


def _is_excused(ours: Facts, claimed: Quantity, theirs: Facts, known: Quantity) -> bool:
    """Whether both amounts can be true: one is within the other's bound, or computed from it."""
    turned = _is_turned(ours, claimed, theirs, known)
    if leaves_room(known, claimed, is_turned=turned):
        return True
    return _follows(claimed, theirs) and not _is_replaced(ours, claimed, theirs, known)


def _is_turned(ours: Facts, claimed: Placed, theirs: Facts, known: Placed) -> bool:
    """Whether one of the two sentences denies and the other does not."""
    one, other = sentence_of(ours, claimed), sentence_of(theirs, known)
    if one is None or other is None:
        return False
    ours_denies = is_negative(ours.text[one.start : one.end])
    return ours_denies != is_negative(theirs.text[other.start : other.end])


def _follows(claimed: Quantity, theirs: Facts) -> bool:
    """Whether one step of arithmetic over the evidence gives the amount."""
    if lies_between(claimed, theirs.dates):
        return True
    return is_twice(claimed, theirs.doubled) or follows(claimed, theirs.amounts, theirs.together)


def _about_same(
    ours: Facts, claimed: Quantity, theirs: Facts, known: Iterable[Quantity], *, least: float
) -> list[Quantity]:
    """Those that stand in a sentence that shares enough of the words around the claimed one."""
    about = theirs.sentences.about(_around(ours, claimed), least=least)
    return [each for each in known if any(s.start <= each.start < s.end for s in about)]


def _dates(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.dates:
        alike = [known for known in theirs.dates if known.shape == claimed.shape]
        if dates.is_stated(claimed, theirs.dates):
            same = partial(dates.agrees, claimed)
            yield from _misplaced(ValueRule.DATE, ours, claimed, theirs, alike, same)
            continue
        if _is_plain_year(claimed, theirs):
            continue
        if is_shifted(claimed, theirs.dates, theirs.amounts):
            yield _finding(ValueRule.DATE, ours, claimed, theirs, None)
            continue
        some = alike or [known for known in theirs.dates if _shares_part(known, claimed)]
        instead = _nearest(ours, claimed, theirs, some)
        if instead and _leaves_date(ours, claimed, theirs, instead):
            instead = None
        yield _finding(ValueRule.DATE, ours, claimed, theirs, instead)


def _leaves_date(ours: Facts, claimed: Date, theirs: Facts, known: Date) -> bool:
    """Whether the known date says less of the same one, or bounds what the claimed one is of."""
    if dates.agrees(known, claimed):
        return True
    if date_bound(ours.text, claimed.start).direction:
        return False
    direction = date_bound(theirs.text, known.start).direction
    order = dates.order(claimed, known)
    return direction != 0 and order == direction


def _is_plain_year(claimed: Date, theirs: Facts) -> bool:
    """Whether the year stands there as a number that was not read as one."""
    return bool(claimed.years) and claimed.month is None and claimed.text in theirs.text


def _shares_part(known: Date, claimed: Date) -> bool:
    return any(a and b for a, b in zip(known.shape, claimed.shape, strict=True))


def _references(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.references:
        if references.is_stated(claimed, theirs.references):
            continue
        alike = [known for known in theirs.references if known.kind == claimed.kind]
        instead = _nearest(ours, claimed, theirs, alike or theirs.references)
        yield _finding(ValueRule.REFERENCE, ours, claimed, theirs, instead)


def _designations(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.designations:
        alike = [known for known in theirs.designations if known.noun == claimed.noun]
        rule = ValueRule.NUMBER if claimed.which[0].isdigit() else ValueRule.NAME
        if any(known.which == claimed.which for known in alike):
            same = partial(_is_same_kind, claimed)
            yield from _misplaced(rule, ours, claimed, theirs, alike, same)
            continue
        if claimed.is_ordinal and (not alike or _says_ordinal(claimed, theirs)):
            continue
        if _has_number(claimed.which, theirs):
            continue
        yield _finding(rule, ours, claimed, theirs, _nearest(ours, claimed, theirs, alike))


def _says_ordinal(claimed: Designation, theirs: Facts) -> bool:
    """Whether the ordinal stands before another word: "its eighth and final season"."""
    ordinal = re.split(r"[ -]", claimed.text.lower())[0]
    return re.search(rf"\b{re.escape(ordinal)}\b", theirs.text, re.IGNORECASE) is not None


def _is_same_kind(one: Designation, other: Designation) -> bool:
    return one.which == other.which


def _has_number(which: str, theirs: Facts) -> bool:
    return which.isdigit() and Fraction(which) in theirs.figures


def _identifiers(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.identifiers:
        if claimed.plain not in theirs.plain:
            alike = [known for known in theirs.identifiers if _alike(known, claimed)]
            instead = _nearest(ours, claimed, theirs, alike)
            yield _finding(ValueRule.NAME, ours, claimed, theirs, instead)


def _alike(known: Identifier, claimed: Identifier) -> bool:
    """Whether both are addresses, or both are codes that open alike."""
    if "@" in claimed.text or "." in claimed.text:
        return ("@" in known.text) == ("@" in claimed.text) and "." in known.text
    return known.plain[0] == claimed.plain[0]


def _medicines(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in medicines(ours.text):
        said = claimed.text.lower()
        if not any(same in theirs.plain for same in _SUBSTANCES.get(said, (said,))):
            instead = _nearest(ours, claimed, theirs, medicines(theirs.text))
            yield _finding(ValueRule.NAME, ours, claimed, theirs, instead)


_SUBSTANCES = {
    name: pair
    for pair in (
        ("paracetamol", "acetaminophen"),
        ("adrenaline", "epinephrine"),
        ("salbutamol", "albuterol"),
        ("oestrogen", "estrogen"),
    )
    for name in pair
}


def _names(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    taken = medicines(ours.text)
    for claimed in ours.proper_names:
        if any(_overlap(claimed, other) for other in taken):
            continue
        if theirs.names.has(claimed):
            same = partial(_shares_word, claimed)
            known = theirs.proper_names
            yield from _misplaced(ValueRule.NAME, ours, claimed, theirs, known, same)
            continue
        if _is_subject_of_pronoun(claimed, ours, theirs) or _is_denied(claimed, ours):
            continue
        instead = _nearest(ours, claimed, theirs, _other_names(ours, claimed, theirs))
        yield _finding(ValueRule.NAME, ours, claimed, theirs, instead)


def _other_names(ours: Facts, claimed: Name, theirs: Facts) -> list[Name]:
    """Names that the claim has not, from sentences about the same thing."""
    about = theirs.sentences.about(_around(ours, claimed), least=SAME_NAME)
    return [
        known
        for known in theirs.proper_names
        if any(sentence.start <= known.start < sentence.end for sentence in about)
        and not ours.names.has(known)
    ]


def _shares_word(one: Name, other: Name) -> bool:
    """Whether the names may be of one: they share a word, or one abbreviates the other."""
    is_short = one.text.isupper() != other.text.isupper() and one.text[0] == other.text[0]
    places = same_as(" ".join(one.words)) & same_as(" ".join(other.words))
    return is_short or bool(places) or bool(set(one.words) & set(other.words))


def _is_subject_of_pronoun(claimed: Name, ours: Facts, theirs: Facts) -> bool:
    """Whether the name opens its sentence, and the evidence a pronoun for what it speaks of."""
    opens = any(
        0 <= claimed.start - sentence.start <= OPENING for sentence in ours.sentences.sentences
    )
    return opens and _PRONOUN.match(theirs.text) is not None


OPENING = 4
"""Characters before a name that still opens its sentence: "The "."""
_PRONOUN = re.compile(r"\W*(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever)\s(?:(?:an?|the|in|from|by|of|at|to|with)\s){0,2}$", re.IGNORECASE
)


def _is_denied(claimed: Name, ours: Facts) -> bool:
    """Whether the claim says that it is not this one: "is not American"."""
    before = ours.text[max(0, claimed.start - 24) : claimed.start]
    return _DENIED.search(before) is not None


def _measures(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    """Units without a number, as in "each decade", compared only in the same place."""
    for claimed in ours.unit_words:
        known = theirs.unit_words
        same = partial(_is_same_word, claimed)
        yield from _misplaced(ValueRule.UNIT, ours, claimed, theirs, known, same)


def _is_same_word(one: Stem, other: Stem) -> bool:
    return one.key == other.key


def _overlap(one: Placed, other: Placed) -> bool:
    return one.start < other.end and other.start < one.end
