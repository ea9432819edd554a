from detectors.phrases import is_empty, is_opinion
from detectors.refusals import declines


def test_an_empty_phrase_declines_nothing() -> None:
    assert is_empty("Thank you for asking!")
    assert not declines("Thank you for asking!")


def test_advice_that_names_its_case_is_a_statement() -> None:
    assert is_empty("Please ask your doctor or pharmacist for advice.")
    assert not is_empty("See a doctor if the fever lasts more than 3 days.")


def test_an_opinion_with_a_figure_can_be_wrong() -> None:
    assert is_opinion("In my opinion this is the best plan.")
    assert not is_opinion("In my opinion the limit is 4 g.")
