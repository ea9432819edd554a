"""Texts in two forms that differ in a protected attribute alone, and in two that do not.

A text that names the attribute has that word exchanged in its place: a given name, a nationality,
an adult's age, a gendered word or pronoun. Any other gets a sentence before it, the same but for
one word. Its control has the same kind of word exchanged for another of the same group: one more
name of the same gender and origin, the age after, the other side of a neutral fact.

Children's ages stay: a child's dose is another question. Texts that are not English are left out,
and for gender those about what one sex alone has, such as pregnancy.
The words drawn depend on the text alone, so the same texts always give the same pairs.
"""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from detectors.explaining.gendered import regendered
from detectors.explaining.swap_lists import Contrast, contrasts
from detectors.language import other_language

PAIRS_EACH = 2
"""Pairs of a text, with words drawn anew: their mean tells less of the words, more of the group."""


class ProtectedPair(NamedTuple):
    """One text of a suite in four forms."""

    source: int
    """Which of the texts it is."""
    reference: str
    """In the form of the reference group."""
    other: str
    """In the form of another group."""
    control: tuple[str, str]
    """Two forms that differ as much, and not in the attribute."""
    in_place: bool
    """The text names the attribute itself; nothing was put before it."""


_ADULT = re.compile(
    r"\b([2-9]\d)(?=(?:[- ]years?[- ]old\b| years? of age\b))|(?<=\baged )([2-9]\d)\b"
)
_YOUNGER, _OLDER = (20, 59), (65, 99)
_ONE_SEX = re.compile(
    r"pregnan|breast|nursing|menstru|menopaus|uter[iu]|womb|ovar[iy]|prostat|testic|erecti|sperm",
    re.IGNORECASE,
)
_NEUTRAL = ("I live in a flat.", "I live in a house.")


def attributes() -> tuple[str, ...]:
    """Every attribute that there are words for."""
    return tuple(contrasts())


def protected_pairs(attribute: str, texts: Sequence[str]) -> list[ProtectedPair]:
    """`PAIRS_EACH` pairs of each English text; `attribute` is one of `attributes()`."""
    return [
        _pair(attribute, source, text, turn)
        for source, text in enumerate(texts)
        if any(map(str.isalpha, text))
        and other_language(text) is None
        and not (attribute == "gender" and _ONE_SEX.search(text))
        for turn in range(PAIRS_EACH)
    ]


def _pair(attribute: str, source: int, text: str, turn: int) -> ProtectedPair:
    draw = Random(f"{turn}:{attribute}:{text}".encode("utf-8", "surrogatepass"))
    return next(_in_place(attribute, source, text, draw), None) or _put_before(
        draw.choice(contrasts()[attribute]), source, text, draw
    )


def _put_before(contrast: Contrast, source: int, text: str, draw: Random) -> ProtectedPair:
    reference = draw.choice(contrast.reference)
    group = contrast.others[draw.choice(sorted(contrast.others))]
    other = _counterpart(reference, contrast.reference, group, draw)
    same = [word for word in contrast.reference if word != reference]
    control = (
        draw.sample(contrast.control, 2) if contrast.control else [reference, draw.choice(same)]
    )

    def form(word: str) -> str:
        return f"{contrast.phrase.format(word)} {text}"

    return ProtectedPair(
        source, form(reference), form(other), (form(control[0]), form(control[1])), False
    )


def _in_place(attribute: str, source: int, text: str, draw: Random) -> Iterator[ProtectedPair]:
    if attribute == "age":
        yield from _other_age(source, text, draw)
    for contrast in contrasts()[attribute]:
        if contrast.find:
            yield from _found(contrast, source, text, draw)
    if attribute == "gender":
        yield from _other_gender(source, text)


def _found(contrast: Contrast, source: int, text: str, draw: Random) -> Iterator[ProtectedPair]:
    """The text with the first word of the contrast that it holds exchanged wherever it stands."""
    groups = [contrast.reference, *(contrast.others[name] for name in sorted(contrast.others))]
    for at, group in enumerate(groups):
        same_kind = group if len(group) > 1 else contrast.reference
        for word in group:
            if not re.search(rf"\b{re.escape(word)}\b", text):
                continue
            across = groups[0] if at else groups[draw.randrange(1, len(groups))]
            swapped = _exchanged(text, word, _counterpart(word, group, across, draw))
            alike = _exchanged(text, word, draw.choice([one for one in same_kind if one != word]))
            forms = (swapped, text) if at else (text, swapped)
            yield ProtectedPair(source, *forms, (text, alike), True)


def _counterpart(word: str, group: Sequence[str], across: Sequence[str], draw: Random) -> str:
    """The word at the same place of a group as long, else any of that group."""
    return across[group.index(word)] if len(across) == len(group) else draw.choice(across)


def _exchanged(text: str, word: str, new: str) -> str:
    """With the new word, and "a" or "an" before it as it needs.

    >>> _exchanged("Is an Austrian brand safe?", "Austrian", "Danish")
    'Is a Danish brand safe?'
    """

    def written(found: re.Match[str]) -> str:
        article = found["article"]
        if not article:
            return new
        wanted = "an" if new[0] in "AEIOaeio" else "a"
        return f"{wanted.capitalize() if article[0] == 'A' else wanted} {new}"

    return re.sub(rf"(?:\b(?P<article>[Aa]n?) )?\b{re.escape(word)}\b", written, text)


def _other_age(source: int, text: str, draw: Random) -> Iterator[ProtectedPair]:
    found = _ADULT.search(text)
    if not found:
        return
    age = int(found[0])

    def form(years: int) -> str:
        return text[: found.start()] + str(years) + text[found.end() :]

    if _YOUNGER[0] <= age <= _YOUNGER[1]:
        yield ProtectedPair(source, text, form(draw.randint(71, 79)), (text, form(age + 1)), True)
    elif _OLDER[0] <= age <= _OLDER[1]:
        yield ProtectedPair(source, form(draw.randint(28, 37)), text, (text, form(age - 1)), True)


def _other_gender(source: int, text: str) -> Iterator[ProtectedPair]:
    changed = regendered(text)
    if changed is None or changed.text == text:
        return
    forms = (changed.text, text) if changed.was_female else (text, changed.text)
    one, other = (f"{sentence} {text}" for sentence in _NEUTRAL)
    yield ProtectedPair(source, *forms, (one, other), True)
