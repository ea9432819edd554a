"""A cascade on answers whose outcome is known."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reports.cascade import Cascade, cascade
from reports.run import CaseResult

Classified = Callable[..., CaseResult]
NAMES = ("slm", "llm")


def small(classified: Classified, id: str, *, right: bool, sure: float) -> CaseResult:  # noqa: A002
    result = classified(id, said="dosage" if right else "interaction")
    assert result.answer is not None
    label = result.answer.label or ""
    probabilities = {label: sure, "other": 1 - sure}
    return replace(result, answer=replace(result.answer, probabilities=probabilities))


def large(classified: Classified, id: str, *, right: bool) -> CaseResult:  # noqa: A002
    return classified(id, subject="llm", said="dosage" if right else "interaction")


@pytest.fixture
def helpful(classified: Classified) -> Cascade:
    """The small model errs where it is unsure, and the large one is right just there."""
    ids = [f"c{number}" for number in range(100)]
    first = [
        small(classified, one, right=n % 2 == 0, sure=0.9 if n % 2 == 0 else 0.3)
        for n, one in enumerate(ids)
    ]
    second = [large(classified, one, right=n % 2 == 1) for n, one in enumerate(ids)]
    return cascade(first, second, names=NAMES, costs=(0.1, 2.0))


def test_the_ends_of_the_curve_are_the_models_alone(helpful: Cascade) -> None:
    first, last = helpful.points[0], helpful.points[-1]
    assert (first.asked, first.quality, last.asked, last.quality) == (0.0, 0.5, 1.0, 0.5)
    assert first.cost == pytest.approx(0.1)
    assert last.cost == pytest.approx(2.1)


def test_a_small_model_that_knows_what_it_does_not_know_gains(classified: Classified) -> None:
    """The large model is better alone, so that the threshold must rise until nothing is lost."""
    ids = [f"c{number}" for number in range(120)]
    first = [
        small(classified, one, right=n % 3 > 0, sure=0.9 if n % 3 else 0.3)
        for n, one in enumerate(ids)
    ]
    second = [large(classified, one, right=n % 6 != 1) for n, one in enumerate(ids)]
    found = cascade(first, second, names=NAMES).operating
    assert found is not None
    assert found.asked == pytest.approx(1 / 3)
    assert found.quality.value == 1.0
    assert found.against_best.interval.low > 0


def test_a_large_model_that_is_never_better_is_never_asked(classified: Classified) -> None:
    ids = [f"c{number}" for number in range(40)]
    first = [small(classified, one, right=True, sure=0.5) for one in ids]
    second = [large(classified, one, right=False) for one in ids]
    found = cascade(first, second, names=NAMES)
    assert found.operating is not None
    assert found.operating.asked == 0.0
    assert found.reason == "It never asks llm: slm alone is as good."


def test_the_threshold_is_not_chosen_on_the_cases_that_judge_it(classified: Classified) -> None:
    """Confidence that says nothing: in hindsight a threshold gains, honestly chosen none does."""
    ids = [f"c{number}" for number in range(100)]
    first = [
        small(classified, one, right=n * 7 % 10 < 5, sure=0.3 + (n * 37 % 100) / 200)
        for n, one in enumerate(ids)
    ]
    second = [large(classified, one, right=n * 3 % 10 < 5) for n, one in enumerate(ids)]
    found = cascade(first, second, names=NAMES)
    assert found.operating is not None
    assert found.operating.against_best.interval.low <= 0


@pytest.mark.parametrize("count", [0, 29])
def test_few_cases_decide_nothing(classified: Classified, count: int) -> None:
    first = [small(classified, f"c{n}", right=True, sure=0.9) for n in range(count)]
    second = [large(classified, f"c{n}", right=True) for n in range(count)]
    found = cascade(first, second, names=NAMES)
    assert found.operating is None
    assert found.reason == f"{count} shared cases with a confidence, 30 needed."


def test_a_model_without_confidence_has_no_cascade(classified: Classified) -> None:
    results = [classified(f"c{n}", subject="llm") for n in range(40)]
    found = cascade(results, results, names=NAMES)
    assert (found.n, found.points, found.operating) == (0, (), None)
