"""Asserts that no word which ought not to decide does decide."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audit.testing.opening import Model, opened_model
from audit.testing.underpowered import Underpowered
from detectors.errors import AuditError
from reports.plain_text import Fact, laid_out, quoted

if TYPE_CHECKING:  # loads torch
    from detectors.explaining.shortcuts import InsertedWord

NAMED = 3
"""Texts that are shown of each word."""


def assert_no_shortcut(
    model: Model, texts: Sequence[str], words: Sequence[str]
) -> "tuple[InsertedWord, ...]":
    """What each word does, where none of them turns decisions by itself.

    Each word is put into texts that lack it and speak for another class, beside other words of like
    frequency and length (docs/explaining-reliance.md). It is a shortcut where it moves them to a
    class by more than chance, corrected for all words by Holm, and turns at least two decisions
    that no other word turned. The texts are of the domain, and do not vary one another.

    Raises `AssertionError` where a word is a shortcut, `Underpowered` where none is found but a
    word was tried in fewer than 30 texts that speak for another class, `ModelError` where there is
    no such model, and `AuditError` where no word is given.
    """
    __tracebackhide__ = True
    if isinstance(words, str) or not words:
        raise AuditError("words is no list of words, or an empty one; give at least one word")
    from detectors.explaining.shortcuts import ENOUGH_SLOTS, LEAST_FLIPS, suspects

    found = suspects(opened_model(model), texts, words)
    bad = [one for one in found.measured if one.acts and one.flips.hits >= LEAST_FLIPS]
    if bad:
        named = ", ".join(quoted(one.word) for one in bad)
        headline = f"{named}: {len(bad)} of {len(words)} words turn decisions by themselves"
        raise AssertionError(laid_out(headline, _facts(bad, texts)))
    tried = {one.word: one.flips.n for one in found.measured}
    few = [word for word in words if tried.get(word.lower(), 0) < ENOUGH_SLOTS]
    if few:
        named = ", ".join(f"{quoted(word)} in {tried.get(word.lower(), 0)}" for word in few)
        wanted = f"{ENOUGH_SLOTS} texts that speak for another class"
        raise Underpowered(f"too few texts to tell: {named}, of {wanted} that are wanted for each")
    return found.measured


def _facts(found: "Sequence[InsertedWord]", texts: Sequence[str]) -> Iterator[Fact]:
    for one in found:
        effect, flips = one.effect, one.flips
        yield Fact("word", quoted(one.word))
        yield Fact("moves to", one.label, depth=2)
        yield Fact(
            "effect",
            f"{effect.value * 100:+.1f} points of probability beyond other words "
            f"({effect.low * 100:+.1f} to {effect.high * 100:+.1f}, n {effect.n})",
            depth=2,
        )
        yield Fact("turned", f"{flips.hits} of {flips.n} decisions", depth=2)
        for at in one.texts[:NAMED]:
            yield Fact("such as", quoted(texts[at]), depth=2)
