"""Small changes that make a true sentence false, each with the span that it changed.

The label follows from the construction: what is changed is a value, a name or the polarity, so the
sentence no longer says what its source says. An edit that does not apply gives `None`.
"""

import random
import re
from calendar import month_name
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from detectors.pair_encoding import NUMBER_WORDS


class Edited(NamedTuple):
    """A sentence after one change."""

    text: str
    start: int
    end: int
    label: str
    kind: str


def edits(sentence: str, names: Sequence[str], draw: random.Random) -> list[Edited]:
    """One of each kind that applies, in a fixed order; `names` stand elsewhere in the document."""
    made = [edit(sentence, draw) for edit in _EDITS]
    made.append(_other_name(sentence, names, draw))
    return [edit for edit in made if edit is not None]


def proper_names(text: str) -> list[str]:
    """Runs of capitalised words that do not open a sentence, and acronyms."""
    found = (match[1] for match in _NAME.finditer(text))
    return sorted({name for name in found if name.lower() not in _NOT_NAMES and len(name) > 2})


_NAME = re.compile(
    r"(?<=[a-z,;:] )((?:[A-Z][\w\u2019'-]+|[A-Z]{2,}\d*)(?: (?:of |de |van )?[A-Z][\w'-]+)*)"
)
_NOT_NAMES = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "a",
        "an",
        "in",
        "on",
        "at",
        "for",
        "and",
        "but",
        "or",
        "if",
        "when",
    ]
)
_NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w]|[.,]\d)")
_NUMBER_WORDS = list(NUMBER_WORDS)[2:]
_NUMBER_WORD = re.compile(rf"\b({'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_MONTHS = list(month_name)[1:]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_UNITS = (
    ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"),
    ("second", "minute", "hour", "day", "week", "month", "year", "decade"),
    ("micrograms", "milligrams", "grams", "kilograms"),
    ("mcg", "mg", "g", "kg"),
    ("ml", "l"),
    ("millimeters", "centimeters", "meters", "kilometers", "inches", "feet", "miles"),
    ("mm", "cm", "km"),
    ("thousand", "million", "billion", "trillion"),
    ("dollars", "euros", "pounds"),
    ("ounces", "tons"),
)
_UNIT_OF = {unit: family for family in _UNITS for unit in family}
_UNIT = re.compile(rf"(?<=\d |[a-z] )({'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})\b")

_OPPOSITES = [
    line.split(" / ")
    for line in Path(__file__).with_name("opposites.txt").read_text(encoding="utf-8").splitlines()
]
_OPPOSITE_OF = {word: pair[1 - at] for pair in reversed(_OPPOSITES) for at, word in enumerate(pair)}
_OPPOSITE = re.compile(
    rf"(?<![\w-])({'|'.join(sorted(_OPPOSITE_OF, key=len, reverse=True))})(?!['\u2019\w-])",
    re.IGNORECASE,
)
_QUANTIFIERS = ("all", "most", "some", "few", "no", "only some", "half of the", "every")
_QUANTIFIER = re.compile(r"\b(all|most|some|many|several|few|half of)\b(?= [a-z])", re.IGNORECASE)
_COMPARATORS = {
    "at least": "at most",
    "at most": "at least",
    "more than": "less than",
    "less than": "more than",
    "fewer than": "more than",
    "over": "under",
    "under": "over",
    "up to": "at least",
    "no more than": "no less than",
    "maximum of": "minimum of",
    "minimum of": "maximum of",
    "older than": "younger than",
    "younger than": "older than",
    "exactly": "at least",
    "about": "more than twice",
}
_COMPARATOR = re.compile(
    rf"\b({'|'.join(sorted(_COMPARATORS, key=len, reverse=True))})"
    rf"(?= (?:\$|£|€)?(?:\d|{'|'.join(_NUMBER_WORDS)}))",
    re.IGNORECASE,
)
_MODALS = {
    # only what the source does not imply: who must, may; what will be, might be
    "can": ("must", "cannot"),
    "may": ("must", "will always", "may not"),
    "might": ("will", "must"),
    "should": ("need not", "should not"),
    "must": ("need not", "must not"),
    "could": ("must", "could not"),
    "will": ("will not",),
}
_MODAL = re.compile(rf"\b({'|'.join(_MODALS)})\b(?! not|n't)(?= [a-z])")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|should|must|may|might|will|would|has|have|had|does|do|did)\b"
    r"(?! not|n't)(?= [a-z])"
)
_NOT = re.compile(r"\b(?:not |never |n't\b)|\bcannot\b|\bno (?=[a-z])")
_VERB = re.compile(r"(?<=[a-z] )(?P<stem>[a-z]{3,})s\b (?=(?:the|a|an|his|her|its|their|in|to)\b)")
_PLURAL_BEFORE = re.compile(r"\b(?:of|for|in|with|by|these|those|many|some|all|most|other) $")


def _replaced(text: str, start: int, end: int, new: str, label: str, kind: str) -> Edited:
    if text[start : start + 1].isupper() and new[:1].islower():
        new = new[0].upper() + new[1:]
    return Edited(text[:start] + new + text[end:], start, start + len(new), label, kind)


def _pick(pattern: re.Pattern[str], text: str, draw: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return draw.choice(found) if found else None


def _number(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_NUMBER, text, draw)
    if not found:
        return None
    new = _other_number(found[1], draw)
    return _replaced(text, *found.span(1), new, "refuted", "number") if new != found[1] else None


def _other_number(digits: str, draw: random.Random) -> str:
    plain = digits.replace(",", "")
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", plain):
        return str(int(plain) + draw.choice((-30, -11, -10, -3, -2, -1, 1, 2, 3, 10, 12)))
    if "." in plain:
        whole, part = plain.split(".")
        return draw.choice((f"{int(whole) + draw.randint(1, 5)}.{part}", f"{part}.{whole}"))
    value = int(plain)
    other = draw.choice((value * 10, value * 2, value + 1, value + draw.randint(1, 9), value * 3))
    if value > 3 and draw.random() < 0.5:
        other = draw.choice((value // 2, value - 1, max(1, value // 10)))
    return f"{other:,}" if "," in digits else str(other)


def _number_word(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_NUMBER_WORD, text, draw)
    if not found:
        return None
    others = [word for word in _NUMBER_WORDS if word != found[1].lower()]
    return _replaced(text, *found.span(1), draw.choice(others), "refuted", "number")


def _month(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_MONTH, text, draw)
    if not found:
        return None
    others = [month for month in _MONTHS if month != found[1]]
    return _replaced(text, *found.span(1), draw.choice(others), "refuted", "date")


def _unit(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_UNIT, text, draw)
    if not found:
        return None
    others = [unit for unit in _UNIT_OF[found[1]] if unit != found[1]]
    return _replaced(text, *found.span(1), draw.choice(others), "refuted", "unit")


def _opposite(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_OPPOSITE, text, draw)
    if not found:
        return None
    new = _OPPOSITE_OF[found[1].lower()]
    return _replaced(text, *found.span(1), new, "refuted", "opposite")


def _quantifier(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_QUANTIFIER, text, draw)
    if not found:
        return None
    near = {"most": ("many", "several"), "many": ("most", "several"), "some": ("several",)}
    not_these = {found[1].lower(), *near.get(found[1].lower(), ())}
    new = draw.choice([word for word in _QUANTIFIERS if word not in not_these])
    label = (
        "refuted" if new in ("no", "few") or found[1].lower() in ("all", "few") else "not_supported"
    )
    return _replaced(text, *found.span(1), new, label, "quantifier")


def _comparator(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_COMPARATOR, text, draw)
    if not found:
        return None
    return _replaced(text, *found.span(1), _COMPARATORS[found[1].lower()], "refuted", "comparator")


def _modal(text: str, draw: random.Random) -> Edited | None:
    found = _pick(_MODAL, text, draw)
    if not found:
        return None
    new = draw.choice(_MODALS[found[1]])
    label = "refuted" if "not" in new else "not_supported"
    return _replaced(text, *found.span(1), new, label, "modality")


def _negated(text: str, draw: random.Random) -> Edited | None:
    """With a "not" more, or one less."""
    if found := _pick(_NOT, text, draw):
        if found[0] == "cannot":
            return _replaced(text, *found.span(), "can", "refuted", "negation")
        return _replaced(text, *found.span(), "", "refuted", "negation")
    found = _AUXILIARY.search(text)
    if found:
        return _replaced(text, *found.span(1), f"{found[1]} not", "refuted", "negation")
    found = _VERB.search(text)
    if not found or _PLURAL_BEFORE.search(text[: found.start()]):
        return None
    denied = f"does not {found['stem']} "
    return _replaced(text, *found.span(), denied, "refuted", "negation")


def _other_name(text: str, names: Sequence[str], draw: random.Random) -> Edited | None:
    ours = [m for m in _NAME.finditer(text) if m[1].lower() not in _NOT_NAMES and len(m[1]) > 2]
    if not ours:
        return None
    found = draw.choice(ours)
    others = [n for n in names if n not in text and found[1] not in n and n not in found[1]]
    alike = [n for n in others if n.isupper() == found[1].isupper()]
    if not alike:
        return None
    return _replaced(text, *found.span(1), draw.choice(alike), "not_supported", "name")


def _roles(text: str, draw: random.Random) -> Edited | None:
    """Two names of the sentence exchanged."""
    ours = [m for m in _NAME.finditer(text) if len(m[1]) > 2]
    opening = re.match(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*(?= [a-z]+(?:s|ed)\b)", text)
    if not opening or not ours or opening[0].lower() in _NOT_NAMES:
        return None
    other = draw.choice(ours)
    if other[1] in opening[0] or opening[0] in other[1] or " and " in text[: other.start()]:
        return None
    between = text[opening.end() : other.start(1)]
    new = f"{other[1]}{between}{opening[0]}"
    return Edited(new + text[other.end(1) :], 0, len(new), "not_supported", "roles")


_EDITS: tuple[Callable[[str, random.Random], Edited | None], ...] = (
    _number,
    _number_word,
    _month,
    _unit,
    _opposite,
    _quantifier,
    _comparator,
    _modal,
    _negated,
    _roles,
)
