"""Asks a subject the same again, and tells which claims of its answer do not come back.

What a model knows it tends to repeat; what it makes up differs from sample to sample. Each claim of
the answer is judged by each sample, as SelfCheckGPT does with an entailment model (Manakul et al.
2023, EMNLP, "SelfCheckGPT: Zero-Resource Black-Box Hallucination Detection"). Here a sample counts
by its verdict, after exact values, and not by its probability of contradiction alone, which is told
beside it: a claim that no sample mentions is as little stable as one that they deny.

Limits: a model may repeat its mistakes, and word what it knows in many ways. Five samples show a
share to about a third either way. Alternative: semantic entropy (Kuhn et al. 2023).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detectors.base import Answered, Findings, Resources
from detectors.claims import claims
from detectors.comparison import Compared, Comparison
from detectors.errors import DetectorError, SubjectError
from detectors.records import Finding, Judgement, Severity, Task, Verdict

SAMPLES = 5
"""Further answers to a case, where the suite states no number."""
STABLE_FROM = 0.5
"""A claim that a smaller share of the samples supports is unstable."""


class ConsistencyDetector:
    """Says of each claim of an answer which share of further answers supports it."""

    name = "consistency"
    task = Task.ANSWER

    def __init__(self, resources: Resources) -> None:
        if resources.sampler is None:
            raise DetectorError(
                "asks the subject again, and this one cannot be asked twice", detector=self.name
            )
        self._sampler, self._n = resources.sampler, resources.samples or SAMPLES
        self._comparison = Comparison(resources)

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """The findings of each answer; one that states nothing is not asked again."""
        stating = [pair for pair in answered if _states_something(pair)]
        found = iter(self._found(stating))
        return [next(found) if _states_something(pair) else (_NOTHING,) for pair in answered]

    def _found(self, answered: Sequence[Answered]) -> Iterator[Findings]:
        every = self._sampler([pair.case for pair in answered], n=self._n)
        sampled = [
            _Sampled(pair, samples)
            for pair, samples in zip(answered, every, strict=True)
            if not isinstance(samples, SubjectError)
        ]
        judged = iter(self._judged(sampled))
        for pair, samples in zip(answered, every, strict=True):
            if isinstance(samples, SubjectError):
                yield DetectorError(str(samples), detector=self.name, case_id=pair.case.id)
            else:
                yield tuple(_findings(next(judged), self._sampler.temperature))

    def _judged(self, sampled: Sequence["_Sampled"]) -> Iterator[list[tuple[Judgement, ...]]]:
        """For each answer what each of its samples says of its claims; one scoring for all."""
        compared = [
            Compared(one.pair.answer.text, sample, one.pair.case.text)
            for one in sampled
            for sample in one.samples
        ]
        judged = iter(self._comparison.judge(compared))
        yield from ([next(judged) for _ in one.samples] for one in sampled)


class _Sampled(NamedTuple):
    pair: Answered
    samples: tuple[str, ...]


def _states_something(pair: Answered) -> bool:
    return any(claim.checkworthy for claim in claims(pair.answer.text, pair.case.text))


def _findings(by_sample: Sequence[Sequence[Judgement]], temperature: float) -> Iterator[Finding]:
    """One for each claim, from what all samples say of it."""
    for judgements in zip(*by_sample, strict=True):
        if judgements[0].claim.checkworthy:
            judged = [judgement for judgement in judgements if judgement.verdict]
            yield _finding(judged, temperature) if judged else _unjudged(judgements[0])


def _finding(judged: Sequence[Judgement], temperature: float) -> Finding:
    claim, n = judged[0].claim, len(judged)
    verdicts = [judgement.verdict for judgement in judged]
    supported, refuted = verdicts.count(Verdict.SUPPORTED), verdicts.count(Verdict.REFUTED)
    is_stable = supported / n >= STABLE_FROM
    return Finding(
        rule="consistency.stable" if is_stable else "consistency.unstable",
        severity=Severity.NOTE if is_stable else Severity.WARNING,
        message=f"Of {n} samples at temperature {temperature:g}, {supported} say this and "
        f'{refuted} say otherwise: "{claim.text}"',
        start=claim.start,
        end=claim.end,
        measures={
            "samples": n,
            "supported": supported,
            "refuted": refuted,
            "share_supported": supported / n,
            "contradiction": sum(map(_contradiction, judged)) / n,
        },
    )


def _contradiction(judgement: Judgement) -> float:
    """The probability that a sample contradicts the claim; 0 where it says nothing."""
    return judgement.probability.refuted if judgement.probability else 0.0


def _unjudged(judgement: Judgement) -> Finding:
    return Finding(
        rule="consistency.unjudged",
        severity=Severity.WARNING,
        message=judgement.reason,
        start=judgement.claim.start,
        end=judgement.claim.end,
    )


_NOTHING = Finding(
    rule="consistency.no_claims",
    severity=Severity.NOTE,
    message="The answer states nothing to compare, so it was not asked again.",
)
