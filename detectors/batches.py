"""Groups texts by length, so that a batch spends little work on padding."""

from collections.abc import Iterator, Sequence
from itertools import groupby


def by_length(lengths: Sequence[int], *, size: int) -> Iterator[list[int]]:
    """Positions in batches of at most `size`, longest first: what fits once fits to the end."""
    order = _longest_first(lengths)
    for start in range(0, len(order), size):
        yield order[start : start + size]


def of_equal_length(lengths: Sequence[int], *, size: int) -> Iterator[list[int]]:
    """Positions in batches of at most `size` whose lengths are all the same: no padding at all."""
    for _, group in groupby(_longest_first(lengths), key=lambda at: lengths[at]):
        positions = list(group)
        for start in range(0, len(positions), size):
            yield positions[start : start + size]


def _longest_first(lengths: Sequence[int]) -> list[int]:
    return sorted(range(len(lengths)), key=lambda at: (-lengths[at], at))
