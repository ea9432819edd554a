import pytest

from detectors.facts import facts
from detectors.rates import rates_turned


def turned(claim: str, evidence: str) -> list[tuple[str, str | None]]:
    found = rates_turned(facts(claim), facts(evidence))
    return [(each.claim.text, each.evidence.text if each.evidence else None) for each in found]


@pytest.mark.parametrize(
    ("claim", "evidence", "ours", "theirs"),
    [
        ("The plan is €3.99 a week.", "With the plan, which costs €3.99 a month.", "a week", None),
        ("Each year, 34 pounds is paid.", "Membership costs 34 pounds a month.", None, "a month"),
        ("Interest is credited yearly.", "Interest is credited four times a year.", None, None),
        (
            "The pulse is measured twice an hour.",
            "The pulse is measured once a minute.",
            None,
            None,
        ),
        ("Staff are examined weekly.", "Staff are examined every 12 months.", "weekly", None),
    ],
)
def test_another_rate_of_the_same_is_a_finding(
    claim: str, evidence: str, ours: str | None, theirs: str | None
) -> None:
    ((said, instead),) = turned(claim, evidence)
    assert instead is not None
    assert ours in (None, said)
    assert theirs in (None, instead)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Interest is credited quarterly.", "Interest is credited four times a year."),
        ("It is taken every 6 hours.", "It is taken every 4 to 6 hours."),
        ("The fee is 12 euros a year.", "The fee is 12 euros every 12 months."),
        ("They meet weekly to plan.", "They meet four times a month to plan."),
        ("Wait a day for it.", "The clinic opens at nine each week."),
        ("It was sold again last month.", "It was sold again every year."),
        ("A second home costs 900 euros.", "Another home costs 900 euros a year."),
    ],
)
def test_a_rate_that_is_as_long_or_of_something_else_is_none(claim: str, evidence: str) -> None:
    assert turned(claim, evidence) == []
