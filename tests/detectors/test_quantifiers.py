import pytest

from detectors.quantifiers import contradicts, quantified
from detectors.stems import stems


def read(text: str) -> list[tuple[str, str]]:
    words = stems(text)
    return [(each.level, words[each.head].key) for each in quantified(words)]


def test_a_quantifier_is_said_of_the_next_content_word() -> None:
    assert read("All of the patients always improve") == [("all", "patient"), ("all", "improv")]


def test_a_superlative_is_no_quantifier() -> None:
    assert read("It is the most common form") == []


@pytest.mark.parametrize(("claimed", "known"), [("all", "some"), ("few", "most"), ("none", "all")])
def test_saying_more_than_the_evidence_contradicts_it(claimed: str, known: str) -> None:
    assert contradicts(claimed, known)


def test_saying_less_does_not() -> None:
    assert not contradicts("some", "all")
