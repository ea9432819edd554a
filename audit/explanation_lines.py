"""Writes explanations of decisions: one JSON object a line, in the order in which they were made.

A text that could not be explained has the label `null` and an `error`.
"""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from statistics import fmean

from audit.text_lines import TextLine
from detectors.explaining.attribution import is_converged
from detectors.records import Attribution, Faithfulness, Span

DIGITS = 5
"""Further ones differ with the company that a text has in a batch."""


class Outcome(StrEnum):
    """What an explanation is good for."""

    RELIABLE = "reliable"
    """Its words carry the decision more than random ones do, at 95 %."""
    NOT_RELIABLE = "not_reliable"
    """They do not."""
    TOO_SHORT = "too_short"
    """So few words that chance cannot be told from anything."""
    NOT_CONVERGED = "not_converged"
    """Its scores do not add up to the decision."""
    NOT_EXPLAINED = "not_explained"


class Tally(Counter[str]):
    """How many explanations ended how."""

    def add(self, line: Mapping[str, object]) -> None:
        """Count one line."""
        self[str(line["outcome"])] += 1

    @property
    def explained(self) -> int:
        """Those with an explanation, whatever it is good for."""
        return self.total() - self[Outcome.NOT_EXPLAINED]


def explanation_line(
    line: TextLine, attribution: Attribution, probability: float, found: Faithfulness | None
) -> dict[str, object]:
    """What is written of one text."""
    return {
        "id": line.id,
        "label": attribution.target,
        "probability": _round(probability),
        "outcome": _outcome(attribution, found),
        "words": _words(attribution),
        "method": attribution.method,
        "certified": attribution.certified,
        "baseline": attribution.baseline,
        "other_baseline": attribution.other_baseline,
        "residual": _round(attribution.residual),
        "convergence_delta": _round(attribution.convergence_delta),
        "relative_delta": _round(attribution.relative_delta),
        "truncated": attribution.truncated,
        **_faithful(found),
    }


def window_part(window: Span, attribution: Attribution, probability: float) -> dict[str, object]:
    """What is written of a stretch of a text that the model did not read when it decided."""
    return {
        "start": window.start,
        "end": window.end,
        "label": attribution.target,
        "probability": _round(probability),
        "words": _words(attribution, shift=window.start),
    }


def unexplained_line(line: TextLine, error: str) -> dict[str, object]:
    """What is written of a text that could not be explained."""
    return {"id": line.id, "label": None, "outcome": Outcome.NOT_EXPLAINED, "error": error}


def _words(attribution: Attribution, *, shift: int = 0) -> list[dict[str, object]]:
    """The words with their offsets in the whole text."""
    return [
        {"text": word.text, "start": word.start + shift, "end": word.end + shift}
        | {"score": _round(word.score)}
        | ({} if word.other is None else {"other": _round(word.other)})
        for word in attribution.words
    ]


def _faithful(found: Faithfulness | None) -> dict[str, object]:
    """The means over all ways to take words out, and each of them."""
    if found is None:
        return dict.fromkeys(("comprehensiveness", "sufficiency", "random_comprehensiveness"))
    scores = found.replacements
    return {
        "comprehensiveness": _round(fmean(one.comprehensiveness for one in scores)),
        "sufficiency": _round(fmean(one.sufficiency for one in scores)),
        "random_comprehensiveness": _round(fmean(o.random_comprehensiveness for o in scores)),
        "random_sufficiency": _round(fmean(one.random_sufficiency for one in scores)),
        "lift": _round(found.lift),
        "p_value": _round(found.p_value),
        "replacements": [one.replacement for one in scores],
    }


def _outcome(attribution: Attribution, found: Faithfulness | None) -> Outcome:
    if not is_converged(attribution):
        return Outcome.NOT_CONVERGED
    if found is None or found.reason:
        return Outcome.TOO_SHORT
    return Outcome.RELIABLE if found.reliable else Outcome.NOT_RELIABLE


def _round(value: float) -> float:
    return round(value, DIGITS) + 0.0  # no negative zero
