"""How a detector asks an LLM. What asks is passed in: a detector opens no connection."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from detectors.errors import SubjectError

Reply: TypeAlias = str | SubjectError
"""What came back; the error where nothing did."""


class Asker(Protocol):
    """Puts questions to the model that judges."""

    @property
    def model(self) -> str:
        """The endpoint's name of it."""

    def __call__(self, questions: Sequence[str]) -> Sequence[Reply]:
        """One reply a question, in the order given; the same question is asked once.

        It never raises.
        """
