"""Everything in a text that can be compared exactly, read once.

Whatever is read as one kind is not read as another: the 6 of "Article 6" is no amount.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache

from detectors.alignment import SentenceIndex, SentenceStems
from detectors.arithmetic import family
from detectors.dates import dates
from detectors.designations import designations
from detectors.identifiers import identifiers, plain
from detectors.medicines import medicines
from detectors.names import Name, NameIndex
from detectors.negation import without_limits
from detectors.numbers import NUMBER, number
from detectors.quantities import Masked, Quantity, amounts
from detectors.references import references
from detectors.rhythms import rhythms
from detectors.stems import Stem

_NUMBERS = re.compile(rf"(?<![^\W\d_]){NUMBER}", re.IGNORECASE)


_TWICE = re.compile(r"\b(?:half|halve[sd]?|twice|doubl(?:e[sd]?|ing))\b", re.IGNORECASE)
_UNIT_WORDS = frozenset(
    re.findall(
        r"[\w'-]+",
        "second seconds minute minutes hour hours hourly day days daily week weeks weekly month "
        "months monthly year years yearly annually decade decades century centuries hundreds "
        "thousands millions billions dozens millimeters centimeters meters kilometers inches "
        "feet miles grams kilograms milligrams",
    )
)


class Facts:
    """The comparable things of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.references = references(text)
        masked = [Masked(each.start, each.end) for each in self.references]
        taken = _places(masked)
        self.dates = tuple(date for date in dates(text) if date.start not in taken)
        masked += [Masked(each.start, each.end) for each in self.dates]
        taken |= _places(masked)
        self.designations = tuple(d for d in designations(text) if d.start not in taken)
        masked += [Masked(each.start, each.end) for each in self.designations]
        taken |= _places(masked)
        self.identifiers = tuple(each for each in identifiers(text) if each.start not in taken)
        masked += [Masked(each.start, each.end) for each in self.identifiers]
        self.masked = _apart(masked)
        self.amounts = amounts(text, masked=self.masked)

    @cached_property
    def by_measure(self) -> dict[str, list[Quantity]]:
        found: dict[str, list[Quantity]] = {}
        for amount in self.amounts:
            found.setdefault(amount.measure, []).append(amount)
        return found

    @cached_property
    def together(self) -> tuple[list[Quantity], ...]:
        """The amounts of each sentence that has two at least."""
        said = self.sentences.sentences
        inside = ([a for a in self.amounts if s.start <= a.start < s.end] for s in said)
        return tuple(each for each in inside if len(each) > 1)

    @cached_property
    def doubled(self) -> tuple[Quantity, ...]:
        """The amounts of sentences that say something is double or half of something."""
        said = [each for each in self.sentences.sentences if _says_twice(self.text, each)]
        return tuple(a for a in self.amounts if any(s.start <= a.start < s.end for s in said))

    @cached_property
    def figures(self) -> frozenset[Fraction]:
        """Every number of the text, whatever it measures."""
        return frozenset(number(found[0]).value for found in _NUMBERS.finditer(self.text))

    @cached_property
    def unit_words(self) -> tuple[Stem, ...]:
        """Words for a time or a scale that stand with no number of their own."""
        taken = {place for each in self.amounts for place in range(each.start, each.end)}
        return tuple(
            stem
            for sentence in self.sentences.sentences
            for stem in sentence.stems
            if stem.word in _UNIT_WORDS and stem.start not in taken
        )

    @cached_property
    def plain(self) -> str:
        """Letters and digits only, to find codes in."""
        return plain(self.text)

    @cached_property
    def denying(self) -> str:
        """The text without what only limits."""
        return without_limits(self.text)

    @cached_property
    def medicines(self) -> frozenset[str]:
        return frozenset(each.text.lower() for each in medicines(self.text))

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.text)

    @cached_property
    def proper_names(self) -> tuple[Name, ...]:
        """The names but for those in a date, a code or an amount, such as the EUR of EUR 20."""
        units = [each for each in self.amounts if family(each.measure) != "plain"]
        taken = _places([*self.masked, *units])
        return tuple(name for name in self.names.names if not taken & set(range(*name[1:3])))

    @cached_property
    def rhythms(self) -> tuple[Quantity, ...]:
        """Times that are told without a number."""
        taken = _places(self.amounts)
        return tuple(each for each in rhythms(self.text) if each.start not in taken)

    @cached_property
    def sentences(self) -> SentenceIndex:
        return SentenceIndex(self.text)


@lru_cache(maxsize=64)
def facts(text: str) -> Facts:
    """The facts of a text; those read last are kept, since evidence meets many claims."""
    return Facts(text)


def _says_twice(text: str, sentence: SentenceStems) -> bool:
    return _TWICE.search(text, sentence.start, sentence.end) is not None


def _places(masked: Sequence[Masked | Quantity]) -> set[int]:
    return {place for mask in masked for place in range(mask.start, mask.end)}


def _apart(masked: list[Masked]) -> list[Masked]:
    """The stretches in order, those that overlap joined."""
    return list(_joined(sorted(masked)))


def _joined(masked: list[Masked]) -> Iterator[Masked]:
    held: Masked | None = None
    for mask in masked:
        if held is None:
            held = mask
        elif mask.start < held.end:
            held = Masked(held.start, max(held.end, mask.end))
        else:
            yield held
            held = mask
    if held is not None:
        yield held
