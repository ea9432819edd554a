"""Finds the values of a claim that its evidence does not state, and what it has in their place."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from detectors import dates, references
from detectors.comparators import date_bound
from detectors.dates import Date
from detectors.designations import Designation
from detectors.facts import Facts
from detectors.identifiers import Identifier
from detectors.instead import finding, misplaced, nearest, words_around
from detectors.intervals import is_shifted
from detectors.medicines import medicines
from detectors.names import Name
from detectors.places import same_as
from detectors.slots import Placed
from detectors.stems import Stem
from detectors.unstated_amounts import unstated_amounts
from detectors.value_rules import ValueFinding, ValueRule

SAME_NAME = 0.34
"""Share of the words around that a sentence has, to name somebody else in the same place."""


def unstated(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    """Every value of the claim that the evidence lacks."""
    yield from unstated_amounts(ours, theirs)
    yield from _dates(ours, theirs)
    yield from _references(ours, theirs)
    yield from _designations(ours, theirs)
    yield from _identifiers(ours, theirs)
    yield from _medicines(ours, theirs)
    yield from _names(ours, theirs)
    yield from _measures(ours, theirs)


def _dates(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.dates:
        alike = [known for known in theirs.dates if known.shape == claimed.shape]
        if dates.is_stated(claimed, theirs.dates):
            same = partial(dates.agrees, claimed)
            yield from misplaced(ValueRule.DATE, ours, claimed, theirs, alike, same)
            continue
        if _is_plain_year(claimed, theirs):
            continue
        if is_shifted(claimed, theirs.dates, theirs.amounts):
            yield finding(ValueRule.DATE, ours, claimed, theirs, None)
            continue
        some = alike or [known for known in theirs.dates if _shares_part(known, claimed)]
        instead = nearest(ours, claimed, theirs, some)
        if instead and _leaves_date(ours, claimed, theirs, instead):
            instead = None
        yield finding(ValueRule.DATE, ours, claimed, theirs, instead)


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
        instead = nearest(ours, claimed, theirs, alike or theirs.references)
        yield finding(ValueRule.REFERENCE, ours, claimed, theirs, instead)


def _designations(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in ours.designations:
        alike = [known for known in theirs.designations if known.noun == claimed.noun]
        rule = ValueRule.NUMBER if claimed.which[0].isdigit() else ValueRule.NAME
        if any(known.which == claimed.which for known in alike):
            same = partial(_is_same_kind, claimed)
            yield from misplaced(rule, ours, claimed, theirs, alike, same)
            continue
        if claimed.is_ordinal and (not alike or _says_ordinal(claimed, theirs)):
            continue
        if _has_number(claimed.which, theirs):
            continue
        yield finding(rule, ours, claimed, theirs, nearest(ours, claimed, theirs, alike))


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
            instead = nearest(ours, claimed, theirs, alike)
            yield finding(ValueRule.NAME, ours, claimed, theirs, instead)


def _alike(known: Identifier, claimed: Identifier) -> bool:
    """Whether both are addresses, or both are codes that open alike."""
    if "@" in claimed.text or "." in claimed.text:
        return ("@" in known.text) == ("@" in claimed.text) and "." in known.text
    return known.plain[0] == claimed.plain[0]


def _medicines(ours: Facts, theirs: Facts) -> Iterator[ValueFinding]:
    for claimed in medicines(ours.text):
        said = claimed.text.lower()
        if not any(same in theirs.plain for same in _SUBSTANCES.get(said, (said,))):
            instead = nearest(ours, claimed, theirs, medicines(theirs.text))
            yield finding(ValueRule.NAME, ours, claimed, theirs, instead)


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
            yield from misplaced(ValueRule.NAME, ours, claimed, theirs, known, same)
            continue
        if _is_subject_of_pronoun(claimed, ours, theirs) or _is_denied(claimed, ours):
            continue
        instead = nearest(ours, claimed, theirs, _other_names(ours, claimed, theirs))
        yield finding(ValueRule.NAME, ours, claimed, theirs, instead)


def _other_names(ours: Facts, claimed: Name, theirs: Facts) -> list[Name]:
    """Names that the claim has not, from sentences about the same thing."""
    about = theirs.sentences.about(words_around(ours, claimed), least=SAME_NAME)
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
        yield from misplaced(ValueRule.UNIT, ours, claimed, theirs, known, same)


def _is_same_word(one: Stem, other: Stem) -> bool:
    return one.key == other.key


def _overlap(one: Placed, other: Placed) -> bool:
    return one.start < other.end and other.start < one.end
