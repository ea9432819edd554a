"""Turns what speaks for and against a claim into probabilities that mean what they say.

- A multinomial logistic regression over the signs of evidence gives the three probabilities; a
  scaling of the log-odds of `supported`, or isotonic steps, fits them to a team's own answers.
- A calibration states its threshold, the band in which a person should look, and a threshold for
  each error budget. It is a file: which data it was fitted on, and how well it holds, stand in it.
- The file has no time in it, and the same calibration always gives the same bytes.
"""

import bisect
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn

from detectors.errors import AuditError, DetectorError, RecordError
from detectors.reading import LocatedError, adapter, parse, read_text
from detectors.records import Entailment, Verdict

SCHEMA = 1
"""Version of the file; a reader refuses any other."""
GRAIN = 100_000
"""Probabilities are rounded to five digits: whole numbers of these parts."""
FARTHEST = math.log(GRAIN - 1)
"""Log-odds of the last rounded probability below 1; beyond it they are cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measured value with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """Claims that it was measured on."""
    documents: int
    """Documents that the claims are of; the interval comes from drawing these anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelId:
    """The very weights that a calibration fits; with others its numbers mean nothing."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedOn:
    """The labelled claims behind a calibration."""

    sources: tuple[str, ...]
    n: int
    """Claims."""
    documents: int
    sha256: str
    """Of the data file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetThreshold:
    """From which probability on a claim passes, if at most `budget` of the unsupported may."""

    budget: float
    """Share of unsupported claims that may pass as supported, in expectation; alpha."""
    threshold: float | None
    """`None` where too few claims stand behind it, or no threshold keeps the budget."""
    n: int
    """Unsupported claims that it was found on."""
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedError:
    """Expected calibration error of `supported`; `None` where it was not measured."""

    in_domain: Estimate | None = None
    """On documents that were held back, from the sources that it was fitted on."""
    left_out: Estimate | None = None
    """On sources that were left out of the fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredShare:
    """A share of labelled answers with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """Answers."""
    effective_n: float
    """How many answers about as many documents would show as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckerError:
    """How often verdicts on whole answers are right, on documents that were held back.

    An answer is flagged where any claim of it is refuted or not supported.
    """

    sensitivity: MeasuredShare
    """Share of the answers that people called unsupported which are flagged."""
    specificity: MeasuredShare
    """Share of the supported answers that are not flagged."""
    threshold: float
    """The probability from which on a claim counted as supported."""


class Knot(NamedTuple):
    """A corner of the isotonic line."""

    log_odds: float
    supported: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How signs of evidence become probabilities, and what follows from a probability."""

    name: str
    model: ModelId
    features: tuple[str, ...]
    """The signs weighed, in the order of the coefficients."""
    coefficients: tuple[tuple[float, ...], ...]
    """(3, features): towards supported, refuted, not_enough_info."""
    intercepts: tuple[float, ...]
    """(3,)"""
    scale: float = 1.0
    """Times the log-odds of supported (Platt 1999)."""
    offset: float = 0.0
    """Added to the scaled log-odds."""
    knots: tuple[Knot, ...] = ()
    """Where given, the scaled log-odds become a probability along this line, which never falls."""
    threshold: float
    """Probability of supported from which on a claim is supported."""
    review_low: float
    review_high: float
    """A claim from `review_low` on and below `review_high` should be looked at by a person."""
    conformal: tuple[BudgetThreshold, ...] = ()
    fitted_on: FittedOn
    ece: ExpectedError
    checker: CheckerError | None = None
    """`None` where it was not measured."""
    schema: Literal[1] = 1

    def probability(self, features: Mapping[str, float]) -> Entailment:
        """The three probabilities, of five digits, which sum to 1.

        Raises `DetectorError` where a sign is missing, not known or no number.
        """
        supported, refuted, unknown = self._logits(features)
        odds = supported - _log_sum(refuted, unknown)
        return _rounded(self.supported(odds), _share(refuted - unknown))

    def supported(self, log_odds: float) -> float:
        """Probability of supported where the regression gives these log-odds; not rounded."""
        log_odds = self.scale * min(max(log_odds, -FARTHEST), FARTHEST) + self.offset
        return _along(self.knots, log_odds) if self.knots else _share(log_odds)

    def verdict(self, probability: Entailment, *, error_budget: float | None = None) -> Verdict:
        """Supported from the threshold on, else whichever of the others is the more likely."""
        threshold = self.threshold if error_budget is None else self.threshold_for(error_budget)
        if probability.supported >= threshold:
            return Verdict.SUPPORTED
        refuted = probability.refuted > probability.not_enough_info
        return Verdict.REFUTED if refuted else Verdict.NOT_ENOUGH_INFO

    def needs_review(self, probability: Entailment) -> bool:
        """Whether the probability is in the band where a person should look."""
        return self.review_low <= probability.supported < self.review_high

    def threshold_for(self, error_budget: float) -> float:
        """The threshold that lets at most this share of the unsupported claims pass.

        It is that of the largest budget in the table which is not above it.
        """
        kept = [
            (row.budget, row.threshold)
            for row in self.conformal
            if row.threshold is not None and row.budget <= error_budget
        ]
        if not kept:
            raise AuditError(_no_threshold(self, error_budget))
        return max(kept)[1]

    def _logits(self, features: Mapping[str, float]) -> list[float]:
        for name in self.features:
            if name not in features:
                _refuse(f"calibration {self.name!r} weighs {name!r}, which is missing")
        for name in features:
            if name not in self.features:
                known = ", ".join(self.features)
                _refuse(f"calibration {self.name!r} does not know {name!r}; known: {known}")
        values = [features[name] for name in self.features]
        every = [
            intercept + sum(weight * value for weight, value in zip(weights, values, strict=True))
            for weights, intercept in zip(self.coefficients, self.intercepts, strict=True)
        ]
        if not all(math.isfinite(logit) for logit in every):
            _refuse(f"a sign is no number that can be weighed: {dict(features)}")
        return every


def uncalibrated(model: ModelId) -> Calibration:
    """Leaves the scores of an entailment model as they are: what a first calibration starts from.

    Its features are the logarithms of the scores.
    """
    return Calibration(
        name="uncalibrated",
        model=model,
        features=("log_supported", "log_refuted", "log_not_enough_info"),
        coefficients=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        intercepts=(0.0, 0.0, 0.0),
        threshold=0.5,
        review_low=0.0,
        review_high=1.0,
        fitted_on=FittedOn(sources=(), n=0, documents=0, sha256=""),
        ece=ExpectedError(),
    )


def log_odds(supported: float) -> float:
    """The log-odds of a rounded probability, as `Calibration.supported` takes them.

    0 and 1 stand for the last probabilities before them.
    """
    inside = min(max(supported, 1 / GRAIN), 1 - 1 / GRAIN)
    return math.log(inside / (1 - inside))


def read_calibration(path: Path, *, error: LocatedError = RecordError) -> Calibration:
    """The calibration in the file; whatever is wrong with it raises `error`, by field."""
    try:
        value = json.loads(read_text(path, error=error))
    except ValueError as problem:
        raise error(f"not JSON: {problem}", path=path) from None
    found = value.get("schema") if isinstance(value, dict) else None
    if found != SCHEMA:
        raise error(f"is of schema {found!r}; this version reads {SCHEMA}", path=path)
    calibration = parse(Calibration, value, path=path, error=error)
    for wrong in _problems(calibration):
        raise error(wrong.message, path=path, field=wrong.field)
    return calibration


def write_calibration(calibration: Calibration, path: Path) -> None:
    """Write the file; numbers that are none are refused."""
    plain = adapter(Calibration).dump_python(calibration, mode="json")
    text = json.dumps(plain, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


class _Problem(NamedTuple):
    field: str
    message: str


def _problems(calibration: Calibration) -> Iterator[_Problem]:
    """What no type says: shapes, ranges, order."""
    size = len(calibration.features)
    if len(set(calibration.features)) != size or not size:
        yield _Problem("features", "is empty or names a sign twice")
    if [len(row) for row in calibration.coefficients] != [size] * 3:
        yield _Problem("coefficients", f"three rows of {size} numbers are wanted")
    if len(calibration.intercepts) != 3:
        yield _Problem("intercepts", "three numbers are wanted")
    yield from _not_finite(calibration)
    if calibration.scale <= 0:
        yield _Problem("scale", "is not above 0; it would turn every verdict round")
    for field in ("threshold", "review_low", "review_high"):
        if not 0 <= getattr(calibration, field) <= 1:
            yield _Problem(field, "is no probability, 0 to 1")
    if calibration.review_low > calibration.review_high:
        yield _Problem("review_low", "is above review_high")
    if calibration.checker:
        yield from _checker_problems(calibration.checker)
    for at, row in enumerate(calibration.conformal):
        if not (0 < row.budget < 1 and 0 <= (row.threshold or 0) <= 1):
            yield _Problem(f"conformal.{at}", "a budget is above 0 and below 1, a threshold 0 to 1")
    if any(not 0 <= knot.supported <= 1 for knot in calibration.knots) or any(
        right.log_odds <= left.log_odds or right.supported < left.supported
        for left, right in zip(calibration.knots, calibration.knots[1:], strict=False)
    ):
        yield _Problem("knots", "must rise in log_odds, and never fall in probability")


def _checker_problems(checker: CheckerError) -> Iterator[_Problem]:
    for name in ("sensitivity", "specificity"):
        share: MeasuredShare = getattr(checker, name)
        if not 0 <= share.low <= share.value <= share.high <= 1:
            yield _Problem(f"checker.{name}", "is no share within its interval, 0 to 1")
        if not 0 < share.effective_n <= share.n:
            yield _Problem(f"checker.{name}", "must rest on answers: 0 < effective_n <= n")


def _not_finite(calibration: Calibration) -> Iterator[_Problem]:
    """JSON as Python reads it has NaN, and 1e999 for infinity."""
    plain = adapter(Calibration).dump_python(calibration, mode="python")
    if not isinstance(plain, dict):
        return
    for field in fields(calibration):
        try:
            json.dumps(plain[field.name], allow_nan=False, default=str)
        except ValueError:
            yield _Problem(field.name, "holds a number that is none (NaN or infinity)")


def _no_threshold(calibration: Calibration, budget: float) -> str:
    kept = [f"{row.budget:g}" for row in calibration.conformal if row.threshold is not None]
    known = ", ".join(kept) or "none"
    return (
        f"calibration {calibration.name!r} has no threshold for an error budget of {budget:g}; "
        f"budgets that it has one for: {known}"
    )


def _refuse(message: str) -> NoReturn:
    raise DetectorError(message, detector="grounding")


def _share(log_odds: float) -> float:
    """The logistic function; this form cannot overflow."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def _log_sum(one: float, other: float) -> float:
    """log(exp(one) + exp(other))"""
    high, low = max(one, other), min(one, other)
    return high + math.log1p(math.exp(low - high))


def _along(knots: tuple[Knot, ...], log_odds: float) -> float:
    """The height of the line; level before its first knot and after its last."""
    at = bisect.bisect_right(knots, log_odds, key=lambda knot: knot.log_odds)
    if at in (0, len(knots)):
        return knots[min(at, len(knots) - 1)].supported
    left, right = knots[at - 1], knots[at]
    part = (log_odds - left.log_odds) / (right.log_odds - left.log_odds)
    return left.supported + part * (right.supported - left.supported)


def _rounded(supported: float, refuted_of_rest: float) -> Entailment:
    """Whole parts of `GRAIN`, so that none is below 0 and they sum to 1."""
    first = round(supported * GRAIN)
    second = min(round((1 - supported) * refuted_of_rest * GRAIN), GRAIN - first)
    third = GRAIN - first - second
    return Entailment(
        supported=first / GRAIN, refuted=second / GRAIN, not_enough_info=third / GRAIN
    )
