import pytest

from detectors.sentences import Kind, sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Stone gives 2.5 mg, i.e. half a tablet, e.g. Zorvan.",
        "It takes approx. 3 days.",
        "See No. 5 in Fig. 2.",
        "Take it at 5 p.m. with food.",
        "The U.S. Agency approved it.",
        "It was found by J. Stone.",
        "It costs 1,000.50 a year.",
    ],
)
def test_an_abbreviation_or_a_decimal_ends_no_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Take vitamin C. Then rest.", ["Take vitamin C.", "Then rest."]),
        ("Take it at 5 p.m. Then rest.", ["Take it at 5 p.m.", "Then rest."]),
        ("Is it? Yes! It is.", ["Is it?", "Yes!", "It is."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("Take 5. Rest 3.", ["Take 5.", "Rest 3."]),
        ("", []),
        (" \n\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_list_items_and_paragraphs_are_cut_without_their_markers() -> None:
    text = "You should:\n- rest\n* drink water. Often!\n1. sleep\n2) eat\n\nThat is all"
    assert cut(text) == [
        "You should:",
        "rest",
        "drink water.",
        "Often!",
        "sleep",
        "eat",
        "That is all",
    ]


def test_a_heading_is_one_sentence_of_its_own_kind() -> None:
    text = "# Dose. For adults\nTake it."
    assert [s.kind for s in sentences(text)] == [Kind.HEADING, Kind.TEXT]


def test_wrapped_text_runs_on_and_short_lines_do_not() -> None:
    wrapped = (
        "This line of a paragraph is wrapped at about eighty columns, as one sees in\nMarkdown."
    )
    assert cut(wrapped) == [wrapped]
    assert cut("Adults: 5 mg\nChildren: 2 mg") == ["Adults: 5 mg", "Children: 2 mg"]


def test_windows_line_ends_are_line_ends() -> None:
    assert cut("- rest\r\n- sleep\r\n\r\nDone.") == ["rest", "sleep", "Done."]
