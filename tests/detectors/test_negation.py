import pytest

from detectors.negation import is_negative


@pytest.mark.parametrize(
    "text", ["It must not be crushed.", "Avoid milk.", "It isn\u2019t safe.", "Never chew it."]
)
def test_what_denies_or_forbids_is_negative(text: str) -> None:
    assert is_negative(text)


@pytest.mark.parametrize(
    "text", ["Take no more than 4 g.", "Do not exceed 4 g.", "Take it with or without food.", ""]
)
def test_a_limit_denies_nothing(text: str) -> None:
    assert not is_negative(text)
