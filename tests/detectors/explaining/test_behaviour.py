"""Expectations of varied cases are judged on the answers, and what is not judged is said."""

import pytest

from detectors.base import Answered, Resources
from detectors.explaining.behaviour import BehaviourDetector
from detectors.records import Answer, Case, Finding, Relation, Severity, Task

LABELS = ("dosage", "storage")


def pair(
    name: str,
    dosage: float | None,
    *,
    relation: Relation | None = None,
    group: str | None = None,
    tags: tuple[str, ...] = (),
    declined: bool = False,
) -> Answered:
    """A case of label dosage with the answer that gives this probability to it."""
    case = Case(
        id=name,
        task=Task.CLASSIFY,
        text="How much?",
        label="dosage",
        group=group,
        relation=relation,
        tags=tags,
    )
    if dosage is None:
        return Answered(case, Answer(text="dosage", label="dosage"))
    shares = dict(zip(LABELS, (dosage, 1 - dosage), strict=True))
    label = None if declined else max(shares, key=shares.__getitem__)
    answer = Answer(text=label or "", label=label, declined=declined, probabilities=shares)
    return Answered(case, answer)


def varied(dosage: float | None, relation: Relation, *, base: float | None = 0.8) -> list[Finding]:
    return examined(pair("a", base), pair("b", dosage, relation=relation, group="a"))


def examined(*answered: Answered) -> list[Finding]:
    return list(BehaviourDetector(Resources()).examine(answered))


def rules(found: list[Finding]) -> list[str]:
    return [one.rule for one in found]


@pytest.mark.parametrize(
    ("relation", "dosage", "kept"),
    [
        (Relation.SAME, 0.6, True),
        (Relation.SAME, 0.4, False),
        (Relation.LOWER, 0.7, True),
        (Relation.LOWER, 0.8 + 1e-6, True),
        (Relation.LOWER, 0.9, False),
        (Relation.HIGHER, 0.9, True),
        (Relation.HIGHER, 0.8 - 1e-6, True),
        (Relation.HIGHER, 0.7, False),
    ],
)
def test_an_expectation_is_kept_or_broken(relation: Relation, dosage: float, kept: bool) -> None:
    expected = ["behaviour.rate"] if kept else ["behaviour.broken", "behaviour.rate"]
    assert rules(varied(dosage, relation)) == expected


def test_what_is_broken_names_both_cases_labels_and_probabilities() -> None:
    broken, rate = varied(0.4, Relation.SAME)
    assert (broken.severity, broken.cases) == (Severity.WARNING, ("a", "b"))
    assert broken.message == ('b varies a: it should stay "dosage" (0.80) and is "storage" (0.60)')
    assert rate.cases == ("b",)


def test_a_broken_direction_tells_how_far_the_label_moved() -> None:
    broken, _ = varied(0.9, Relation.LOWER)
    assert '"dosage" should become no more probable, and goes from 0.80 to 0.90' in broken.message


def test_a_varied_case_that_is_declined_has_not_kept_its_label() -> None:
    found = examined(
        pair("a", 0.8), pair("b", 0.6, relation=Relation.SAME, group="a", declined=True)
    )
    assert rules(found) == ["behaviour.broken", "behaviour.rate"]
    assert found[0].message.endswith("and is declined")


def test_labels_are_enough_where_none_should_change() -> None:
    assert rules(varied(None, Relation.SAME, base=None)) == ["behaviour.rate"]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (varied(None, Relation.LOWER), "gave no probability"),
        (examined(pair("b", 0.8, relation=Relation.SAME, group="a")), "'a' that it varies has no"),
        (
            examined(
                pair("a", 0.6, declined=True), pair("b", 0.8, relation=Relation.SAME, group="a")
            ),
            "no label was given to the case",
        ),
    ],
)
def test_what_cannot_be_judged_is_said_and_not_counted(found: list[Finding], reason: str) -> None:
    (only,) = found
    assert (only.rule, only.severity) == ("behaviour.unjudged", Severity.WARNING)
    assert reason in only.message


def test_a_case_counts_once_and_is_kept_where_every_variation_keeps_it() -> None:
    found = examined(
        pair("a", 0.8),
        *(pair(f"a{n}", 0.8, relation=Relation.SAME, group="a") for n in range(8)),
        pair("a8", 0.1, relation=Relation.SAME, group="a"),
        pair("b", 0.8),
        pair("b0", 0.7, relation=Relation.SAME, group="b"),
    )
    rate = found[-1]
    assert rate.measures is not None
    assert (rate.measures["kept"], rate.measures["n"], rate.measures["variations"]) == (1, 2, 10)
    assert "too few cases to rely on" in rate.message


def test_rates_have_wilson_intervals_overall_and_by_tag() -> None:
    answered = [pair(f"base-{n}", 0.8) for n in range(40)]
    for n in range(40):
        tag = "typo" if n < 20 else "paraphrase"
        answered.append(
            pair(
                f"varied-{n}",
                0.2 if n < 4 else 0.8,
                relation=Relation.SAME,
                group=f"base-{n}",
                tags=("in-domain", tag),
            )
        )
    rates = [one for one in examined(*answered) if one.rule == "behaviour.rate"]
    overall, paraphrase, typo = rates  # every variation is in-domain: that slice says no more
    assert overall.message == (
        "36 of 40 cases keep what is expected of them in every variation: 90% "
        "(95 % interval 77% to 96%)"
    )
    assert "tagged paraphrase: 100% " in paraphrase.message
    assert typo.measures is not None
    assert typo.measures["rate"] == 0.8
    assert typo.measures["low"] == pytest.approx(0.5840, abs=1e-4)  # Wilson for 16 of 20
    assert typo.measures["high"] == pytest.approx(0.9193, abs=1e-4)
    assert typo.cases == tuple(f"varied-{n}" for n in range(4))


@pytest.mark.parametrize("answered", [(), (pair("a", 0.8), pair("b", 0.8, group="a"))])
def test_a_suite_without_expectations_says_so(answered: tuple[Answered, ...]) -> None:
    (only,) = examined(*answered)
    assert (only.rule, only.severity) == ("behaviour.none", Severity.NOTE)
