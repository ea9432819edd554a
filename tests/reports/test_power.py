import numpy as np
import pytest
from scipy.stats import binom

from reports.power import cases_needed, rate_needed
from reports.run import Gate
from reports.statistics import wilson


def gate(at_least: float, margin: float, confidence: float = 0.95, minimum_n: int = 1) -> Gate:
    return Gate(
        subject="m",
        metric="accuracy",
        at_least=at_least,
        margin=margin,
        confidence=confidence,
        minimum_n=minimum_n,
    )


def power(n: int, made: Gate) -> float:
    """Chance that the whole interval is above the bound, summed over every count of hits."""
    bound = made.at_least or 0.0
    passing = [k for k in range(n + 1) if wilson(k, n, confidence=made.confidence).low >= bound]
    return float(binom.pmf(passing, n, min(bound + made.margin, 1.0)).sum())


@pytest.mark.parametrize(
    ("made", "close"),
    [(gate(0.8, 0.1), 20), (gate(0.9, 0.08), 20), (gate(0.6, 0.2, 0.9), 10), (gate(0.95, 0.05), 0)],
)
def test_from_the_stated_n_on_four_runs_of_five_pass(made: Gate, close: int) -> None:
    n = cases_needed(made)

    assert n is not None
    assert power(n - 1, made) < 0.8
    assert all(power(more, made) >= 0.8 for more in range(n, n + 25))
    assert all(power(fewer, made) < 0.8 for fewer in range(1, n - close, 7))


def test_an_upper_bound_is_the_lower_bound_of_the_others() -> None:
    upper = Gate(subject="m", metric="hallucination", at_most=0.1, margin=0.05)

    assert cases_needed(upper) == cases_needed(gate(0.9, 0.05))


def test_a_perfect_subject_is_the_best_that_there_is() -> None:
    assert cases_needed(gate(0.95, 0.05)) == cases_needed(gate(0.95, 0.5)) == 73


def test_no_number_of_cases_shows_what_cannot_be_shown() -> None:
    assert cases_needed(gate(1.0, 0.05)) is None
    assert cases_needed(gate(0.8, 0.0)) is None
    assert cases_needed(gate(0.8, 0.001)) is None


def test_the_minimum_n_of_the_gate_is_needed_in_any_case() -> None:
    assert cases_needed(gate(0.5, 0.4, minimum_n=100)) == 100


def test_against_another_subject_the_planned_n_has_its_power() -> None:
    """Two equally good subjects that differ on a fifth of the cases, many times."""
    made = Gate(subject="m", metric="accuracy", no_worse_than="other", margin=0.1)
    n = cases_needed(made)
    assert n == 157
    draw = np.random.default_rng(0)
    one, other = draw.binomial(n, [0.1, 0.1], size=(20_000, 2)).T
    low = (one - other) / n - 1.96 * np.sqrt(one + other - (one - other) ** 2 / n) / n
    assert 0.77 <= (low >= -0.1).mean() <= 0.84


def test_the_rate_that_a_gate_needs_on_its_cases_passes_four_times_of_five() -> None:
    made = gate(0.8, 0.05)
    rate = rate_needed(made, 80)

    assert rate is not None
    passing = [k for k in range(81) if wilson(k, 80).low >= 0.8]
    assert binom.pmf(passing, 80, rate).sum() == pytest.approx(0.8)
    upper = Gate(subject="m", metric="hallucination", at_most=0.2)
    assert rate_needed(upper, 80) == pytest.approx(1 - rate)


def test_too_few_cases_pass_at_no_rate() -> None:
    assert rate_needed(gate(0.8, 0.05, minimum_n=30), 29) is None
    assert rate_needed(gate(0.95, 0.05), 40) is None
    assert rate_needed(gate(1.0, 0.05), 4000) is None
    assert rate_needed(Gate(subject="m", metric="accuracy", no_worse_than="o"), 900) is None
