import pytest

from detectors.counting import counts_things
from detectors.quantities import quantities


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("eight 500 mg tablets", True),
        ("8 x 500 mg", True),
        ("eight tablets", True),
        ("12 of 300 patients", True),
        ("20 people", True),
        ("two further months", False),
        ("60 last year", False),
        ("they ask for 60", False),
    ],
)
def test_a_number_before_things_or_packs_counts_and_another_may_lack_its_unit(
    text: str, counts: bool
) -> None:
    assert counts_things(text, quantities(text)[0]) is counts
