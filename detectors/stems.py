"""Words as they are compared: folded, without endings, with their spans.

- Folding drops case, diacritics and the shape of apostrophes and hyphens.
- The stemmer is light: it must send the forms of one word to one key ("dose", "doses", "dosed"),
  and may send two words to one, since a key only finds the sentence that is about the same thing.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Stem(NamedTuple):
    """A word of a text and the key by which it is compared."""

    start: int
    end: int
    word: str
    """Folded, whole."""
    key: str
    """Folded, without its ending; "" for a word that only holds a sentence together."""


def stems(text: str) -> list[Stem]:
    """The words of the text, in order.

    >>> [stem.key for stem in stems("The doses of Énalapril weren't stopped")]
    ['', 'dos', '', 'enalapril', '', 'stop']
    """
    return [_stem(found) for found in _WORD.finditer(text)]


def _stem(found: re.Match[str]) -> Stem:
    word = fold(found[0])
    return Stem(found.start(), found.end(), word, "" if word in FUNCTION_WORDS else key(word))


_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The word in lower case, without diacritics and possessive: "Müller's" is "muller"."""
    plain = word.replace("\u2019", "'").lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not _is_mark(c))
    return plain[:-2] if plain.endswith("'s") else plain.rstrip("'")


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


@lru_cache(maxsize=20_000)
def key(word: str) -> str:
    """A folded word without its ending.

    >>> [key(word) for word in ("studies", "study", "stopped", "stopping", "increase", "bus")]
    ['study', 'study', 'stop', 'stop', 'increas', 'bus']
    """
    if irregular := _IRREGULAR.get(word):
        return irregular
    if len(word) < 4 or not word.isalpha():
        return word
    bare = _ENDING.sub("", re.sub(r"ie[sd]$", "y", word))
    if word.endswith(("ed", "ing")) and len(bare) < len(word):
        bare = _DOUBLED.sub(r"\1", bare)
    return bare[:-1] if bare.endswith("e") and len(bare) > 3 else bare


_ENDING = re.compile(r"(?<=\w{3})(?:(?:ing|ed|ly)s?|(?<=[sxz])es|(?<=[cs]h)es|(?<![su])s)$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "giv gave given",
        "tak took taken",
        "rise rose risen",
        "fall fell fallen",
        "begin began begun",
        "writ wrote written",
        "hold held",
        "lead led",
        "leav left",
        "los lost",
        "mak made",
        "meet met",
        "pay paid",
        "say said",
        "sell sold",
        "send sent",
        "speak spoke spoken",
        "spend spent",
        "tell told",
        "think thought",
        "win won",
        "buy bought",
        "child children",
        "man men",
        "woman women",
        "person people",
        "know knew known",
        "show shown",
        "see saw seen",
        "find found",
        "go went gone goes",
        "com came",
        "becom became",
        "get got gotten",
        "grow grew grown",
        "keep kept",
        "build built",
        "break broke broken",
        "choos chose chosen",
        "feel felt",
        "teach taught",
        "catch caught",
        "bring brought",
        "eat ate eaten",
        "driv drove driven",
        "run ran",
    )
    for form in forms.split()[1:]
}
FUNCTION_WORDS = frozenset(
    re.findall(
        r"[\w'-]+",
        "a an the this that these those such and or but nor so yet as at by for from in into "
        "of off on onto out over to up upon with within about against among between through "
        "during per than then there here it its he him his she her hers they them their "
        "theirs we us our you your i me my who whom whose which what when where why how if "
        "while because although though since is are was were be been being am do does did "
        "done doing has have had having will would shall should can could may might must not "
        "no n't cannot don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't "
        "couldn't shouldn't hasn't haven't hadn't mustn't needn't it's he's she's they're "
        "we're you're i'm that's there's also very too more most some any each every all both "
        "either neither other another own same only just even still already however therefore "
        "one ones who's let's i've we've they've you've i'll we'll himself herself itself "
        "themselves",
    )
)
