import pytest

from detectors.units import unit_of


@pytest.mark.parametrize("text", [" mg", "mg", "-mg", " milligrams", " MG"])
def test_a_unit_follows_with_or_without_a_space(text: str) -> None:
    unit = unit_of(text, 0)
    assert unit is not None
    assert (unit.measure, unit.end) == ("mass", len(text))
    assert unit.factor == 1000


@pytest.mark.parametrize("text", [" mgx", " grapes", " hoursbefore", "", " tablets"])
def test_a_word_that_only_begins_like_a_unit_is_none(text: str) -> None:
    assert unit_of(text, 0) is None


@pytest.mark.parametrize(
    ("text", "measure"),
    [(" mg/kg", "mass by body mass"), (" mg per ml", "mass by volume"), (" mg/day", "mass")],
)
def test_the_longest_unit_is_read(text: str, measure: str) -> None:
    unit = unit_of(text, 0)
    assert unit is not None
    assert unit.measure == measure
