"""Writes an English text with the other gender: pronouns, kinship and other gendered words.

English has one form where the other gender has two: "her" is "him" as an object and "his" before
a noun; "his" is "her" before a noun and "hers" alone. The word after it decides: a noun phrase
cannot begin with a preposition, a conjunction, a verb form such as "is", or another pronoun.

Limits: a bare adverb after an object ("see her often") is known only where it is listed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.explaining.words import words
from detectors.records import Span


class Regendered(NamedTuple):
    """A text with its gendered words exchanged."""

    text: str
    was_female: bool
    """Most of its gendered words were female before."""


_PAIRS = (
    "she he",
    "herself himself",
    "woman man",
    "women men",
    "girl boy",
    "girls boys",
    "lady gentleman",
    "ladies gentlemen",
    "mother father",
    "mum dad",
    "mom dad",
    "sister brother",
    "sisters brothers",
    "daughter son",
    "daughters sons",
    "wife husband",
    "girlfriend boyfriend",
    "grandmother grandfather",
    "grandma grandpa",
    "granddaughter grandson",
    "aunt uncle",
    "niece nephew",
    "female male",
    "mrs mr",
    "ms mr",
)
_TO_MALE = dict(pair.split() for pair in _PAIRS)
_TO_FEMALE = {male: female for female, male in (pair.split() for pair in reversed(_PAIRS))}
_NO_NOUN_PHRASE = frozenset(
    re.findall(
        r"\w+",
        "a about after again against all already also always am an and any are as at back be "
        "because been before but by can could did do does during each every for from had has "
        "have he her here hers him his home how i if in into is it just may me might more "
        "must my never no nor not now of off often on once one or our out over she should so "
        "some than that the their them then there these they this those through to today "
        "together tomorrow tonight too twice under until up us was we well were what when "
        "where which while who why will with without would yesterday yet you your",
    )
)


def regendered(text: str) -> Regendered | None:
    """The text with every gendered word exchanged; `None` where it has none.

    >>> regendered("Can my mother take her tablets, or will they harm her?").text
    'Can my father take his tablets, or will they harm him?'
    """
    found = list(_exchanged(text))
    if not found:
        return None
    female = sum(_is_female(word.text) for word, _ in found)
    parts, end = [], 0
    for word, new in found:
        parts += [text[end : word.start], _cased(word.text, new)]
        end = word.end
    return Regendered("".join(parts) + text[end:], 2 * female >= len(found))


def _exchanged(text: str) -> Iterator[tuple[Span, str]]:
    every = words(text)
    for at, word in enumerate(every):
        following = every[at + 1].text if at + 1 < len(every) else ""
        stem, apostrophe, ending = re.split("(['\u2019]|$)", word.text, maxsplit=1)
        new = _other(stem.lower(), following)
        if new is not None:
            yield word, new + apostrophe + ending


def _other(word: str, following: str) -> str | None:
    owns = following[:1].isalnum() and following.lower() not in _NO_NOUN_PHRASE
    if word == "her":
        return "his" if owns else "him"
    if word == "his":
        return "her" if owns else "hers"
    fixed = {"him": "her", "hers": "his"}
    return fixed.get(word) or _TO_MALE.get(word) or _TO_FEMALE.get(word)


def _is_female(word: str) -> bool:
    stem = re.split("['\u2019]", word.lower(), maxsplit=1)[0]
    return stem in _TO_MALE or stem in {"her", "hers"}


def _cased(word: str, new: str) -> str:
    if len(word) > 1 and word.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if word[:1].isupper() else new
