"""Finds what a claim affirms that its evidence denies, and the like of quantifiers and modal verbs.

Each word of the claim is compared only with sentences that share most of the words around it, and
stands where any of those sentences says the same.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from detectors import modality, quantifiers
from detectors.alignment import SentenceStems, around
from detectors.facts import Facts
from detectors.matching import leaves_room
from detectors.negation import Said, is_exempting, said
from detectors.negation import denials as denials_in
from detectors.quantities import Quantity
from detectors.records import Span
from detectors.slots import slot

SHARED = 0.6
"""Share of the words around that a sentence about the same thing has."""
FEWEST = 2
"""Words around that it shares at least, where the claim has as many."""

FEW = 2
"""Sentences of evidence that may all be about a claim of a word or two."""


class Turned(NamedTuple):
    """A word of the claim and the word of the evidence that speaks against it."""

    claim: Span
    evidence: Span


def denials(claim: Facts, evidence: Facts) -> Iterator[Turned]:
    """Words that one affirms and the other denies."""
    for sentence in claim.sentences.sentences:
        for word in said(claim.denying, sentence.stems):
            if word.sign:
                yield from _denied(word, sentence, claim, evidence)


def _denied(word: Said, sentence: SentenceStems, claim: Facts, evidence: Facts) -> Iterator[Turned]:
    about = _about(sentence, word.position, evidence)
    pairs = [
        (each, other)
        for each in about
        for other in said(evidence.denying, each.stems)
        if other.key == word.key
    ]
    place = slot(claim.text, sentence, word)
    same_place = [other for each, other in pairs if place.is_same(slot(evidence.text, each, other))]
    elsewhere = [] if word.is_loose else [other for _, other in pairs]
    found = same_place or elsewhere
    if not found or any(other.sign != -word.sign for other in found):
        return
    where = next(each for each, other in pairs if other is found[0])
    if _is_comparable(word, sentence, claim, where, evidence):
        yield Turned(_span(claim, word.start, word.end), _span(evidence, *found[0][:2]))


def _is_comparable(
    word: Said, sentence: SentenceStems, claim: Facts, other: SentenceStems, evidence: Facts
) -> bool:
    """Whether a denial more or less is all that sets the polarity of the sentences apart.

    As many denials on both sides mostly say the same of other words, and what exempts something
    ("only", "unless") affirms of one thing what it denies of another.
    """
    texts = (
        facts.denying[each.start : each.end]
        for facts, each in ((claim, sentence), (evidence, other))
    )
    if len({is_exempting(text) for text in texts}) > 1:
        return False
    if _is_other_side(sentence, claim, other, evidence):
        return False
    is_pair = word.key.startswith("~") and not _denies_itself(word, sentence)
    return is_pair or denials_in(sentence.stems) % 2 != denials_in(other.stems) % 2


def _denies_itself(word: Said, sentence: SentenceStems) -> bool:
    """Whether the pair that the word is of has a denial on one side."""
    return sentence.stems[word.position].word in ("with", "without")


def _is_other_side(
    sentence: SentenceStems, claim: Facts, other: SentenceStems, evidence: Facts
) -> bool:
    """Whether they tell a limit from either side: free up to 10 %, not free above 10 %."""
    return any(
        ours.bound.direction * theirs.bound.direction < 0 or _is_beyond(ours, theirs)
        for ours in _within(sentence, claim)
        for theirs in _within(other, evidence)
    )


def _is_beyond(ours: Quantity, theirs: Quantity) -> bool:
    """Whether the claim speaks of an amount on the far side: 40 days, up to 30 days."""
    return (
        ours.measure == theirs.measure
        and leaves_room(theirs, ours, is_turned=True)
        and not leaves_room(theirs, ours, is_turned=False)
    )


def _within(sentence: SentenceStems, facts: Facts) -> Iterator[Quantity]:
    return (each for each in facts.amounts if sentence.start <= each.start < sentence.end)


def quantities_turned(claim: Facts, evidence: Facts) -> Iterator[Turned]:
    """Quantifiers of the claim that say more than the evidence does of the same word."""

    def read(words: SentenceStems) -> Iterator[_Marked]:
        for each in quantifiers.quantified(words.stems):
            yield _Marked(each.position, each.level, each.head)

    yield from _marks(claim, evidence, read, quantifiers.contradicts)


def modals_turned(claim: Facts, evidence: Facts) -> Iterator[Turned]:
    """Modal verbs of the claim that bind otherwise than the evidence does the same verb."""

    def read(words: SentenceStems) -> Iterator[_Marked]:
        for each in modality.modals(words.stems):
            yield _Marked(each.position, each.force, each.verb)

    yield from _marks(claim, evidence, read, modality.contradicts)


class _Marked(NamedTuple):
    position: int
    level: str
    head: int


_Read: TypeAlias = Callable[[SentenceStems], Iterator[_Marked]]


def _marks(
    claim: Facts, evidence: Facts, read: _Read, contradicts: Callable[[str, str], bool]
) -> Iterator[Turned]:
    for sentence in claim.sentences.sentences:
        for mark in read(sentence):
            found = list(_same_head(mark, sentence, evidence, read))
            if found and all(contradicts(mark.level, other.level) for _, other in found):
                where, other = found[0]
                ours, theirs = sentence.stems[mark.position], where.stems[other.position]
                yield Turned(
                    _span(claim, ours.start, ours.end), _span(evidence, theirs.start, theirs.end)
                )


def _same_head(
    mark: _Marked, sentence: SentenceStems, evidence: Facts, read: _Read
) -> Iterator[tuple[SentenceStems, _Marked]]:
    key = sentence.stems[mark.head].key
    for each in _about(sentence, mark.head, evidence):
        for other in read(each):
            if each.stems[other.head].key == key:
                yield each, other


def _about(sentence: SentenceStems, position: int, evidence: Facts) -> Sequence[SentenceStems]:
    """The sentences of the evidence that share most of the words around this one."""
    near = around(sentence, position)
    if not near:
        return _all_of_few(evidence)
    found = evidence.sentences.about(near, least=SHARED)
    return [each for each in found if len(near & each.keys) >= min(FEWEST, len(near))]


def _all_of_few(evidence: Facts) -> Sequence[SentenceStems]:
    """A claim of one or two words can only be compared with evidence that is short too."""
    every = evidence.sentences.sentences
    return every if len(every) <= FEW else ()


def _span(facts: Facts, start: int, end: int) -> Span:
    return Span(text=facts.text[start:end], start=start, end=end)
