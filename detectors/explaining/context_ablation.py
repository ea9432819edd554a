"""Which passages of its context an LLM's answer hangs on, where only its answers can be read.

Each passage is left out in turn and the question asked again; told is how far the answer moves. Off
unless called, and `planned_calls` says beforehand what it costs.

Limits: an answer moves by itself as well, so the full context is asked twice and the difference of
these two is told beside every score: a smaller one shows nothing. Compared are words, so the same
answer in other words counts as another. Two passages that say the same hide each other. An endpoint
that gives log-probabilities of a text that it did not write could be measured as
`detectors.explaining.context_attribution` does; few do.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from detectors.errors import AuditError
from detectors.explaining.words import words

MOST_CALLS = 50


class Answering(Protocol):
    """Asks a model one question with some passages as its context."""

    def __call__(self, passages: Sequence[str], /) -> str:
        """The text of its answer; costs one call."""


class PassageShift(NamedTuple):
    """A passage, and how far the answer moves without it."""

    passage: str
    shift: float
    """1 less the word overlap (F1) of both answers: 0 for the same words, 1 for no common one."""
    answer: str
    """The answer without the passage."""


class Ablated(NamedTuple):
    """How an answer hangs on its passages."""

    answer: str
    """With all passages."""
    noise: float
    """How far the answer moves when the same is asked again, 0 to 1."""
    shifts: tuple[PassageShift, ...]
    """In the order of the passages."""
    calls: int
    """That were made."""

    @property
    def decisive(self) -> tuple[PassageShift, ...]:
        """The passages without which the answer moves further than by itself."""
        return tuple(one for one in self.shifts if one.shift > self.noise)


def planned_calls(passages: Sequence[str]) -> int:
    """How often `leave_one_out` will ask: twice with all passages, once without each."""
    return len(passages) + 2


def leave_one_out(
    ask: Answering, passages: Sequence[str], *, most_calls: int = MOST_CALLS
) -> Ablated:
    """How far the answer moves without each passage.

    Raises `AuditError` before the first call where it would need more than `most_calls`.
    """
    calls = planned_calls(passages)
    if calls > most_calls:
        raise AuditError(
            f"{len(passages)} passages need {calls} calls, and {most_calls} are allowed; give "
            f"{max(most_calls - 2, 0)} passages or raise the limit"
        )
    answer, again = ask(passages), ask(passages)
    without = [ask([*passages[:at], *passages[at + 1 :]]) for at in range(len(passages))]
    shifts = [
        PassageShift(passage, distance(answer, other), other)
        for passage, other in zip(passages, without, strict=True)
    ]
    return Ablated(answer, distance(answer, again), tuple(shifts), calls)


def distance(one: str, other: str) -> float:
    """1 less the F1 of the words of two answers, as SQuAD compares them (Rajpurkar et al. 2016).

    >>> distance("At most 4 g a day.", "At most 4 g a day"), distance("4 g", "none")
    (0.0, 1.0)
    """
    first, second = _counted(one), _counted(other)
    total = first.total() + second.total()
    return 1 - 2 * (first & second).total() / total if total else 0.0


def _counted(text: str) -> Counter[str]:
    """The words in lower case, without punctuation."""
    spoken = (word.text.lower() for word in words(text))
    return Counter(word for word in spoken if any(c.isalnum() for c in word))
