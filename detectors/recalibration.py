"""Fits a calibration to a team's own labelled answers, and measures what that brought.

Everything that is measured is measured on documents that were held back: the claims are dealt into
five folds by document, and each fold is judged by a calibration fitted on the four others.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from detectors.calibration import (
    BudgetThreshold,
    Calibration,
    Estimate,
    ExpectedError,
    FittedOn,
)
from detectors.conformal import budget_thresholds, conformal_threshold
from detectors.errors import AuditError
from detectors.labelled import Labelled
from detectors.reliability import (
    ReliabilityBin,
    Threshold,
    balanced_accuracy,
    best_threshold,
    brier_score,
    chance_error,
    expected_calibration_error,
    passed_share,
    reliability_table,
)
from detectors.scaling import ISOTONIC_NEEDS, Method, rescored, scaled

FEWEST = 30
"""Labelled claims below which nothing is fitted."""
FOLDS = 5
REVIEW_BUDGET = 0.1
"""Share of unsupported claims above the review band, and of supported ones below it."""


class Quality(NamedTuple):
    """How well the probabilities hold and the threshold decides."""

    error: Estimate | None
    """Expected calibration error of `supported`."""
    chance: float | None
    """What the error would be by chance if all probabilities were true."""
    brier: Estimate | None
    balanced_accuracy: Estimate | None


class BudgetQuality(NamedTuple):
    """An error budget, and what came of it on documents held back."""

    fitted: BudgetThreshold
    passed: Estimate | None
    """Share of the unsupported claims that passed; the budget is for this."""
    kept: Estimate | None
    """Share of the supported claims that passed."""


class Recalibrated(NamedTuple):
    """A new calibration with how good it is."""

    calibration: Calibration
    before: Quality
    """Of the calibration that it was made from, on the same claims."""
    after: Quality | None
    """`None` where some four folds have only one kind of claim."""
    table: tuple[ReliabilityBin, ...]
    """Of the new probabilities on documents held back."""
    budgets: tuple[BudgetQuality, ...]
    held_back: "HeldBack | None"
    """`None` where `after` is."""


def refit(
    calibration: Calibration, scored: Sequence[Labelled], *, method: Method = Method.PLATT
) -> Calibration:
    """The calibration fitted to claims that it scored; its features and coefficients stay.

    Threshold, review band and error budgets are those of the new data. Raises `AuditError` below 30
    claims and where all claims are of one kind.
    """
    return recalibrate(calibration, scored, method=method).calibration


def recalibrate(
    calibration: Calibration,
    scored: Sequence[Labelled],
    *,
    method: Method = Method.PLATT,
    name: str | None = None,
    sources: Sequence[str] = (),
    sha256: str | None = None,
) -> Recalibrated:
    """What `refit` gives, and how good it is before and after.

    `sha256` is that of the data file; without it the labelled claims themselves are hashed.
    """
    scored = sorted(scored)  # so that no sum depends on the order
    _check(calibration, scored, method)
    new = scaled(calibration, scored, method=method)
    if new.scale <= 0:
        raise AuditError(
            f"calibration {calibration.name!r} gives the supported of these {len(scored)} claims "
            "no higher probability than the others; no scaling can mend that: check the labels"
        )
    held_back = hold_back(calibration, scored, method=method)
    after = _quality(held_back.scored, held_back.thresholds) if held_back else None
    fitted_on = FittedOn(
        sources=tuple(sorted(sources)),
        n=len(scored),
        documents=len({each.document for each in scored}),
        sha256=sha256 or _digest(scored),
    )
    new = replace(
        _decided(new, rescored(scored, before=calibration, after=new)),
        name=name or calibration.name,
        fitted_on=fitted_on,
        ece=ExpectedError(in_domain=after.error if after else None),
    )
    return Recalibrated(
        calibration=new,
        before=_quality(scored, calibration.threshold),
        after=after,
        table=reliability_table(held_back.scored) if held_back else (),
        budgets=tuple(_budget_quality(row, scored) for row in new.conformal),
        held_back=held_back,
    )


class HeldBack(NamedTuple):
    """The claims as judged by calibrations that never saw their documents."""

    scored: tuple[Labelled, ...]
    thresholds: tuple[float, ...]
    """The threshold that each was judged by."""


def hold_back(
    calibration: Calibration, scored: Sequence[Labelled], *, method: Method = Method.PLATT
) -> HeldBack | None:
    """Each claim judged by the four folds that its document is not in.

    `None` where some four folds have only one kind of claim.
    """
    folds = deal(scored)
    judged, thresholds = list(scored), [0.5] * len(scored)
    for fold in sorted(set(folds)):
        seen = [each for each, at in zip(scored, folds, strict=True) if at != fold]
        if len({each.is_supported for each in seen}) < 2:
            return None
        fitted = scaled(calibration, seen, method=method)
        threshold = best_threshold(rescored(seen, before=calibration, after=fitted))
        rows = [row for row, at in enumerate(folds) if at == fold]
        unseen = rescored([scored[row] for row in rows], before=calibration, after=fitted)
        for row, each in zip(rows, unseen, strict=True):
            judged[row], thresholds[row] = each, threshold
    return HeldBack(tuple(judged), tuple(thresholds))


def deal(scored: Sequence[Labelled]) -> tuple[int, ...]:
    """The fold of each claim: whole documents, the largest first, to the fold with fewest claims.

    It depends on the documents' names and sizes alone, never on the order of the claims.
    """
    sizes = Counter(each.document for each in scored)
    names = sorted(sizes, key=lambda name: (-sizes[name], hashlib.sha256(name.encode()).digest()))
    filled = [0] * FOLDS
    fold: dict[str, int] = {}
    for name in names:
        fold[name] = filled.index(min(filled))
        filled[fold[name]] += sizes[name]
    return tuple(fold[each.document] for each in scored)


def _check(calibration: Calibration, scored: Sequence[Labelled], method: Method) -> None:
    right = sum(each.is_supported for each in scored)
    if len(scored) < FEWEST:
        raise AuditError(
            f"{len(scored)} labelled claims are too few to calibrate on; {FEWEST} or more are "
            "wanted, better 200"
        )
    if right in (0, len(scored)):
        kind = "supported" if right else "not supported"
        raise AuditError(
            f"all {len(scored)} labelled claims are {kind}; calibration needs some of both kinds"
        )
    if method is Method.ISOTONIC and len(scored) < ISOTONIC_NEEDS:
        raise AuditError(
            f"{len(scored)} labelled claims are too few for isotonic regression; "
            f"{ISOTONIC_NEEDS} or more are wanted; use platt"
        )
    if calibration.knots:
        raise AuditError(
            f"calibration {calibration.name!r} is isotonic already; fit from the one that it was "
            "made from"
        )


def _decided(calibration: Calibration, scored: Sequence[Labelled]) -> Calibration:
    """The calibration with the threshold, review band and budgets that these claims give.

    Above the band stand at most a tenth of the unsupported claims, below it at most a tenth of the
    supported; it is all of 0 to 1 where there are too few claims to know.
    """
    threshold = best_threshold(scored)
    high = _conformal(scored, REVIEW_BUDGET)
    turned = conformal_threshold(
        [1 - each.supported for each in scored if each.is_supported],
        REVIEW_BUDGET,
        documents=[each.document for each in scored if each.is_supported],
    )
    return replace(
        calibration,
        threshold=threshold,
        review_low=0.0 if turned is None else min(round(1 - turned, 5), threshold),
        review_high=1.0 if high is None else max(high, threshold),
        conformal=budget_thresholds(scored),
    )


def _conformal(scored: Sequence[Labelled], budget: float) -> float | None:
    (row,) = budget_thresholds(scored, budgets=[budget])
    return row.threshold


def _budget_quality(fitted: BudgetThreshold, scored: Sequence[Labelled]) -> BudgetQuality:
    """On the scores of before, which stand in the same order: no scaling changes who passes."""
    folds = deal(scored)
    found = {
        fold: _conformal(
            [each for each, at in zip(scored, folds, strict=True) if at != fold], fitted.budget
        )
        for fold in set(folds)
    }
    thresholds = [threshold for at in folds if (threshold := found[at]) is not None]
    if len(thresholds) < len(scored):
        return BudgetQuality(fitted, None, None)
    return BudgetQuality(
        fitted,
        passed=passed_share(scored, thresholds, supported=False),
        kept=passed_share(scored, thresholds, supported=True),
    )


def _quality(scored: Sequence[Labelled], threshold: Threshold) -> Quality:
    return Quality(
        error=expected_calibration_error(scored),
        chance=chance_error(scored),
        brier=brier_score(scored),
        balanced_accuracy=balanced_accuracy(scored, threshold),
    )


def _digest(scored: Sequence[Labelled]) -> str:
    rows = sorted(json.dumps([each.supported, each.label, each.document]) for each in scored)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
