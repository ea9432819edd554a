"""How sure a model was of the tokens that it wrote, from their log-probabilities.

The measure is the log-probability of the answer over its length (Malinin & Gales 2021, ICLR,
"Uncertainty Estimation in Autoregressive Structured Prediction"). Guerreiro et al. 2023 (EACL,
"Looking for a Needle in a Haystack") call it Seq-Logprob, and found it to tell translations that
are detached from their source better than measures made for that. It is told as the mean token
probability too, a geometric mean: its exponential, the reciprocal of perplexity.

Limits: a model can be sure and wrong, and unsure of wording alone. Probabilities of one model say
nothing beside those of another. Alternatives: semantic entropy (Kuhn et al. 2023), `consistency`.
"""

import math
from collections.abc import Sequence

from detectors.base import Answered, Findings, Resources
from detectors.records import Finding, Severity, Task

LOW_CONFIDENCE = 0.5
"""Mean token probability below which an answer is called uncertain: perplexity 2. A convention,
fitted to nothing; a suite may state what suits its model."""
_LARGEST = 700.0
"""The largest exponent that a float can bear, roughly; some endpoints write -9999 for never."""


class UncertaintyDetector:
    """Measures how likely a model held its own answers."""

    name = "uncertainty"
    task = Task.ANSWER

    def __init__(self, resources: Resources) -> None:
        stated = resources.low_confidence
        self._threshold = LOW_CONFIDENCE if stated is None else stated

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """One finding an answer."""
        return [(_finding(answer.token_logprobs, self._threshold),) for _, answer in answered]


def _finding(logprobs: Sequence[float] | None, threshold: float) -> Finding:
    if not logprobs or not all(map(math.isfinite, logprobs)):
        return _UNAVAILABLE
    measures = _measures(logprobs)
    is_low = measures["mean_probability"] < threshold
    low = f", below {threshold:g}" if is_low else ""
    return Finding(
        rule="uncertainty.low_confidence" if is_low else "uncertainty.measured",
        severity=Severity.WARNING if is_low else Severity.NOTE,
        message=_SENTENCE.format(low=low, **measures),
        measures=measures,
    )


def _measures(logprobs: Sequence[float]) -> dict[str, float]:
    """Each over the tokens of one answer; a probability that rounding put above 1 is 1."""
    values = [min(value, 0.0) for value in logprobs]
    mean, lowest = math.fsum(value / len(values) for value in values), min(values)
    return {
        "mean_logprob": mean,
        "mean_probability": math.exp(mean),
        "perplexity": math.exp(min(-mean, _LARGEST)),
        "lowest_logprob": lowest,
        "lowest_token": values.index(lowest) + 1,
        "tokens": len(values),
    }


_SENTENCE = (
    "Mean token probability {mean_probability:.2f}{low} (mean log-probability {mean_logprob:.2f}, "
    "perplexity {perplexity:.3g}); the least likely is token {lowest_token} of {tokens}, with "
    "log-probability {lowest_logprob:.2f}."
)

_UNAVAILABLE = Finding(
    rule="uncertainty.unavailable",
    severity=Severity.WARNING,
    message="The endpoint gave no log-probabilities of its tokens, so nothing was measured.",
)
