"""Says why a sentence of an answer is not checked: it states nothing that evidence could bear out.

When in doubt a sentence is checkworthy: a claim too many costs a look, one too few hides an error.
"""

import re
from functools import lru_cache

from detectors.phrases import is_empty, is_opinion
from detectors.records import Unchecked
from detectors.refusals import declines, plain
from detectors.sentences import Kind

LONGEST = 600
"""Characters; no phrase is as long, and a longer text would be searched in vain."""


@lru_cache(maxsize=4096)
def why_unchecked(sentence: str, kind: Kind = Kind.TEXT) -> Unchecked | None:
    """The first reason not to check the sentence; `None` where it is to be checked.

    >>> why_unchecked("Is it safe?"), why_unchecked("It is safe.")
    (<Unchecked.QUESTION: 'question'>, None)
    """
    if _is_code(sentence, kind):
        return Unchecked.CODE
    if kind is Kind.HEADING or _is_title(sentence):
        return Unchecked.HEADING
    if _is_question(sentence):
        return Unchecked.QUESTION
    return None if len(sentence) > LONGEST else _by_words(sentence)


def _is_code(sentence: str, kind: Kind) -> bool:
    """Whether it is code; a sentence that somebody put between code fences is none."""
    if kind is Kind.CODE:
        return not _PROSE.fullmatch(sentence.strip())
    return _CODE.fullmatch(sentence) is not None


def _by_words(sentence: str) -> Unchecked | None:
    if declines(sentence):
        return Unchecked.REFUSAL
    if is_empty(sentence):
        return Unchecked.PHRASE
    return Unchecked.OPINION if is_opinion(sentence) else None


def _is_title(sentence: str) -> bool:
    """Whether the sentence only announces what follows it: "You should:", "**Dose**"."""
    text = sentence.strip()
    if plain(text).endswith(":"):
        return not _STATES_BEFORE_COLON.match(text)
    return bool(_BOLD.fullmatch(text))


def _is_question(sentence: str) -> bool:
    text = sentence.strip(" \t*_")
    if text.endswith(('?"', "?”", "?'")):  # a question that a statement quotes is none
        return text[0] in "\"“'"
    return plain(text).endswith(("?", "?)", "?!", "??")) or bool(_ASKS.match(plain(text)))


_PROSE = re.compile(r"[A-Z\d][^{}<>=;|\\]*\s[^{}<>=;|\\]*\s[^{}<>=;|\\]*[.!?]")
_CODE = re.compile(
    r"""\s*(?:
    `[^`]+`[.]?                                   # all of it is marked as code
    |(?:</?[a-zA-Z!][^<>]*>\s*)+                  # nothing but tags
    |[{\[]\s*["'{\[].*[}\]],?                     # JSON
    |(?:&\w+;\s*)+                               # nothing but entities
    |[a-z][\w./-]*\s(?:.*\s)?--[a-z].*           # a command line
    |(?:def|function)\s\w+\(.*|class\s\w+.*[:{]|[^.]*[;{}]\s*$(?<=\W[;{}]) # a line of a program
    |(?:\$\s|pip\s|npm\s|sudo\s|curl\s|import\s\w+$|SELECT\s.+\sFROM\s).*
    |[\w.]+\(.*\)\s*;?
    )\s*""",
    re.VERBOSE | re.DOTALL,
)
_BOLD = re.compile(r"(?:\*\*|__)(?:(?!\*\*|__)[^.!?\d])+(?:\*\*|__)|<h[1-6][^<>]*>[^<>]*</h[1-6]>")
_STATES_BEFORE_COLON = re.compile(r"(?=.*\d)(?!.*\b(?:following|these|steps|below)\b)(?:\S+\s+){7}")
_ASKS = re.compile(
    r"(?:would you (?:like|prefer|mind)|do you (?:have|want|need|know|mean|prefer)"
    r"|may i (?:ask|know)"
    r"|could you|can you|i (?:wonder|was wondering|am wondering) (?:if|whether|what|how)"
    r"|(?:is|are) there anything(?: else)? (?:i|we|you)|shall (?:i|we))\b"
)
