import pytest

from detectors.catalogue import Catalogue
from detectors.citation_marks import CitationMark, citation_marks
from detectors.corpus import Document, passages
from detectors.source_lists import source_list

DOCUMENTS = (
    Document("zorvan.md", "Take it.", "Zorvan"),
    Document("hay-fever.md", "Sneeze.", "Hay fever"),
    Document("doc-17", "Cold.", ""),
)
CATALOGUE = Catalogue(passages(DOCUMENTS))
LISTED = "\n\nSources:\n1. Zorvan\n2. Hay fever"


def read(text: str) -> list[CitationMark]:
    return citation_marks(text, CATALOGUE, source_list(text))


def written(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[mark.start : mark.end], mark.names) for mark in read(text)]


@pytest.mark.parametrize(
    ("text", "mark", "names"),
    [
        ("Take 5 mg [1].", "[1]", ("1",)),
        ("Take 5 mg.[1] Rest.", "[1]", ("1",)),
        ("Take it daily[1].", "[1]", ("1",)),
        ("Take 5 mg [1, 3].", "[1, 3]", ("1", "3")),
        ("Take 5 mg [1-3].", "[1-3]", ("1", "2", "3")),
        ("Take 5 mg [Source 2].", "[Source 2]", ("2",)),
        ("Take 5 mg [^note].", "[^note]", ("note",)),
        ("Take it daily.¹", "¹", ("1",)),
        ("Take it daily¹² and rest.", "¹²", ("12",)),
        ("Take it daily.<sup>2</sup>", "<sup>2</sup>", ("2",)),
        (f"Take 5 mg (1).{LISTED}", "(1)", ("1",)),
        (f"Take it daily.¹²{LISTED}", "¹²", ("1", "2")),
    ],
)
def test_numbers_are_read(text: str, mark: str, names: tuple[str, ...]) -> None:
    assert written(text) == [(mark, names)]
    assert read(text)[0].by_number


@pytest.mark.parametrize(
    ("text", "mark", "names"),
    [
        ("Take 5 mg [zorvan.md].", "[zorvan.md]", ("zorvan.md",)),
        ("Take 5 mg [doc-17] a day.", "[doc-17]", ("doc-17",)),
        ("Take 5 mg [Zorvan].", "[Zorvan]", ("Zorvan",)),
        ("Take 5 mg [Zorvan; Hay fever].", "[Zorvan; Hay fever]", ("Zorvan", "Hay fever")),
        ("Take 5 mg [Zorvan, hay fever].", "[Zorvan, hay fever]", ("Zorvan", "hay fever")),
        ("Take 5 mg (Zorvan).", "(Zorvan)", ("Zorvan",)),
        ("Take 5 mg (Source: Nonsuch).", "(Source: Nonsuch)", ("Nonsuch",)),
        ("Take 5 mg.\nSource: Zorvan; Nonsuch", "Source: Zorvan; Nonsuch", ("Zorvan", "Nonsuch")),
        ("According to the hay fever page, rest.", "hay fever", ("hay fever",)),
        ("Take [5 mg](zorvan.md).", "[5 mg](zorvan.md)", ("zorvan.md",)),
        ("Take 5 mg [`zorvan.md`].", "[`zorvan.md`]", ("zorvan.md",)),
        ("More is in zorvan.md today.", "zorvan.md", ("zorvan.md",)),
        ("Take 5 mg [The Zorvan Handbook].", "[The Zorvan Handbook]", ("The Zorvan Handbook",)),
        ("Take 5 mg [leaflet-99].", "[leaflet-99]", ("leaflet-99",)),
    ],
)
def test_names_are_read(text: str, mark: str, names: tuple[str, ...]) -> None:
    assert written(text) == [(mark, names)]
    assert not read(text)[0].by_number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was found (2019) [sic].",
        "- [x] done\n- [ ] open",
        "Dear [Your Name], [optional] take (see below) it.",
        "Set a[1] and my_list[2], x[3] = 4.",
        "The range is [0, 1] or in [2, 5].",
        "Potassium between [3-400].",
        "5 m² and 10³ kg/m² of it.",
        "Take (1) one tablet or (2) two.",
        "Paracetamol (zorvan) is old.",
        "Zorvan is a medicine; hay fever is not.",
        "![A picture](zorvan.png) [up](#top) [write](mailto:a@b.c)",
        "Run `take[1]`:\n```\nlist [1].\n```",
        "The year [2019] was dry.",
        f"It follows from Article 6(1).{LISTED}",
        "[1",
        "1] ) ] ( [ [ (",
    ],
)
def test_ordinary_brackets_are_no_citations(text: str) -> None:
    assert written(text) == []


def test_marks_come_in_the_order_of_the_text_and_none_twice() -> None:
    text = f"According to Zorvan, take [5 mg](zorvan.md) [1][2] (Source: Hay fever).{LISTED}"
    marks = [mark for mark, _ in written(text)]
    assert marks == ["Zorvan", "[5 mg](zorvan.md)", "[1]", "[2]", "(Source: Hay fever)"]


def test_words_that_the_sentence_needs_are_no_mere_marks() -> None:
    assert [mark.is_said for mark in read("See Zorvan: take [5 mg](zorvan.md) [Zorvan].")] == [
        True,
        True,
        False,
    ]


def test_thousands_of_brackets_are_read() -> None:
    assert len(read("[1] " * 5000)) == 5000
    assert read("[" * 20_000 + "(" * 20_000) == []
