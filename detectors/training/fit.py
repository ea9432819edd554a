"""Fits how the signs of evidence become probabilities: a multinomial logistic regression.

Its coefficients are bounded by sign, so that more evidence can never make a claim less supported
and a contradiction never more; what the fit may choose is how much each sign weighs.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

CLASSES = ("supported", "refuted", "not_enough_info")


class Row(NamedTuple):
    """One labelled claim."""

    features: Mapping[str, float]
    label: str
    """One of `CLASSES`, or `not_supported`: either of the last two."""
    source: str
    document: str
    left: float = 1.0
    """The share of the probability of `supported` that exact code leaves."""


class Fitted(NamedTuple):
    """Coefficients (3, features) and intercepts (3) in the order of `CLASSES`."""

    coefficients: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]


def fit(rows: Sequence[Row], signs: Mapping[str, int], *, penalty: float = 1e-3) -> Fitted:
    """The most likely coefficients. `signs` says of each feature whether more of it speaks for
    support (1) or against it (-1). Every source weighs the same, whatever its size."""
    names = tuple(signs)
    values = np.array([[row.features[name] for name in names] for row in rows])  # (n, f)
    allowed = np.array([_allowed(row.label) for row in rows])  # (n, 3)
    weights = _weights(rows)
    size = len(names)
    bounds = [_bound(signs[name]) for _ in range(2) for name in names] + [(None, None)] * 2

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = _logits(flat, values)
        shares = np.exp(log_softmax(logits, axis=1))
        right = shares * allowed + 1e-300
        total = -np.sum(weights * np.log(right.sum(1)))
        slope = weights[:, None] * (shares - right / right.sum(1, keepdims=True))  # (n, 3)
        gradient = np.concatenate([(slope[:, 1:].T @ values).ravel(), slope[:, 1:].sum(0)])
        flat_penalty = np.concatenate([flat[: 2 * size], [0.0, 0.0]])
        return total + penalty * flat_penalty @ flat_penalty, gradient + 2 * penalty * flat_penalty

    found = minimize(
        loss,
        np.zeros(2 * size + 2),
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
        options={"maxiter": 2000},
    ).x
    rounded = np.round(found, 5) + 0.0
    return Fitted(
        ((0.0,) * size, tuple(rounded[:size].tolist()), tuple(rounded[size : 2 * size].tolist())),
        (0.0, float(rounded[-2]), float(rounded[-1])),
    )


def _allowed(label: str) -> tuple[float, float, float]:
    if label == "not_supported":
        return (0.0, 1.0, 1.0)
    return tuple(float(label == name) for name in CLASSES)  # type: ignore[return-value]


def _bound(sign: int) -> tuple[float | None, float | None]:
    """Of the coefficient toward a class that is not `supported`, whose own is 0."""
    return (None, 0.0) if sign > 0 else (0.0, None)


def _weights(rows: Sequence[Row]) -> NDArray[np.float64]:
    sources = [row.source for row in rows]
    count = {source: sources.count(source) for source in set(sources)}
    weights: NDArray[np.float64] = np.array([1 / count[source] for source in sources])
    weights /= weights.sum()
    return weights


def _logits(flat: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    size = values.shape[1]
    others = flat[: 2 * size].reshape(2, size)
    logits: NDArray[np.float64] = np.zeros((len(values), 3))
    logits[:, 1:] = values @ others.T + flat[2 * size :]
    return logits
