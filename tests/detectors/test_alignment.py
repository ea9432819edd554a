from detectors.alignment import SentenceIndex, around, read_sentences

TEXT = "Anna keeps bees. The bees make honey in May. Lisa sells bread."


def test_sentences_about_the_same_are_found_nearest_first() -> None:
    found = SentenceIndex(TEXT).about({"bee", "honey"}, least=0.5)
    assert [TEXT[each.start : each.end] for each in found] == [
        "The bees make honey in May.",
        "Anna keeps bees.",
    ]


def test_nothing_is_about_nothing() -> None:
    assert SentenceIndex("").about({"bee"}, least=0.5) == []
    assert SentenceIndex(TEXT).about(set(), least=0.5) == []


def test_the_words_around_are_those_of_the_sentence_without_its_own() -> None:
    sentence = read_sentences(TEXT)[0]
    assert around(sentence, 1) == {"anna", "bee"}
