"""What the cross-encoder is trained on: a claim, a premise, and what the one says of the other."""

import hashlib
from typing import NamedTuple

LABELS = ("supported", "refuted", "not_enough_info", "not_supported")
"""`not_supported` is refuted or not enough info, where the source does not say which."""


class Example(NamedTuple):
    """One labelled pair."""

    premise: str
    claim: str
    label: str
    source: str
    document: str
    """Examples of one document go to the same split."""
    unsupported: tuple[tuple[int, int], ...] | None = None
    """Spans of the claim that the premise does not bear out; `None` where nobody marked them."""


def is_held_back(document: str, *, share: float = 0.08) -> bool:
    """Whether the document belongs to the part that is measured on; by its name, so for good."""
    digest = hashlib.sha256(document.encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32
