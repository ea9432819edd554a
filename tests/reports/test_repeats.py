"""What differs between epochs, on results that a test writes down."""

import pytest

from detectors.records import Answer, Case, Task
from reports.repeats import Repeats, repeats
from reports.run import CaseResult, Epoch, Failure, Stage

FAILURE = Failure(stage=Stage.SUBJECT, name="m", message="gone")


def result(name: str, said: str, *, right: str = "a", group: str | None = None) -> CaseResult:
    """A classification answered once a letter; "!" is an epoch that failed."""
    first, *others = list(said)
    return CaseResult(
        subject="m",
        case=Case(id=name, task=Task.CLASSIFY, text="?", label=right, group=group),
        answer=answer(first),
        error=error(first),
        epochs=tuple(
            Epoch(number=number, answer=answer(letter), error=error(letter))
            for number, letter in enumerate(others, start=2)
        ),
    )


def answer(letter: str) -> Answer | None:
    return None if letter == "!" else Answer(text=letter, label=letter)


def error(letter: str) -> Failure | None:
    return FAILURE if letter == "!" else None


def found(*said: str) -> Repeats:
    result_of = repeats([result(f"c{at}", each) for at, each in enumerate(said)], len(said[0]))
    assert result_of is not None
    return result_of


def test_what_was_asked_once_has_nothing_to_repeat() -> None:
    assert repeats([result("c", "a")], 1) is None
    assert repeats([], 3) is None


def test_a_case_counts_once_however_often_it_changes() -> None:
    rewording = found("aaa", "aba", "bab", "bbb").rewording
    assert rewording is not None
    assert (rewording.successes, rewording.n) == (2, 4)
    assert rewording.interval.low < 0.5 < rewording.interval.high


def test_a_metric_may_stand_still_while_cases_change() -> None:
    """One case is lost where another is won; a wrong label that becomes another changes none."""
    (accuracy,) = [m for m in found("ab", "ba", "bc").metrics if m.metric == "accuracy"]
    assert accuracy.values == (1 / 3, 1 / 3)
    assert accuracy.standard_deviation == 0
    assert accuracy.changing is not None
    assert (accuracy.changing.successes, accuracy.changing.n) == (2, 3)


def test_the_deviation_is_that_of_a_sample_of_runs() -> None:
    (accuracy,) = [m for m in found("aaa", "aab").metrics if m.metric == "accuracy"]
    assert accuracy.values == (1, 1, 0.5)
    assert accuracy.mean == pytest.approx(5 / 6)
    assert accuracy.standard_deviation == pytest.approx(0.288675, abs=1e-6)


def test_macro_f1_has_a_deviation_and_no_cases_of_its_own() -> None:
    (f1,) = [m for m in found("ab", "aa").metrics if m.metric == "macro_f1"]
    assert (f1.values[0], f1.changing) == (1.0, None)
    assert f1.values[1] < 1


def test_a_case_with_a_failed_epoch_is_left_out_and_counted() -> None:
    result_of = found("aa", "a!", "!a")
    assert result_of.left_out == 2
    assert result_of.rewording is not None
    assert result_of.rewording.n == 1


def test_where_every_case_failed_nothing_is_claimed() -> None:
    result_of = found("a!", "!!")
    assert (result_of.left_out, result_of.rewording, result_of.metrics) == (2, None, ())


def test_cases_of_a_group_that_change_together_count_as_less() -> None:
    alone = [result(f"c{at}", "ab" if at < 6 else "aa") for at in range(12)]
    grouped = [result(f"c{at}", "ab" if at < 6 else "aa", group=f"g{at // 3}") for at in range(12)]
    apart, together = (repeats(each, 2) for each in (alone, grouped))
    assert apart is not None
    assert together is not None
    assert apart.rewording is not None
    assert together.rewording is not None
    assert together.rewording.effective_n < apart.rewording.effective_n
