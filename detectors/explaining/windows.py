"""Cuts a text that is longer than a classifier reads into stretches that it reads whole."""

from collections.abc import Iterator, Sequence

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.words import words
from detectors.records import Span

WORDS_A_TOKEN = 4
"""More words than this in one token are not expected; it only bounds what is tokenized at once."""


def windows(classifier: Classifier, text: str) -> tuple[Span, ...]:
    """Consecutive stretches of the text with their offsets; a text that fits is one of them.

    They leave out nothing but space between words, and part no word that fits in a window. Each is
    decided on its own: the model never sees two of them together.
    """
    return tuple(_windows(classifier, text, words(text)))


def _windows(classifier: Classifier, text: str, every: Sequence[Span]) -> Iterator[Span]:
    start, at = 0 if every else len(text), 0
    most = WORDS_A_TOKEN * classifier.max_length
    while at < len(every):
        start = max(start, every[at].start)
        end = _fitting(classifier, text, start, every[min(at + most, len(every)) - 1].end)
        yield Span(text=text[start:end], start=start, end=end)
        start = end
        while at < len(every) and every[at].end <= end:
            at += 1


def _fitting(classifier: Classifier, text: str, start: int, end: int) -> int:
    """Where a window from `start` has to end so that the model reads all of it."""
    while (one := read_inputs(classifier, [text[start:end]])[0]).truncated:
        end = start + _last_whole_word(one)
    return end


def _last_whole_word(one: ModelInput) -> int:
    """The end of the last word that was read whole; of what was read where no word was."""
    seen = max(stop for _, stop in one.spans)
    whole = [word.end for word in one.words if word.end <= seen and word.end < len(one.text)]
    return whole[-1] if whole else seen
