"""Groups texts by length, so that a batch spends little work on padding."""

from collections.abc import Iterator, Sequence
from itertools import groupby


def by_length(lengths: Sequence[int], *, size: int) -> Iterator[list[int]]:
    """Positions in batches of at most `size`, longest first: what fits once fits to the end."""
    order = _longest_first(lengths)
    for start in range(0, len(order), size):
        yield order[start : start + size]


def by_tokens(lengths: Sequence[int], *, tokens: int) -> Iterator[list[int]]:
    """Positions in batches, longest first, that hold at most that many tokens once padded."""
    batch: list[int] = []
    for at in _longest_first(lengths):
        if batch and (len(batch) + 1) * lengths[batch[0]] > tokens:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def of_equal_length(lengths: Sequence[int], *, size: int, tokens: int) -> Iterator[list[int]]:
    """Positions in batches whose lengths are all the same: no padding at all.

    A batch holds at most `size` texts, and no second one where that would exceed `tokens`.
    """
    for length, group in groupby(_longest_first(lengths), key=lambda at: lengths[at]):
        positions = list(group)
        step = max(1, min(size, tokens // max(length, 1)))
        for start in range(0, len(positions), step):
            yield positions[start : start + step]


def _longest_first(lengths: Sequence[int]) -> list[int]:
    return sorted(range(len(lengths)), key=lambda at: (-lengths[at], at))
