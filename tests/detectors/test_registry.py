"""What is told of a detector without importing it is so."""

import pytest

from detectors.registry import DETECTORS, is_of_suite, load


@pytest.mark.parametrize("name", DETECTORS)
def test_the_built_in_detectors_of_a_whole_suite_are_listed(name: str) -> None:
    kind = load("detector", name, group="assaykit.detectors", builtin=DETECTORS)
    assert hasattr(kind, "examine") is is_of_suite(name)
