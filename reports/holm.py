"""Corrects p values for the number of tests that were made together."""

from collections.abc import Sequence

from reports.swap_test import SwapTest

ALPHA = 0.05


def holm(tests: Sequence[SwapTest]) -> tuple[float | None, ...]:
    """The adjusted p of each test; rejecting those below 5 % errs at all in at most 5 % of cases.

    Holm 1979 (Scandinavian Journal of Statistics 6, 65-70), over the tests that could be rejected
    at all: those on so few changes that no result would be significant take nothing from the
    others (Tarone 1990, Biometrics 46, 515-522). They get `None`.
    """
    limit = ALPHA / _count_that_matter(tests)
    family = [at for at, test in enumerate(tests) if test.least <= limit]
    adjusted: list[float | None] = [None] * len(tests)
    reached = 0.0
    for rank, at in enumerate(sorted(family, key=lambda at: tests[at].p)):
        reached = max(reached, min(1.0, (len(family) - rank) * tests[at].p))
        adjusted[at] = reached
    return tuple(adjusted)


def _count_that_matter(tests: Sequence[SwapTest]) -> int:
    """The smallest k such that at most k tests could reach alpha / k."""
    k = 1
    while sum(test.least <= ALPHA / k for test in tests) > k:
        k += 1
    return k
