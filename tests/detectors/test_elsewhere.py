from detectors.alignment import SentenceIndex
from detectors.elsewhere import of_subject
from detectors.quantities import Quantity, quantities

EVIDENCE = "The old harbour bridge carries 40 tonnes. The new station roof carries 25 tonnes."


def found(claim_words: str, tonnes: int) -> Quantity | None:
    known = quantities(EVIDENCE)

    def says_same(each: Quantity) -> bool:
        return each.figure == str(tonnes)

    return of_subject(claim_words.split(), known, SentenceIndex(EVIDENCE), says_same)


def test_a_number_of_another_subject_does_not_bear_the_claim_out() -> None:
    other = found("old harbour bridg carr", 25)
    assert other is not None
    assert other.text == "40 tonnes"


def test_its_own_number_does() -> None:
    assert found("old harbour bridg carr", 40) is None


def test_where_no_sentence_is_clearly_about_it_nothing_is_compared() -> None:
    assert found("old roof", 25) is None
    assert found("red ferry ticket price", 25) is None
