"""How fluent an answer is, by figures that anyone can compute again, never by a score of its own.

- Perplexity: exp of the mean negative log-likelihood of a token under a named language model, which
  reads the answer alone (Jelinek et al. 1977). Less is more usual English; it is no truth.
- Length in words and sentences, the share of 4-grams that are repeats, and that of distinct
  2-grams: what a model that runs in circles shows.

Limits: a model prefers what is like its own training, and above all what it wrote itself
(Panickssery et al. 2024, NeurIPS, "LLM Evaluators Recognize and Favor Their Own Generations");
common sentences fare better than good ones, and a text that repeats itself has a low perplexity:
read the figures together. Perplexities under two models do not compare.
Alternatives: ratings by people; a model that was trained on such ratings, with its error stated.
"""

import math
from collections.abc import Mapping, Sequence

from detectors.base import Answered, Findings, Resources, ScorerFiles
from detectors.errors import DetectorError
from detectors.records import Finding, Severity, Task
from detectors.sentences import sentences
from detectors.wording import distinct_2, repetition, words

_LARGEST = 700.0
"""The largest exponent that a float can bear, roughly."""
_DIGITS = 4
"""Decimals that are kept: those after them depend on the batch that an answer is scored in."""


class FluencyDetector:
    """Measures every answer."""

    name = "fluency"
    task = Task.ANSWER

    def __init__(self, resources: Resources) -> None:
        """Raises `DetectorError` without a model to score by, `ModelError` where it is unusable."""
        if resources.scorer is None:
            raise DetectorError(
                "needs a causal language model; name one under `fluency` in the suite",
                detector=self.name,
            )
        from detectors.language_model import language_model

        self._scorer = resources.scorer
        self._model = language_model(self._scorer.path)
        self._is_author = not resources.models.isdisjoint((self._scorer.sha256, self._scorer.name))

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """One finding an answer; the model reads all answers in one call."""
        texts = [pair.answer.text for pair in answered]
        every = self._model.logprobs([text for text in texts if text.strip()])
        logprobs = iter(every)
        return [
            (self._finding(text, next(logprobs)),) if text.strip() else (_EMPTY,) for text in texts
        ]

    def _finding(self, text: str, logprobs: Sequence[float]) -> Finding:
        measures = _measures(text, logprobs)
        return Finding(
            rule="fluency.measured",
            severity=Severity.NOTE,
            message=" ".join(_sentences(measures, self._scorer, self._is_author)),
            measures=measures,
        )


def _measures(text: str, logprobs: Sequence[float]) -> dict[str, float]:
    """Those that the text is long enough for."""
    found = words(text)
    measures: dict[str, float | None] = {
        "perplexity": _perplexity(logprobs),
        "tokens": len(logprobs),
        "words": len(found),
        "sentences": sum(1 for _ in sentences(text)),
        "repetition": repetition(found),
        "distinct_2": distinct_2(found),
    }
    return {name: round(value, _DIGITS) for name, value in measures.items() if value is not None}


def _perplexity(logprobs: Sequence[float]) -> float | None:
    if not logprobs or not all(map(math.isfinite, logprobs)):
        return None
    return math.exp(min(-math.fsum(logprobs) / len(logprobs), _LARGEST))


def _sentences(measures: Mapping[str, float], scorer: ScorerFiles, is_author: bool) -> list[str]:
    count = (
        f"{_counted(measures['words'], 'word')} in {_counted(measures['sentences'], 'sentence')}"
    )
    told = []
    if "perplexity" in measures:
        told.append(
            f"Perplexity {measures['perplexity']:.4g} over "
            f"{_counted(measures['tokens'], 'token')} under {scorer.name}; {count}."
        )
        if is_author:
            told.append("That model wrote the answer itself, which flatters it.")
    else:
        told.append(f"Perplexity was not measured: {scorer.name} gives it no token; {count}.")
    if "repetition" in measures:
        told.append(
            f"{100 * measures['repetition']:.0f} % of its 4-grams are repeats, "
            f"{100 * measures['distinct_2']:.0f} % of its 2-grams are distinct."
        )
    return told


def _counted(number: float, noun: str) -> str:
    return f"{number:g} {noun}" + ("" if number == 1 else "s")


_EMPTY = Finding(
    rule="fluency.empty",
    severity=Severity.NOTE,
    message="The answer is empty, so nothing was measured.",
)
