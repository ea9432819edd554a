from collections.abc import Callable

from detectors.records import Task
from reports.pairs import Ahead, Comparison, compare
from reports.run import CaseResult

Build = Callable[..., CaseResult]


def compared(classified: Build, cells: list[tuple[bool, bool]]) -> Comparison:
    results = []
    for number, (first, second) in enumerate(cells):
        for subject, right in (("slm", first), ("llm", second)):
            said = "dosage" if right else "other"
            results.append(classified(f"c{number}", subject=subject, said=said))
    return compare(Task.CLASSIFY, "slm", "llm", results)


def test_a_clear_difference_names_who_is_ahead(classified: Build) -> None:
    found = compared(classified, [(True, True)] * 30 + [(True, False)] * 20 + [(False, True)] * 2)

    assert found.ahead is Ahead.FIRST
    assert found.sentence.startswith("slm is ahead of llm. +34.6 percentage points over 52 paired")


def test_the_other_side_can_be_ahead(classified: Build) -> None:
    assert compared(classified, [(False, True)] * 40).ahead is Ahead.SECOND


def test_agreement_shows_no_difference(classified: Build) -> None:
    found = compared(classified, [(True, True)] * 40)

    assert (found.ahead, found.p, found.difference) == (Ahead.NOT_SHOWN, 1.0, 0.0)


def test_few_pairs_are_underpowered_whatever_they_show(classified: Build) -> None:
    assert compared(classified, [(True, False)] * 29).ahead is Ahead.UNDERPOWERED


def test_without_pairs_nothing_is_computed(classified: Build) -> None:
    found = compared(classified, [])

    assert (found.n, found.difference, found.interval, found.p) == (0, None, None, None)
