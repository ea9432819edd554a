"""A text as a classifier sees it: its tokens, and the words that they stand for.

Everything that explains works on these words, so that scores, rationales and counterfactuals of one
text name the same ones.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.words import words
from detectors.records import Span


class ModelInput(NamedTuple):
    """What a classifier reads of one text."""

    text: str
    ids: list[int]
    """(t,) token ids, special tokens included, cut at what the model can read."""
    spans: list[tuple[int, int]]
    """(t,) the characters that each token stands for."""
    special: list[bool]
    """(t,) whether the tokenizer put it there, as `[CLS]`."""
    words: tuple[Span, ...]
    """Those that a token reaches, in order; words after them were never seen."""
    word_of: list[int | None]
    """(t,) the word that a token stands for most, by characters; `None` where it is special or
    stands for space alone."""
    truncated: bool
    """The model sees only the beginning of the text."""


def read_inputs(classifier: Classifier, texts: Sequence[str]) -> list[ModelInput]:
    """What the classifier reads of each text; its tokenizer has to tell characters of tokens."""
    return [_read(classifier, text) for text in texts]


def _read(classifier: Classifier, text: str) -> ModelInput:
    encoded = classifier.tokenizer(
        text,
        truncation=True,
        max_length=classifier.max_length,
        return_overflowing_tokens=True,  # the only sign that something was cut off
        return_offsets_mapping=True,
    )
    parts = encoded.encodings or []
    special = [bool(mark) for mark in parts[0].special_tokens_mask]
    spans = [(0, 0) if mark else span for mark, span in zip(special, parts[0].offsets, strict=True)]
    seen = max((end for _, end in spans), default=0)
    reached = tuple(word for word in words(text) if word.start < seen)
    return ModelInput(
        text=text,
        ids=list(parts[0].ids),
        spans=spans,
        special=special,
        words=reached,
        word_of=list(_words_of(spans, reached)),
        truncated=len(parts) > 1,
    )


def _words_of(spans: Sequence[tuple[int, int]], reached: Sequence[Span]) -> Iterator[int | None]:
    first = 0
    for start, end in spans:
        if start == end:
            yield None
            continue
        while first < len(reached) and reached[first].end <= start:
            first += 1
        yield _most(start, end, reached, first)


def _most(start: int, end: int, reached: Sequence[Span], first: int) -> int | None:
    """The word from `first` on of which the token covers most characters, the earlier of two."""
    best, most = None, 0
    for at in range(first, len(reached)):
        word = reached[at]
        if word.start >= end:
            break
        covered = min(word.end, end) - max(word.start, start)
        if covered > most:
            best, most = at, covered
    return best
