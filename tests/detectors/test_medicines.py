import pytest

from detectors.medicines import medicines


def test_medicines_are_read_by_stem_and_by_name() -> None:
    found = medicines("Amoxicillin, metoprolol or paracetamol, with omeprazole.")
    assert [m.text for m in found] == ["Amoxicillin", "metoprolol", "paracetamol", "omeprazole"]


@pytest.mark.parametrize("text", ["the person", "in April", "a magazine", "for no reason"])
def test_common_words_are_no_medicines(text: str) -> None:
    assert medicines(text) == ()
