"""Asks a subject its cases again, for detectors that compare what comes back."""

from collections.abc import Sequence
from itertools import islice

from audit.draws import Draw, Repeatable
from audit.subjects import Outcome
from detectors.errors import SubjectError
from detectors.records import Case
from detectors.sampling import Samples


class SubjectSampler:
    """The sampler of one subject; it keeps what was paid for, and asks no case twice."""

    def __init__(self, subject: Repeatable, *, temperature: float) -> None:
        self.temperature = temperature
        self._subject = subject
        self._known: dict[tuple[str, int], Samples] = {}

    def __call__(self, cases: Sequence[Case], *, n: int) -> list[Samples]:
        """`n` further answers to each case; see `Sampler`."""
        new = {case.id: case for case in cases if (case.id, n) not in self._known}
        self._ask(list(new.values()), n)  # a case comes once for each of its epochs
        return [self._known[case.id, n] for case in cases]

    def _ask(self, cases: Sequence[Case], n: int) -> None:
        draws = [
            Draw(case, sample=number, temperature=self.temperature)
            for case in cases
            for number in range(1, n + 1)
        ]
        outcomes = self._subject.draws(draws)
        try:
            for case in cases:
                self._known[case.id, n] = _texts(list(islice(outcomes, n)))
        except SubjectError as problem:  # it cannot be asked at all
            for case in cases:
                self._known.setdefault((case.id, n), problem)


def _texts(outcomes: Sequence[Outcome]) -> Samples:
    """All texts, or the first error."""
    texts = []
    for outcome in outcomes:
        if isinstance(outcome, SubjectError):
            return outcome
        texts.append(outcome.text)
    return tuple(texts)
