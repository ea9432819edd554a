import pytest

from detectors.negation import denials, is_exempting, is_negative, said, without_limits
from detectors.stems import stems


def signs(text: str) -> dict[str, int]:
    return {each.key: each.sign for each in said(without_limits(text), stems(text))}


@pytest.mark.parametrize(
    "text",
    [
        "It must not be crushed.",
        "Avoid milk.",
        "It isn\u2019t safe.",
        "Never chew it.",
        "Four tablets are too many.",
        "The cover lapses outside Europe.",
    ],
)
def test_what_denies_or_forbids_is_negative(text: str) -> None:
    assert is_negative(text)


@pytest.mark.parametrize(
    "text", ["Take no more than 4 g.", "Do not exceed 4 g.", "Take it with or without food.", ""]
)
def test_a_limit_denies_nothing(text: str) -> None:
    assert not is_negative(text)


def test_a_denial_reaches_the_next_word_of_its_clause() -> None:
    assert signs("It is not crushed, but chewed")["crush"] == -1
    assert signs("It is not crushed, but chewed")["chew"] == 1


def test_what_is_denied_by_a_limit_is_affirmed() -> None:
    assert signs("Take no more than four tablets")["tablet"] == 1


def test_a_denied_word_is_its_opposite() -> None:
    pair = (signs("It is not safe").keys() & signs("It is unsafe").keys()) - {"saf", "unsaf"}
    assert {signs("It is not safe")[key] for key in pair} == {-1}
    assert {signs("It is unsafe")[key] for key in pair} == {-1}


def test_risk_free_denies_risk() -> None:
    assert signs("a risk-free trial")["risk"] == -1


def test_what_exempts_affirms_of_one_thing_and_denies_of_the_rest() -> None:
    assert is_exempting("The gate opens only at noon.")
    assert is_exempting("The gate is shut unless a guard is there.")
    assert not is_exempting("The gate opens at noon.")


def test_denials_are_counted_word_by_word() -> None:
    assert denials(stems("No guest has never come late.")) == 2
    assert denials(stems("Every guest came late.")) == 0
