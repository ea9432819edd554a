from detectors.facts import Facts


def test_what_is_read_as_one_kind_is_read_as_no_other() -> None:
    read = Facts("Under Article 6 of 3 May 2024, type 2 and GPT-4 cost 5 euros in Q3.")
    assert [each.text for each in read.references] == ["Article 6"]
    assert [each.text for each in read.dates] == ["3 May 2024"]
    assert [each.text for each in read.designations] == ["type 2", "Q3"]
    assert [each.text for each in read.identifiers] == ["GPT-4"]
    assert [each.text for each in read.amounts] == ["5 euros"]


def test_every_number_is_a_figure() -> None:
    assert {6, 3, 2024, 5} <= Facts("Article 6 of 3 May 2024, five euros").figures


def test_a_unit_word_has_no_number_of_its_own() -> None:
    read = Facts("Every decade it takes 5 years.")
    assert [each.word for each in read.unit_words] == ["decade"]
