"""What the answers of a subject took: time, tokens and money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detectors.records import Answer
from reports.run import CaseResult
from reports.statistics import Quantiles, quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Each is `None` where no answer carries it."""

    latency_s: Quantiles | None
    prompt_tokens: float | None
    """Mean of an answer."""
    completion_tokens: float | None
    """Mean of an answer."""
    cost_per_1000: float | None
    """Of 1000 answers like these, in the suite's currency."""
    priced: int
    """Answers that the cost rests on."""


def effort(results: Sequence[CaseResult], machine_price_per_hour: float | None) -> Effort:
    """What the answers took, over those that carry each quantity."""
    answers: list[Answer] = [result.answer for result in results if result.answer is not None]
    priced = (cost_of(answer, machine_price_per_hour) for answer in answers)
    costs = [cost for cost in priced if cost is not None]
    cost = _mean(costs)
    return Effort(
        latency_s=quantiles(answer.latency_s for answer in answers if answer.latency_s is not None),
        prompt_tokens=_mean(answer.prompt_tokens for answer in answers),
        completion_tokens=_mean(answer.completion_tokens for answer in answers),
        cost_per_1000=None if cost is None else cost * 1000,
        priced=len(costs),
    )


def cost_of(answer: Answer, machine_price_per_hour: float | None) -> float | None:
    """Its tokens by their price and its time by that of the machine, as far as they have one.

    `None` where neither has, or the machine has a price and no time was measured.
    """
    if machine_price_per_hour is None:
        return answer.cost
    if answer.latency_s is None:
        return None
    return answer.latency_s / 3600 * machine_price_per_hour + (answer.cost or 0.0)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
