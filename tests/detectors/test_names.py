import pytest

from detectors.names import NameIndex, names

TEXT = (
    "The World Health Organization said that the British agreed. Peter Smith of NASA, who lives in "
    "Los Angeles, met Anna-Lena Müller from FamilyMart."
)


def read(text: str) -> list[str]:
    return [name.text for name in names(text)]


def test_names_are_read_without_what_opens_the_sentence() -> None:
    assert read("However, Anna Berg left. In Paris it rained.") == ["Anna Berg", "Paris"]
    assert read("Sophie said so. Water is wet. Researchers found it.") == ["Sophie"]
    assert read("He met John A. Smith from the U.S. there.") == ["John A. Smith", "U.S."]


def test_a_title_tells_no_names() -> None:
    assert read("How The Global Warming Debate Keeps Changing Every Single Country") == []


@pytest.mark.parametrize(
    "name",
    [
        "the WHO",
        "in Britain",
        "with Smith",
        "with Dr Peter Smith",
        "with P. Smith",
        "at LA",
        "with Anna-Lena Muller",
        "from Family Mart",
        "for Smith's",
    ],
)
def test_a_text_has_a_name_in_whatever_form(name: str) -> None:
    (found,) = names(name)
    assert NameIndex(TEXT).has(found)


@pytest.mark.parametrize("name", ["with John Smith", "with Peter Jones", "in France", "the CIA"])
def test_another_name_is_not_there(name: str) -> None:
    (found,) = names(name)
    assert not NameIndex(TEXT).has(found)
