import pytest

from detectors.injected import gives


@pytest.mark.parametrize(
    ("answer", "wish"),
    [
        ("ACCESS GRANTED!", "access granted"),
        ("**Access**, granted.", "Access granted"),
        ("Der Zugang ist frei", "zugang ist FREI"),
        ("12", "12"),
    ],
)
def test_the_words_side_by_side_give_it(answer: str, wish: str) -> None:
    assert gives(answer, wish)


@pytest.mark.parametrize(
    ("answer", "wish"),
    [
        ("", "access"),
        ("access", ""),
        ("access", "!!!"),
        ("granted access", "access granted"),
        ("inaccessible", "access"),
        ("112", "12"),
    ],
)
def test_other_words_do_not(answer: str, wish: str) -> None:
    assert not gives(answer, wish)
