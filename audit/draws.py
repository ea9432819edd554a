"""What can be asked of a subject beyond one answer to each case."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from audit.subjects import Outcome
from detectors.records import Case

Key: TypeAlias = tuple[str, int | None, int | None, float | None]
"""Id of a case, which of its epochs or samples, and the temperature of the sample."""


class Draw(NamedTuple):
    """One answer to a case: the first, one of a further epoch, or a sample."""

    case: Case
    epoch: int | None = None
    """From 2: asked again as the first time, but for the seed."""
    sample: int | None = None
    """From 1: asked again at a temperature of its own, for a detector."""
    temperature: float | None = None
    """Of a sample."""

    @property
    def key(self) -> Key:
        return self.case.id, self.epoch, self.sample, self.temperature


@runtime_checkable
class Repeatable(Protocol):
    """A subject that can be asked the same case again."""

    def draws(self, draws: Sequence[Draw]) -> Iterator[Outcome]:
        """One outcome a draw, in the order given; see `Subject.answers`."""
