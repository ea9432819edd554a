"""The area under the curve of confidence, of one model and of two on the same cases."""

import random

import pytest

from reports.scorecard.confidence import Judged
from reports.scorecard.separation import separation, separation_difference


def cases(count: int, confidence: float, *, inside: bool) -> list[Judged]:
    return [Judged(confidence, inside, inside, f"{inside}-{n}") for n in range(count)]


@pytest.mark.parametrize(
    ("inside", "outside", "area"), [(0.9, 0.2, 1.0), (0.5, 0.5, 0.5), (0.2, 0.9, 0.0)]
)
def test_it_is_the_chance_that_a_case_of_the_domain_is_surer(
    inside: float, outside: float, area: float
) -> None:
    found = separation([*cases(30, inside, inside=True), *cases(30, outside, inside=False)])
    assert found is not None
    assert found.value == pytest.approx(area)


def test_too_few_cases_of_either_kind_give_no_figure() -> None:
    few = [*cases(40, 0.9, inside=True), *cases(19, 0.2, inside=False)]
    assert separation(few) is None
    named = {str(n): case for n, case in enumerate(few)}
    assert separation_difference(named, named) is None


def drawn(seed: int, lift: float) -> dict[str, Judged]:
    """Sixty of the domain, surer by `lift`, and sixty others."""
    draw = random.Random(seed)
    return {
        f"c{n}": Judged(draw.gauss(lift if n < 60 else 0.0, 1.0), True, n < 60, f"c{n}")
        for n in range(120)
    }


def test_a_model_that_tells_them_apart_is_ahead_of_one_that_does_not() -> None:
    found = separation_difference(drawn(1, 3.0), drawn(2, 0.0))
    assert found is not None
    assert found.n == 120
    assert 0.3 < found.interval.low < found.value < found.interval.high
    assert found.test.p < 0.001


def test_two_that_tell_them_apart_alike_differ_by_chance() -> None:
    reached = [
        separation_difference(drawn(2 * seed, 1.0), drawn(2 * seed + 1, 1.0)) for seed in range(10)
    ]
    assert sum(found is not None and found.test.p < 0.05 for found in reached) <= 2


def test_the_same_answers_do_not_differ() -> None:
    found = separation_difference(drawn(3, 1.0), drawn(3, 1.0))
    assert found is not None
    assert (found.value, found.interval.low, found.interval.high) == (0.0, 0.0, 0.0)
    assert found.test.p == 1.0


def test_cases_of_one_cluster_are_swapped_together() -> None:
    """Two clusters can be swapped in four ways, two of which give the same difference."""
    pair = [
        {
            name: Judged(case.confidence, case.right, case.in_domain, "even" if at % 2 else "odd")
            for at, (name, case) in enumerate(side.items())
        }
        for side in (drawn(1, 3.0), drawn(2, 0.0))
    ]
    found = separation_difference(*pair)
    assert found is not None
    assert found.test.p == pytest.approx(0.5, abs=0.05)
    assert found.test.least == 0.5
