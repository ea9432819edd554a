import pytest

from detectors.lexical import Lexical

TEXTS = ("Take 5 mg of zorvan.", "Zorvan zorvan zorvan is a drug of Meldin Ltd.", "A dog barks.")


def test_a_rare_word_leads_to_the_text_that_has_it() -> None:
    assert Lexical(TEXTS).scores("What does MELDIN make?").argmax() == 1


def test_a_single_digit_counts() -> None:
    assert Lexical(TEXTS).scores("5").tolist()[1:] == [0, 0]
    assert Lexical(TEXTS).scores("5")[0] > 0


@pytest.mark.parametrize("query", ["", "...", "unseen", "\ud800"])
def test_a_query_that_shares_no_word_scores_nothing(query: str) -> None:
    assert Lexical(TEXTS).scores(query).tolist() == [0, 0, 0]


@pytest.mark.parametrize("texts", [(), ("",), ("...", "\u2014")])
def test_texts_without_words_score_nothing(texts: tuple[str, ...]) -> None:
    assert Lexical(texts).scores("zorvan").tolist() == [0] * len(texts)
