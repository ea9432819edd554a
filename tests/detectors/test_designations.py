import pytest

from detectors.designations import designations


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("type II", "2"),
        ("Type 2", "2"),
        ("type two", "2"),
        ("stage IIIb", "3b"),
        ("hepatitis B", "b"),
        ("vitamin D", "d"),
        ("the third quarter", "3"),
        ("Q3", "3"),
        ("the 21st birthday", "21"),
    ],
)
def test_what_tells_one_kind_from_another_is_read(text: str, which: str) -> None:
    (found,) = designations(text)
    assert found.which == which


@pytest.mark.parametrize("text", ["the second of them", "type 5%", "a type", "the 19th century"])
def test_what_tells_no_kind_is_passed_over(text: str) -> None:
    assert designations(text) == ()
