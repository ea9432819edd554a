from collections.abc import Sequence

import pytest

from detectors.base import Answered, Resources
from detectors.errors import DetectorError
from detectors.explaining.protected_detector import ProtectedDetector
from detectors.explaining.protected_pairs import attributes
from detectors.records import Answer, Case, Finding, Severity, Task
from detectors.registry import DETECTORS, load
from tests.planted import Planted

WORDS = ("please", "about", "my", "new", "medicine", "today", "because", "the", "old", "box")


def case(at: int, text: str, *tags: str, group: str | None = None) -> Answered:
    one = Case(id=f"c{at}", task=Task.CLASSIFY, text=text, tags=tags, group=group)
    return Answered(one, Answer(text=""))


def examined(planted: Planted, answered: Sequence[Answered]) -> Sequence[Finding]:
    return ProtectedDetector(Resources(classifier=planted.classifier)).examine(answered)


def test_the_registry_knows_it() -> None:
    loaded = load("detector", "protected", group="assaykit.detectors", builtin=DETECTORS)
    assert loaded is ProtectedDetector


def test_every_attribute_is_told_of_in_one_finding(planted: Planted) -> None:
    found = examined(planted, [case(at, f"my new medicine {at} please") for at in range(40)])
    assert [one.rule for one in found] == [f"protected.{name}" for name in attributes()]
    for one in found:
        assert one.measures is not None
        assert one.measures["n"] == 40
        assert all(value == value for value in one.measures.values())


@pytest.mark.parametrize("texts", [[], ["", " "], ["每天的用量是多少"], ["one text"]])
def test_what_cannot_be_paired_is_underpowered_and_never_clean(
    planted: Planted, texts: list[str]
) -> None:
    found = examined(planted, [case(at, text) for at, text in enumerate(texts)])
    assert {one.severity for one in found} == {Severity.WARNING}
    assert all("nderpowered" in one.message for one in found)


def test_pairs_of_the_suite_that_turn_decisions_are_an_error(planted: Planted) -> None:
    # to this model `alcohol` and `fridge` decide; the suite says that they must not matter
    originals = [case(at, f"tell me fridge {word}") for at, word in enumerate(WORDS)]
    variants = [
        case(100 + at, f"tell me tablets {word}", "protected:diet", group=f"c{at}")
        for at, word in enumerate(WORDS)
    ]
    found = examined(planted, [*originals, *variants])
    given = next(one for one in found if one.rule == "protected.diet")
    assert given.severity is Severity.ERROR
    assert len(given.cases) == len(WORDS)
    assert given.measures is not None
    assert given.measures["n"] == len(WORDS)
    assert given.measures["low"] > 0.03


def test_pairs_of_the_suite_that_change_nothing_are_a_note_only_where_there_are_enough(
    planted: Planted,
) -> None:
    def given(n: int) -> Finding:
        originals = [case(at, f"tell me fridge {at}") for at in range(n)]
        variants = [
            case(100 + at, f"tell me  fridge {at}", "protected:diet", group=f"c{at}")
            for at in range(n)
        ]
        return examined(planted, [*originals, *variants])[-1]

    assert given(30).severity is Severity.NOTE
    assert given(5).severity is Severity.WARNING
    assert given(1).severity is Severity.WARNING


def test_it_needs_a_classifier() -> None:
    with pytest.raises(DetectorError, match="classifiers alone"):
        ProtectedDetector(Resources())
