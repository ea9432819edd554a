"""Tests of the support line's own code beside its audit; the corpus is that of the suite."""

from pathlib import Path

from audit.testing import assert_grounded

CORPUS = Path(__file__).parents[3] / "fixtures" / "medical" / "corpus"
QUESTION = "How much paracetamol may an adult take in 24 hours?"


def test_the_daily_dose_is_that_of_the_pages() -> None:
    assert_grounded("An adult may take at most 4 g.", CORPUS, question=QUESTION)


def test_a_doubled_dose_is_noticed() -> None:
    assert_grounded("An adult may take at most 8 g.", CORPUS, question=QUESTION)
