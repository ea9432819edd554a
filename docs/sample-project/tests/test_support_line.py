"""Tests of the support line's own code beside its audit; the corpus is that of the suite."""

from pathlib import Path

from audit.testing import assert_grounded

CORPUS = Path(__file__).parents[3] / "fixtures" / "medical" / "corpus"
QUESTION = "What is the usual dose of bisoprolol for high blood pressure?"


def test_the_dose_is_that_of_the_pages() -> None:
    assert_grounded("It is 10 mg once a day, in the morning.", CORPUS, question=QUESTION)


def test_another_dose_is_noticed() -> None:
    assert_grounded("It is 50 mg once a day, in the morning.", CORPUS, question=QUESTION)
