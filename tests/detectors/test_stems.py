import pytest

from detectors.stems import fold, key, stems


@pytest.mark.parametrize(
    "forms",
    ["dose doses dosed", "study studies studied", "stop stopped stops stopping", "give gave given"],
)
def test_the_forms_of_a_word_have_one_key(forms: str) -> None:
    assert len({key(form) for form in forms.split()}) == 1


def test_folding_drops_case_diacritics_and_possessive() -> None:
    assert fold("Müller\u2019s") == "muller"


def test_words_that_only_hold_a_sentence_together_have_no_key() -> None:
    assert [stem.key for stem in stems("The dose isn't of it")] == ["", "dos", "", "", ""]
