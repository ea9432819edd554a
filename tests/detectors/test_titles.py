from detectors.corpus import Passage
from detectors.titles import Titles

TITLES = Titles(
    [
        Passage("a.md", 0, 1, "x", "Zorvan"),
        Passage("b.md", 0, 1, "x", "Heart failure"),
        Passage("c.txt", 0, 1, "x"),
    ]
)


def test_a_title_is_found_as_whole_words_in_any_case() -> None:
    assert TITLES.named_in("Does ZORVAN help in heart failure?") == {"a.md", "b.md"}
    assert TITLES.named_in("zorvans for a failing heart") == frozenset()


def test_a_corpus_without_titles_names_nothing() -> None:
    assert Titles([Passage("c.txt", 0, 1, "x")]).named_in("anything") == frozenset()
