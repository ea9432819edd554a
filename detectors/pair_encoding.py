"""Turns a claim and a premise into the input of the cross-encoder.

`[CLS] claim [SEP] premise [SEP]`, where the token type of each word says on which side it stands
and whether the other side has it too. A small encoder finds an exact match hard to see and a marked
one easy (Chen et al. 2017, arXiv:1704.00051, section 3.2, for a reader of the same kind).
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from detectors.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

WINDOW = 256
"""Tokens of claim and premise together; what does not fit is cut from the end of the premise."""
CLAIM_SHARE = 160
"""Tokens of the claim at most."""

PREMISE_ONLY, PREMISE_SHARED, CLAIM_SHARED, CLAIM_ONLY = range(4)
"""Token types. The pretrained type 0 stands first, so that an unmarked premise is what it was."""
TOKEN_TYPES = 4


class EncodedPair(NamedTuple):
    """One input of the cross-encoder."""

    input_ids: list[int]
    token_types: list[int]
    claim_tokens: int
    """The claim's tokens stand at 1 .. claim_tokens, after [CLS]."""
    claim_offsets: list[tuple[int, int]]
    """Character span in the claim of each of its tokens."""


def encode_pairs(tokenizer: "Tokenizer", pairs: Sequence[tuple[str, str]]) -> list[EncodedPair]:
    """(premise, hypothesis) pairs as inputs; each depends on its own pair alone."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    # half a surrogate pair is no text that the tokenizer takes
    whole = [text.encode("utf-8", "replace").decode() for text in texts]
    encoded = tokenizer.encode_batch(whole, add_special_tokens=False)
    of = dict(zip(texts, encoded, strict=True))
    ends = _id(tokenizer, "[CLS]"), _id(tokenizer, "[SEP]")
    return [_pair(pair, of[pair[0]], of[pair[1]], ends) for pair in pairs]


def word_keys(text: str) -> list[tuple[int, int, str]]:
    """Every word with its span and the form in which it is compared.

    >>> [key for *_, key in word_keys("Doses of 1,000 mg")]
    ['dose', 'of', '1000', 'mg']
    """
    return [(found.start(), found.end(), _key(found[0])) for found in _WORD.finditer(text)]


_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|[^\w\s]")
NUMBER_WORDS = dict(
    zip(
        re.findall(r"\w+", "zero one two three four five six seven eight nine ten eleven twelve"),
        map(str, range(13)),
        strict=True,
    )
)
"""Number words that are compared as figures."""

_ENDINGS = re.compile(r"(?<=\w{3})(?:ies|es|s|ed|ing|ly|'s|\u2019s)$")


def _key(word: str) -> str:
    if word[0].isdigit():
        return _plain_number(word)
    lower = word.lower()
    return NUMBER_WORDS.get(lower) or _ENDINGS.sub("", lower).rstrip("e") or lower


def _plain_number(digits: str) -> str:
    plain = digits.replace(",", "")
    try:
        return str(Fraction(plain))
    except ValueError:
        return plain


def _id(tokenizer: "Tokenizer", token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ModelError(f"the tokenizer has no token {token}; a BERT tokenizer is wanted")
    return found


def _pair(
    pair: tuple[str, str], premise: "Encoding", claim: "Encoding", ends: tuple[int, int]
) -> EncodedPair:
    cls, sep = ends
    size = min(len(claim.ids), CLAIM_SHARE)
    room = WINDOW - 3 - size
    ours, theirs = word_keys(pair[1]), word_keys(pair[0])
    shared = {key for *_, key in ours} & {key for *_, key in theirs}
    of_claim = _types(claim.offsets[:size], ours, shared, CLAIM_SHARED, CLAIM_ONLY)
    of_premise = _types(premise.offsets[:room], theirs, shared, PREMISE_SHARED, PREMISE_ONLY)
    return EncodedPair(
        [cls, *claim.ids[:size], sep, *premise.ids[:room], sep],
        [CLAIM_SHARED, *of_claim, CLAIM_SHARED, *of_premise, PREMISE_ONLY],
        size,
        claim.offsets[:size],
    )


def _types(
    offsets: Sequence[tuple[int, int]],
    words: Sequence[tuple[int, int, str]],
    shared: set[str],
    if_shared: int,
    if_not: int,
) -> list[int]:
    """The type of each token: that of the word in which it stands."""
    types, at = [], 0
    for start, _ in offsets:
        while at < len(words) and words[at][1] <= start:
            at += 1
        inside = at < len(words) and words[at][0] <= start
        types.append(if_shared if inside and words[at][2] in shared else if_not)
    return types
