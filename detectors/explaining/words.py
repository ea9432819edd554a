"""Splits a text into words with their spans, and gives words the scores of their tokens.

- Every character that is not space belongs to exactly one word.
- A word keeps its inner apostrophes, hyphens and decimal signs: `don't`, `co-codamol`, `2.5`.
- Any other punctuation sign is a word of its own, and so is every Chinese or Japanese character.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from detectors.records import Span, WordScore

_PUNCTUATION = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
)  # joiners U+200C and U+200D stay: they stand inside words
_IDEOGRAPH = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"[^\s{_PUNCTUATION}{_IDEOGRAPH}]+"
_WORD = re.compile(rf"{_LETTERS}(?:(?:['’\-‐‑]|(?<=\d)[.,](?=\d)){_LETTERS})*|\S[\ufe00-\ufe0f]*")  # noqa: RUF001


class TokenScore(NamedTuple):
    """The score of one token and the characters that it stands for."""

    start: int
    end: int
    """Equal to `start` for a token that stands for no characters, such as `[CLS]`."""
    score: float


class Merged(NamedTuple):
    """Scores by word, and what no word can have."""

    words: tuple[WordScore, ...]
    residual: float
    """Sum of the scores of tokens that stand for no characters, or for space alone."""


def words(text: str) -> tuple[Span, ...]:
    """The words of the text, in order.

    >>> [word.text for word in words("Is 2.5 mg co-codamol ok?")]
    ['Is', '2.5', 'mg', 'co-codamol', 'ok', '?']
    """
    return tuple(
        Span(text=match.group(), start=match.start(), end=match.end())
        for match in _WORD.finditer(text)
    )


def merge(text: str, tokens: Sequence[TokenScore]) -> Merged:
    """Every word that a token reaches, with its share of the tokens' scores.

    A token across several words is shared by the characters that it covers of each. Words after
    the last token are left out: the model never saw them.
    """
    seen = max((token.end for token in tokens), default=0)
    reached = [word for word in words(text) if word.start < seen]
    scores = [0.0] * len(reached)
    residual = 0.0
    first = 0
    for token in sorted(tokens, key=lambda token: token.start):
        while first < len(reached) and reached[first].end <= token.start:
            first += 1
        shares = _shares(token, reached, first)
        covered = sum(shares)
        if not covered:
            residual += token.score
        for at, share in enumerate(shares, start=first):
            scores[at] += token.score * share / covered
    return Merged(tuple(map(_scored, reached, scores)), residual)


def _shares(token: TokenScore, reached: Sequence[Span], first: int) -> list[int]:
    """How many characters the token covers of each word from `first` on, up to its last one."""
    shares = []
    for word in reached[first:]:
        if word.start >= token.end:
            break
        shares.append(min(word.end, token.end) - max(word.start, token.start))
    return shares


def _scored(word: Span, score: float) -> WordScore:
    return WordScore(text=word.text, start=word.start, end=word.end, score=score)
