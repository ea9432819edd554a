import pytest

from detectors.rewording import in_the_amounts_of


@pytest.mark.parametrize(
    ("claim", "evidence", "reworded"),
    [
        ("It is 1000 mg.", "Take 1 g or 2 g.", "It is 1 g."),
        ("It is 3 g.", "Take 1 g.", "It is 3 g."),
        (
            "Wait two days, then take 1000 mg.",
            "After 48 hours 1 g.",
            "Wait 48 hours, then take 1 g.",
        ),
        ("No amount.", "1 g", "No amount."),
        ("", "", ""),
    ],
)
def test_equal_amounts_are_written_alike(claim: str, evidence: str, reworded: str) -> None:
    assert in_the_amounts_of(claim, evidence) == reworded
