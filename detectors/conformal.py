"""Thresholds that keep a stated error budget, with a proof behind them.

Conformal risk control (Angelopoulos et al. 2022, arXiv:2208.02814). The loss of a document is the
share of its unsupported claims that pass as supported; it falls as the threshold rises, and is at
most 1. The lowest threshold with (sum of losses + 1) / (documents + 1) <= budget then keeps the
expected loss of a new document within the budget. With one claim a document this is split conformal
prediction.

What it does not say: the expectation is over draws of the calibration claims too, so a single
calibration may pass somewhat more; and it holds for documents like these, not for a new domain.

Any scaling that never falls, even one fitted on the same claims, may be applied first: the claims
that pass are then among those that would have passed without it.
"""

import math
from collections.abc import Sequence

import numpy as np

from detectors.calibration import GRAIN, BudgetThreshold
from detectors.errors import AuditError
from detectors.labelled import Labelled

BUDGETS = (0.01, 0.02, 0.05, 0.1, 0.2)


def conformal_threshold(
    scores: Sequence[float], alpha: float, *, documents: Sequence[str] | None = None
) -> float | None:
    """The lowest probability at which a claim may pass, if `alpha` of the unsupported may.

    `scores` are the probabilities of supported of claims that are not. Without `documents` each
    claim counts as its own. `None` where there are too few (see `needed`), or where unsupported
    claims at probability 1 alone break the budget.
    """
    names = range(len(scores)) if documents is None else documents
    _, place, sizes = np.unique(np.asarray(names), return_inverse=True, return_counts=True)
    if len(sizes) < needed(alpha):
        return None
    order = np.argsort(-np.asarray(scores), kind="stable")
    falling = np.asarray(scores)[order]  # (n,)
    lost = np.cumsum(1 / sizes[place][order])  # (n,) sum of losses once this claim passes too
    allowed = alpha * (len(sizes) + 1) - 1 + 1e-9
    broken = np.flatnonzero(lost > allowed)
    if not len(broken):
        return 0.0
    threshold = (math.floor(round(falling[broken[0]] * GRAIN, 4)) + 1) / GRAIN
    return threshold if threshold <= 1 else None


def needed(alpha: float) -> int:
    """Documents below which no threshold can keep the budget: `needed(0.05)` is 19."""
    if not 0 < alpha < 1:
        raise AuditError(f"{alpha:g} is no error budget; a share above 0 and below 1 is wanted")
    return math.ceil(round(1 / alpha, 9)) - 1


def budget_thresholds(
    scored: Sequence[Labelled], *, budgets: Sequence[float] = BUDGETS
) -> tuple[BudgetThreshold, ...]:
    """The threshold of each budget, from those of the claims that are not supported."""
    unsupported = [each for each in scored if not each.is_supported]
    scores = [each.supported for each in unsupported]
    documents = [each.document for each in unsupported]
    return tuple(
        BudgetThreshold(
            budget=budget,
            threshold=conformal_threshold(scores, budget, documents=documents),
            n=len(scores),
            documents=len(set(documents)),
        )
        for budget in budgets
    )
