import numpy as np

from detectors.training.fit import CLASSES, Row, fit

SIGNS = {"for": 1, "against": -1}


def rows(count: int, *, merged: bool = False) -> list[Row]:
    """Claims drawn from a known regression."""
    draw = np.random.default_rng(0)
    values = draw.normal(size=(count, 2))
    logits = values @ np.array([[0.0, 0.0], [-1.5, 1.0], [-0.7, 0.4]]).T
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = [CLASSES[draw.choice(3, p=share)] for share in shares]
    if merged:
        labels = ["supported" if label == "supported" else "not_supported" for label in labels]
    return [
        Row({"for": a, "against": b}, label, "source", "document")
        for (a, b), label in zip(values.tolist(), labels, strict=True)
    ]


def test_the_regression_that_made_the_labels_is_found_again() -> None:
    fitted = fit(rows(6000), SIGNS)
    assert np.allclose(fitted.coefficients[1], (-1.5, 1.0), atol=0.15)
    assert np.allclose(fitted.coefficients[2], (-0.7, 0.4), atol=0.15)


def test_a_sign_is_never_turned_round() -> None:
    fitted = fit(rows(2000), {"for": 1, "against": 1})
    assert all(c[1] <= 0.0 for c in fitted.coefficients)


def test_labels_that_leave_two_classes_open_are_enough_for_support() -> None:
    fitted = fit(rows(4000, merged=True), SIGNS)
    assert fitted.coefficients[1][0] < -0.5
    assert fitted.coefficients[1][1] > 0.2
