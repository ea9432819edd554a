import pytest

from detectors.quantities import quantities
from detectors.values import Mismatch, compare, is_stated


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Take 1000 mg.", "Take 1 g."),
        ("Wait a day or 24 hours.", "Wait 1 day."),
        ("Take it every 6 hours.", "Take it every 4 to 6 hours."),
        ("Take 5-10 mg.", "Take 5 mg, later 10 mg."),
        ("The most is 4 g a day.", "The most is 4 g in 24 hours."),
        ("The most is 4 g a day.", "The most is 4 g."),
        ("Take two tablets.", "Take 2 tablets."),
        ("Below 98.6 °F", "Below 37 °C"),
        ("Take it for 5 days.", "Take it every 4 hours."),
        ("Take 5 mg.", "Take it with food."),
        ("Take it with food.", "Take 5 mg."),
    ],
)
def test_equal_and_incomparable_quantities_are_no_mismatch(claim: str, evidence: str) -> None:
    assert compare(claim, evidence) == ()


@pytest.mark.parametrize(
    ("claim", "evidence", "kind"),
    [
        ("Take 6 g.", "Take 4 g.", Mismatch.NUMBER),
        ("Take 4 mg.", "Take 4 g.", Mismatch.UNIT),
        ("Take it every 12 hours.", "Take it every 4 to 6 hours.", Mismatch.NUMBER),
        ("Take it every 4 days.", "Take it every 4 hours.", Mismatch.UNIT),
        ("Up to 1 g a day", "1 g, up to 4 g a day", Mismatch.NUMBER),
        ("Take 5-20 mg.", "Take 5-10 mg.", Mismatch.NUMBER),
        ("Take three tablets.", "Take 2 tablets.", Mismatch.NUMBER),
        ("Revised in 2019", "Revised in 2021", Mismatch.DATE),
        ("Revised on 1 May 2019", "Revised on 2 May 2019", Mismatch.DATE),
        ("Call 111.", "Call 999.", Mismatch.NUMBER),
    ],
)
def test_a_quantity_that_the_evidence_lacks_is_a_mismatch(
    claim: str, evidence: str, kind: Mismatch
) -> None:
    (mismatch,) = compare(claim, evidence)
    assert mismatch.kind is kind


def test_a_mismatch_has_both_spans() -> None:
    claim, evidence = "Take at most 6 g.", "At most 4 g, for 3 days."
    (mismatch,) = compare(claim, evidence)
    assert claim[mismatch.claim.start : mismatch.claim.end] == "6 g"
    assert evidence[mismatch.evidence.start : mismatch.evidence.end] == "4 g"


def test_nothing_is_stated_by_no_evidence() -> None:
    assert not is_stated(quantities("5 mg")[0], ())
