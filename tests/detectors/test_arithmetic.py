import pytest

from detectors.arithmetic import follows, is_twice
from detectors.quantities import quantities


def is_computed(claimed: str, *sentences: str) -> bool:
    together = [quantities(sentence) for sentence in sentences]
    known = [amount for sentence in together for amount in sentence]
    return follows(quantities(claimed)[0], known, together)


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("a rise of 5 km", "from 30 km, then 35 km"),
        ("80 km in all", "30 km and 50 km"),
        ("40 %", "2 rooms of 5 rooms"),
        ("a fall of 20 %", "50 kg in May, 40 kg in June"),
        ("30 %", "70 %"),
        ("6 million euros", "a quarter of 24 million euros"),
        ("18 million euros", "all but a quarter of 24 million euros"),
        ("24 million euros", "6 million euros are a quarter of it"),
        ("30 minutes", "it takes 90 minutes, they ask for 60"),
    ],
)
def test_what_one_step_gives_follows(claimed: str, known: str) -> None:
    assert is_computed(claimed, known)


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("6 km", "from 30 km, then 35 km"),
        ("60 km", "30 km"),
        ("5 kg", "from 30 km, then 35 km"),
        ("45 %", "2 rooms of 5 rooms"),
    ],
)
def test_another_amount_does_not(claimed: str, known: str) -> None:
    assert not is_computed(claimed, known)


def test_a_difference_is_taken_within_a_sentence_and_a_share_anywhere() -> None:
    assert not is_computed("5 km", "The first lap is 30 km.", "The second is 35 km.")
    assert is_computed("75 %", "It has 40 seats.", "Of the seats, 30 seats were sold.")


def test_the_double_and_the_half_are_computed() -> None:
    known = quantities("30 km")
    assert is_twice(quantities("60 km")[0], known)
    assert is_twice(quantities("15 km")[0], known)
    assert not is_twice(quantities("45 km")[0], known)
