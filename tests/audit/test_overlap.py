from audit.overlap import leaked, overlaps
from detectors.records import Case, Task


def case(text: str) -> Case:
    return Case(id="c", task=Task.CLASSIFY, text=text, label="dosage")


def test_a_case_whose_text_stands_in_the_training_file_is_leaked_whatever_its_spelling() -> None:
    assert leaked([case("How much, per day?")], ["how much per DAY"]) == ["c"]


def test_another_text_is_not_leaked() -> None:
    assert leaked([case("How much per day?")], ["How much per week?"]) == []


def test_a_rewording_that_shares_most_trigrams_is_listed_with_its_training_row() -> None:
    training = ["Something else", "How many tablets may my mother take each day with food"]
    (found,) = overlaps([case("How many tablets may my mother take each day")], training)
    assert (found.case, found.training_row) == ("c", 2)
    assert 0.5 <= found.similarity < 1


def test_texts_with_few_words_in_common_are_not_listed() -> None:
    assert not list(overlaps([case("May I keep it in the fridge?")], ["May I take it at night?"]))
