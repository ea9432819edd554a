"""What the evidence has in place of a value of the claim, and the finding that says so."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from detectors.alignment import SentenceStems
from detectors.facts import Facts
from detectors.negation import is_negative
from detectors.records import Span
from detectors.slots import Placed, in_place_of, sentence_of
from detectors.value_rules import ValueFinding, ValueRule

T = TypeVar("T", bound=Placed)


def span_of(facts: Facts, each: Placed) -> Span:
    """The stretch of the text that the thing stands in."""
    return Span(text=facts.text[each.start : each.end], start=each.start, end=each.end)


def finding(
    rule: ValueRule, ours: Facts, claimed: Placed, theirs: Facts, instead: Placed | None
) -> ValueFinding:
    """That the claimed thing is not there, and what stands there instead, if anything."""
    there = span_of(theirs, instead) if instead else None
    return ValueFinding(rule, span_of(ours, claimed), there)


def words_around(ours: Facts, claimed: Placed) -> set[str]:
    """Keys of the words of the sentence in which the value stands."""
    sentence = sentence_of(ours, claimed)
    inside = sentence.stems if sentence else ()
    return {
        stem.key for stem in inside if stem.key and not claimed.start <= stem.start < claimed.end
    }


def misplaced(
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
        yield finding(rule, ours, claimed, theirs, found.exactly[0])


def nearest(ours: Facts, claimed: Placed, theirs: Facts, known: Iterable[T]) -> T | None:
    """The one that stands in the sentence most like the claim's; of several the first."""
    every = list(known)
    if not every:
        return None
    for sentence in theirs.sentences.nearest(words_around(ours, claimed))[:8]:
        for each in every:
            if sentence.start <= each.start < sentence.end:
                return each
    return every[0]


def is_turned(ours: Facts, claimed: Placed, theirs: Facts, known: Placed) -> bool:
    """Whether one of the two clauses denies and the other does not."""
    one, other = sentence_of(ours, claimed), sentence_of(theirs, known)
    if one is None or other is None:
        return False
    return _is_denied(ours, one, claimed) != _is_denied(theirs, other, known)


def _is_denied(facts: Facts, sentence: SentenceStems, placed: Placed) -> bool:
    """Whether the clause that the value stands in denies something."""
    before = facts.text[sentence.start : placed.start]
    after = facts.text[placed.start : sentence.end]
    start = max((found.end() for found in _CLAUSE.finditer(before)), default=0)
    end = found.start() if (found := _CLAUSE.search(after)) else len(after)
    return is_negative(before[start:] + after[:end])


_CLAUSE = re.compile(r"[;:]|,(?=\s)|\b(?:but|while|whereas)\b")
