"""What calibration is fitted to and measured on: a probability beside a person's label."""

from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """What a person says of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"
    NOT_SUPPORTED = "not_supported"
    """Refuted or not enough info, where nobody said which of the two."""


class Labelled(NamedTuple):
    """One judged claim, or one answer by its weakest claim, with its right label."""

    supported: float
    """The probability of supported that was given to it."""
    label: Label
    document: str
    """Claims of one document are not independent: they share a fold, and are drawn together."""

    @property
    def is_supported(self) -> bool:
        """Whether it really is supported."""
        return self.label is Label.SUPPORTED
