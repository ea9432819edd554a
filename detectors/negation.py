"""What a sentence denies or forbids, word by word.

Limits ("no more than 4 g") deny nothing. A word list and the order of words, no parser: a denial
reaches the next content word, and what follows that within the clause may or may not be denied.
Opposites count as denials of one another, so "not safe" and "unsafe" are the same.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.opposites import poles
from detectors.stems import Stem, key

_LIMIT = re.compile(
    r"\b(?:no|not|never)(?: be| have| cost| last)? (?:more|less|fewer|later|longer|earlier|older"
    r"|younger|greater|higher|lower) than\b"
    r"|\bno \w+ (?:may|can|must|shall|should|will) (?:\w+ )?(?:more|less|fewer) than\b"
    r"|\bnot (?:only|just|merely|necessarily|to mention|least)\b|\bno doubt\b|\bif not\b|\bor not\b"
    r"|\b(?:do|does|must|should|may|can|shall) ?not (?:take more than|exceed|go over)\b"
    r"|\bnot (?:\w+ )?exceed\w*\b|\bwith or without\b|\bwhether or not\b|\bno matter\b"
    r"|\bno one but\b|\bno\. ?\d+|\bcan ?not (?:help|wait|but)\b|\bwhy not\b|\bnot until\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|\w+n't|avoid(?:ed|s|ing)?|unsafe|unsuitable"
    r"|contraindicated|forbidden|prohibited|without|unless|outside|beyond|exceed(?:s|ed|ing)?"
    r"|outlasts?|too|hardly|scarcely|barely|refus(?:es?|ed|ing)|den(?:y|ies|ied)|reject(?:s|ed|ing)?"
    r"|lack(?:s|ed|ing)?|los(?:es?|t|ing)|miss(?:es|ed|ing)?|fail(?:s|ed|ing)?|illegal|unlawful"
    r"|invalid|impossible|useless|exclude[sd]?|exempt|nothing|nobody|ban(?:s|ned)?|longer)\b",
    re.IGNORECASE,
)
_DENIES = frozenset(
    re.findall(
        r"[\w'-]+",
        "not no never none nor neither cannot without nobody nothing nowhere hardly scarcely "
        "barely non fail fails failed refuse refuses refused avoid avoids avoided avoiding "
        "lack lacks lacked unable ain't dont doesnt didnt isnt wasnt cant wont couldnt "
        "wouldnt shouldnt hasnt havent",
    )
)
_DENIES_BACK = frozenset(["no", "none", "nothing", "nobody", "neither", "never"])
_ENDS = frozenset(
    re.findall(
        r"[\w'-]+",
        "but because although though if while when unless until whereas who which that since "
        "however except instead rather",
    )
)
_PREFIX = re.compile(r"(?:un|non)(?=\w{4})")


def is_negative(sentence: str) -> bool:
    """Whether the sentence denies or forbids something, in whatever words.

    >>> is_negative("It must not be crushed."), is_negative("Take no more than 4 g.")
    (True, False)
    """
    plain = without_limits(sentence)
    return _NEGATIVE.search(plain) is not None


def denials(words: Sequence[Stem]) -> int:
    """How many words of a sentence deny or turn what it says: a service that was closed is none."""
    return sum(_is_denial(stem.word) or stem.word in _TURNS for stem in words)


_TURNS = frozenset(
    re.findall(
        r"[\w'-]+",
        "ban banned bans block blocked blocks closed closes down except forbid forbidden forbids "
        "instead last loses lost off out prevent prevented prevents prohibited rather stop stopped "
        "stops waive waived waives",
    )
)
"""Words after which as good as nothing is left of a thing, though no denial stands there."""


_EXEMPTS = re.compile(
    r"\b(?:only|solely|unless|except(?:ion|ions|ing)?|until|till|rather|instead|hardly|but"
    r"|(?:other|else) than|first time|apart from|save for|other)\b",
    re.IGNORECASE,
)


def is_exempting(sentence: str) -> bool:
    """Whether it says a thing of some and the contrary of the rest: "only on Mondays".

    >>> is_exempting("It runs except on Mondays."), is_exempting("It runs on Mondays.")
    (True, False)
    """
    return _EXEMPTS.search(sentence) is not None


class Said(NamedTuple):
    """A content word of a sentence and whether the sentence affirms it."""

    start: int
    end: int
    position: int
    """Of its stem in the sentence."""
    key: str
    """Its stem, or the name of the pair of opposites that it is of."""
    sign: int
    """1 affirmed, -1 denied, 0 either."""
    is_loose: bool = False
    """One of a pair that is compared only in the very same place."""


def without_limits(text: str) -> str:
    """The text with every limit blanked, as long as before."""
    return _LIMIT.sub(lambda found: "#" * len(found[0]), text.replace("\u2019", "'"))


def said(plain: str, words: Sequence[Stem]) -> Iterator[Said]:
    """Every content word with its sign, under its own stem and under its pairs of opposites.

    >>> from detectors.stems import stems
    >>> [(each.key, each.sign) for each in said("It is not crushed", stems("It is not crushed"))]
    [('crush', -1)]
    """
    reach, end = 0, 0
    for position, stem in enumerate(words):
        gap = plain[end : stem.start] if position else ""
        end = stem.end
        if reach and (stem.word in _ENDS or _BREAK.search(gap)):
            reach = 0
        if plain[stem.start] == "#":
            continue
        if _is_denial(stem.word):
            reach = _REACH
            yield from _poles(stem, position, 1)
        elif stem.key:
            is_manner = reach == _REACH and stem.word.endswith("ly")
            sign = 0 if is_manner else _SIGN_AT[reach]
            after = words[position + 1].word if position + 1 < len(words) else ""
            if after in _DENIES_BACK:
                sign = 0  # "found no evidence" is "did not find evidence"
            if after == "free" and plain[end : end + 1] == "-":
                sign = -1
            yield from _signs(stem, position, sign)
            reach = reach if is_manner else max(0, reach - 1)
        else:
            yield from _poles(stem, position, _SIGN_AT[reach])


_BREAK = re.compile(r"[,;:.!?()\u2013\u2014]")
_REACH = 2
"""Content words that a denial reaches: the first is denied, the second may be."""
_SIGN_AT = {0: 1, 1: 0, 2: -1}


def _is_denial(word: str) -> bool:
    return word in _DENIES or word.endswith("n't")


def _poles(stem: Stem, position: int, sign: int) -> Iterator[Said]:
    for pole in poles().get(stem.key or key(stem.word), ()):
        yield Said(stem.start, stem.end, position, pole.pair, sign * pole.sign, pole.is_loose)


def _signs(stem: Stem, position: int, sign: int) -> Iterator[Said]:
    yield Said(stem.start, stem.end, position, stem.key, sign)
    yield from _poles(stem, position, sign)
    if found := _PREFIX.match(stem.word):
        bare = stem.key[found.end() :]
        yield Said(stem.start, stem.end, position, bare, -sign)
