"""Explains the decisions on texts of a test, and measures whether that can be relied on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.errors import AuditError, DetectorError
from detectors.explaining.attribution import attributions, is_converged
from detectors.explaining.faithfulness import faithfulness
from detectors.explaining.inputs import read_inputs
from detectors.explaining.replacements import Replacer
from detectors.records import Attribution, Faithfulness
from reports.numbers import p_value, signed
from reports.plain_text import Fact, quoted

LISTED = 4
"""Words that are named for and against."""


class Explained(NamedTuple):
    """A text, why the model decided so, and how far that carries."""

    text: str
    attribution: Attribution

    @property
    def faithfulness(self) -> Faithfulness | None:
        """`None` where the text has fewer than two words."""
        return self.attribution.faithfulness

    @property
    def is_too_short(self) -> bool:
        """No order of its words could be told from chance."""
        return self.faithfulness is None or self.faithfulness.reason is not None

    @property
    def is_unreliable(self) -> bool:
        """Its scores do not add up, or random words carry the decision as well."""
        if not is_converged(self.attribution):
            return True
        found = self.faithfulness
        return found is not None and found.reason is None and not found.reliable

    def facts(self) -> Iterator[Fact]:
        """What a reader has to know of it."""
        words = sorted(self.attribution.words, key=lambda word: -word.score)
        for_it = [word for word in words if word.score > 0][:LISTED]
        against = [word for word in reversed(words) if word.score < 0][:LISTED]
        yield Fact("text", quoted(self.text))
        yield Fact("label", self.attribution.target, depth=2)
        for label, listed in (("words for", for_it), ("against", against)):
            shown = ", ".join(f"{quoted(word.text)} {signed(word.score)}" for word in listed)
            yield Fact(label, shown, depth=2)
        yield Fact("why", self._why(), depth=2)

    def _why(self) -> str:
        found = self.faithfulness
        if not is_converged(self.attribution):
            return f"{self.attribution.relative_delta:.0%} of the decision is in no word's score"
        if found is None or found.reason:
            return found.reason if found and found.reason else "it has fewer than two words"
        lift, p = signed(found.lift), p_value(found.p_value)
        return f"its words carry {lift} of the probability more than random words do, {p}"


def explained(
    classifier: Classifier,
    texts: Sequence[str],
    *,
    method: str,
    baseline: str,
    neighbours: Sequence[str],
) -> list[Explained]:
    """The explanation of each text, all in one go.

    Raises `AuditError` where no text is given, or one cannot be explained.
    """
    if not texts:
        raise AuditError("no text is given, so nothing would be shown; give at least one")
    found = attributions(classifier, texts, method=method, baseline=baseline)
    made = [_attribution(one) for one in found]
    replacer = Replacer(classifier.tokenizer, read_inputs(classifier, neighbours or texts))
    measured = faithfulness(classifier, read_inputs(classifier, texts), made, replacer)
    return [
        Explained(text, replace(one, faithfulness=faithful))
        for text, one, faithful in zip(texts, made, measured, strict=True)
    ]


def _attribution(found: Attribution | DetectorError) -> Attribution:
    if isinstance(found, DetectorError):
        raise found
    return found
