"""Tells what would have to be worded otherwise for a classifier to decide otherwise.

- The changed text is asked as it stands, so its label and probability are what the model gives.
- Replacements are the nearest words of the model's own input embeddings, and those that the caller
  gives. What fits into the sentence is not judged: a changed text may read oddly, and then tells
  of the model and not of language.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from detectors.base import Answered, Findings, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.counterfactual_search import MOST_CHANGES, Searched, search
from detectors.explaining.empty_words import is_empty
from detectors.explaining.inputs import read_inputs
from detectors.explaining.vocabulary import Vocabulary
from detectors.records import Change, Counterfactual, Finding, Severity, Task

NAME = "counterfactual"

NEIGHBOURS = 4
"""Words of the model's vocabulary that each word is replaced with in turn."""

SHOWN = 3
"""Words that a message lists."""


class CounterfactualDetector:
    """Reports for each answer of a classifier the fewest word changes that flip it."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("changes texts of classifiers; this subject is none", detector=NAME)
        self._counterfactuals = Counterfactuals(resources.classifier)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """What flips the label of the highest probability, also where it was not given."""
        searched = self._counterfactuals.search([case.text for case, _ in answered])
        return [
            DetectorError(one, detector=NAME, case_id=pair.case.id)
            if isinstance(one, str)
            else tuple(_findings(one))
            for one, pair in zip(searched, answered, strict=True)
        ]


class Counterfactuals:
    """Searches counterfactuals of one classifier."""

    def __init__(self, classifier: Classifier, *, words: Sequence[str] = ()) -> None:
        """`words` are tried in the place of every word that is no punctuation, besides the
        neighbours of the vocabulary."""
        if not classifier.tokenizer.is_fast:
            raise DetectorError(
                "the model's tokenizer does not tell which characters a token stands for; one "
                "with a tokenizer.json does",
                detector=NAME,
            )
        self._classifier = classifier
        self._words = tuple(words)

    def search(self, texts: Sequence[str]) -> list[Searched | str]:
        """What flips each decision, in the order given, or why it cannot be searched."""
        inputs = read_inputs(self._classifier, texts)
        seen = sorted({word.text for one in inputs for word in one.words})
        near = self._vocabulary.neighbours(seen, most=NEIGHBOURS)
        replacements = {word: self._replacements(word, near.get(word, ())) for word in seen}
        return search(self._classifier, inputs, replacements)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._classifier)

    def _replacements(self, word: str, near: Sequence[str]) -> tuple[str, ...]:
        if not any(character.isalnum() for character in word):
            return ()
        found = dict.fromkeys((*self._words, *near))
        return tuple(other for other in found if other.casefold() != word.casefold())


def _findings(searched: Searched) -> Iterator[Finding]:
    if searched.found is None:
        yield Finding(
            rule=f"{NAME}.none",
            severity=Severity.NOTE,
            message=f"no change of up to {MOST_CHANGES} words was found that takes the label "
            f'"{searched.label}" ({searched.probability:.2f}) away',
        )
        return
    yield Finding(
        rule=f"{NAME}.flip",
        severity=Severity.NOTE,
        message=message(searched.found),
        counterfactual=searched.found,
    )
    fragile = [flip for flip in searched.alone if is_empty(flip.changes[0].word.text)]
    if fragile:
        yield _fragile(fragile)


def _fragile(flips: Sequence[Counterfactual]) -> Finding:
    """Words that say nothing of the topic, and of which each alone decides it."""
    surest = max(flips, key=lambda flip: flip.probability)
    listed = ", ".join(_quoted(flip.changes[0].word.text) for flip in flips[:SHOWN])
    more = f" and {len(flips) - SHOWN} more" if len(flips) > SHOWN else ""
    each = " each alone" if len(flips) > 1 else ""
    return Finding(
        rule=f"{NAME}.fragile",
        severity=Severity.WARNING,
        message=f"the label hangs on words without meaning of their own: taking out {listed}{more}"
        f"{each} changes it, to {_quoted(surest.label)} ({surest.probability:.2f}) without "
        f"{_quoted(surest.changes[0].word.text)}",
        counterfactual=surest,
        measures={"words": len(flips)},
    )


def message(flip: Counterfactual) -> str:
    """One sentence: what changed, and what the label would be.

    `without "grapefruit" the label would be "storage" (0.71) and not "interaction" (0.93)`
    """
    taken = [change for change in flip.changes if not change.replacement]
    replaced = [change for change in flip.changes if change.replacement]
    parts = [f"with {_listed([_replacement(change) for change in replaced])}"] if replaced else []
    if taken:
        parts.append(f"without {_listed([_quoted(change.word.text) for change in taken])}")
    return (
        f"{' and '.join(parts)} the label would be {_quoted(flip.label)} ({flip.probability:.2f}) "
        f"and not {_quoted(flip.from_label)} ({flip.from_probability:.2f})"
    )


def _replacement(change: Change) -> str:
    return f"{_quoted(change.replacement)} for {_quoted(change.word.text)}"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), parts[-1]])
