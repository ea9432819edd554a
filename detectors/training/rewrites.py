"""Other words for the same thing: changes after which a true sentence is still true.

Each only leaves something out, says it in a synonym, or moves a part. An edited sentence goes
through them too, so that not every difference from the source is a falsehood.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

from detectors.pair_encoding import NUMBER_WORDS

_SYNONYMS = dict(
    line.split(" = ")
    for line in Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines()
)
_SYNONYM = re.compile(
    rf"(?<![\w-])({'|'.join(sorted(map(re.escape, _SYNONYMS), key=len, reverse=True))})"
    r"(?!['\u2019\w-])"
)
_CONTRACTIONS = {
    "is not": "isn't",
    "are not": "aren't",
    "was not": "wasn't",
    "were not": "weren't",
    "does not": "doesn't",
    "do not": "don't",
    "did not": "didn't",
    "cannot": "can't",
    "can not": "can't",
    "could not": "couldn't",
    "should not": "shouldn't",
    "will not": "won't",
    "has not": "hasn't",
    "have not": "haven't",
}
_CONTRACTION = re.compile(rf"\b({'|'.join(_CONTRACTIONS)})\b")
_FIGURES = {figure: word for word, figure in list(NUMBER_WORDS.items())[2:]}
_FIGURE = re.compile(r"(?<![\w.,$£€-])(\d{1,2})(?= [a-z])")
_FRAMES = (
    "According to the text, {}",
    "It is stated that {}",
    "The document says that {}",
    "The source notes that {}",
    "As described, {}",
)


def rewritten(sentence: str, draw: random.Random, *, most: int = 3) -> str:
    """The sentence after up to `most` rewrites, drawn at random; some leave it as it is."""
    text = sentence
    for rewrite in draw.sample(_REWRITES, k=min(most, len(_REWRITES))):
        text = rewrite(text, draw)
    return text


def _without_brackets(text: str, _: random.Random) -> str:
    return re.sub(r" \([^()]*\)", "", text)


def _synonyms(text: str, draw: random.Random) -> str:
    return _SYNONYM.sub(lambda m: _SYNONYMS[m[1]] if draw.random() < 0.7 else m[1], text)


def _contracted(text: str, _: random.Random) -> str:
    return _CONTRACTION.sub(lambda m: _CONTRACTIONS[m[1]], text)


def _spelt(text: str, _: random.Random) -> str:
    return _FIGURE.sub(lambda m: _FIGURES.get(str(m[1]), str(m[1])), text)


def _opening_moved(text: str, _: random.Random) -> str:
    """ "In 2019, it closed." becomes "It closed in 2019." """
    found = re.fullmatch(
        r"((?:In|On|At|During|After|Before|Because|If|When|Since|For|With)\b[^,]{3,60}), ([^,]+)\.",
        text,
    )
    if not found:
        return text
    opening, rest = found.groups()
    return f"{rest[0].upper()}{rest[1:]} {opening[0].lower()}{opening[1:]}."


def _end_moved(text: str, _: random.Random) -> str:
    """ "It closed in 2019." becomes "In 2019, it closed." """
    found = re.fullmatch(
        r"((?:The|It|They|This|These|He|She|A|An)\b[^,]{8,120}) "
        r"((?:in|during|after|before|because|if|when) [^,]{3,50})\.",
        text,
    )
    if not found:
        return text
    rest, end = found.groups()
    return f"{end[0].upper()}{end[1:]}, {rest[0].lower()}{rest[1:]}."


def _shortened(text: str, _: random.Random) -> str:
    """Without a relative clause or an addition at the end."""
    short = re.sub(r", (?:which|who|where|including|such as|while|although)\b[^,]*\.$", ".", text)
    return short if len(short.split()) > 5 else text


def _without_opening(text: str, _: random.Random) -> str:
    found = re.match(r"(?:However|Therefore|Moreover|In addition|Also|Finally|For example), ", text)
    rest = text[found.end() :] if found else text
    return rest[:1].upper() + rest[1:]


def _framed(text: str, draw: random.Random) -> str:
    opens = re.match(r"(?:The|It|This|These|They|There|A|An|He|She|Most|Some|Many)\b", text)
    if not opens or draw.random() < 0.6:
        return text
    return draw.choice(_FRAMES).format(text[0].lower() + text[1:])


_REWRITES: tuple[Callable[[str, random.Random], str], ...] = (
    _without_brackets,
    _synonyms,
    _contracted,
    _spelt,
    _opening_moved,
    _end_moved,
    _shortened,
    _without_opening,
    _framed,
)
