"""Makes labelled pairs from plain documents; every label follows from how the pair was made.

From one sentence and its surroundings come: a rewrite (supported), a rewrite with one local edit
(refuted or not supported, with its span), a rewrite whose sentence was taken out of the premise
(not enough info), and one with a statement added that the premise does not make. All draw on the
same sentences, so the claim alone tells nothing of its label.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from detectors.sentences import sentences
from detectors.training.edits import edits, proper_names
from detectors.training.examples import Example
from detectors.training.rewrites import rewritten

FEWEST, MOST = 6, 40
"""Words of a sentence that is used."""
WINDOW_WORDS = 95


def constructed(
    texts: Mapping[str, str], *, source: str, most_of_one: int, draw: random.Random
) -> Iterator[Example]:
    """Pairs from every document, at most `most_of_one` base sentences of each."""
    for document, text in texts.items():
        said = [text[s.start : s.end] for s in sentences(text)]
        usable = [at for at, sentence in enumerate(said) if _is_usable(sentence)]
        names = proper_names(text)
        for at in draw.sample(usable, k=min(most_of_one, len(usable))):
            for example in _from_sentence(said, at, names, draw):
                yield example._replace(source=source, document=f"{source}:{document}")


def _is_usable(sentence: str) -> bool:
    words = sentence.split()
    return (
        FEWEST <= len(words) <= MOST
        and sentence[0].isupper()
        and sentence.endswith(".")
        and not re.search(r"https?:|www\.|\bet al\b|[|<>{}]", sentence)
    )


def _from_sentence(
    said: Sequence[str], at: int, names: Sequence[str], draw: random.Random
) -> Iterator[Example]:
    with_it = _window(said, at, draw, keep=True)
    claim = rewritten(said[at], draw)
    yield _example(with_it, claim, "supported", ())
    possible = edits(rewritten(said[at], draw, most=2), names, draw)
    # a negation can nearly always be put in, so it would crowd out the rest
    often = [edit for edit in possible if edit.kind != "negation" or draw.random() < 0.35]
    possible = often or possible
    for edit in draw.sample(possible, k=min(2, len(possible))):
        yield _example(with_it, edit.text, edit.label, ((edit.start, edit.end),))
    without = _window(said, at, draw, keep=False)
    if len(without.split()) > 15 and _overlap(said[at], without) < 0.7:
        yield _example(without, rewritten(said[at], draw), "not_enough_info", None)
    if draw.random() < 0.35:
        yield from _with_addition(said, at, with_it, claim, draw)


def _with_addition(
    said: Sequence[str], at: int, premise: str, claim: str, draw: random.Random
) -> Iterator[Example]:
    """A second statement of the document, in the premise or not."""
    others = [s for s in said if s is not said[at] and _is_usable(s)]
    if not others:
        return
    more = draw.choice(others)
    whole = f"{claim} {rewritten(more, draw)}"
    if more in premise:
        yield _example(premise, whole, "supported", ())
    elif _overlap(more, premise) < 0.6:
        yield _example(premise, whole, "not_enough_info", ((len(claim) + 1, len(whole)),))


def _example(
    premise: str, claim: str, label: str, unsupported: tuple[tuple[int, int], ...] | None
) -> Example:
    return Example(premise, claim, label, "", "", unsupported)


def _window(said: Sequence[str], at: int, draw: random.Random, *, keep: bool) -> str:
    """The sentence with neighbours, or the neighbours without it; some of it in other words."""
    start, end = at, at + 1
    room = draw.randint(25, WINDOW_WORDS)
    while end - start < len(said):
        before = draw.random() < 0.5 and start > 0
        if not before and end >= len(said):
            before = True
        if before and start == 0:
            break
        new = said[start - 1] if before else said[end]
        if sum(len(s.split()) for s in said[start:end]) + len(new.split()) > room:
            break
        start, end = (start - 1, end) if before else (start, end + 1)
    every = [s for n, s in enumerate(said[start:end], start) if keep or n != at]
    if not keep and not every:
        every = list(said[max(0, at - 2) : at] or said[at + 1 : at + 3])
    if draw.random() < 0.5:
        every = [rewritten(s, draw, most=2) for s in every]
    return " ".join(every)


def _overlap(sentence: str, text: str) -> float:
    """Share of the sentence's longer words that the text has."""
    words = {word for word in re.findall(r"\w+", sentence.lower()) if len(word) > 3}
    return sum(word in text.lower() for word in words) / max(1, len(words))
