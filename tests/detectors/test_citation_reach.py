import pytest

from detectors.blanks import blanked
from detectors.catalogue import Catalogue
from detectors.citation_marks import citation_marks
from detectors.citation_reach import reaches
from detectors.claims import claims
from detectors.corpus import Document, passages
from detectors.source_lists import source_list

CATALOGUE = Catalogue(passages([Document("zorvan.md", "Take it.", "Zorvan")]))


def behind(text: str) -> list[list[str]]:
    """The claims that each mark stands behind."""
    marks = citation_marks(text, CATALOGUE, source_list(text))
    plain = blanked(text, [span for mark in marks for span in mark.blanks])
    found = reaches(plain, marks, claims(plain))
    return [[" ".join(claim.text.split()) for claim in reach.claims] for reach in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Snow is white. Ice is cold [1].", [["Ice is cold ."]]),
        ("Snow is white.[1] Ice is cold.", [["Snow is white."]]),
        ("Snow is white. [1] Ice is cold.", [["Snow is white."]]),
        ("Snow is white [1][2]. Ice is cold.", [["Snow is white ."], ["Snow is white ."]]),
        ("[1] Snow is white. Ice is cold.", [["Snow is white."]]),
        ("- Snow is white [1]\n- Ice is cold", [["Snow is white"]]),
        ("According to Zorvan, ice is cold.", [["According to Zorvan, ice is cold."]]),
        ("Snow is white. Ice is cold.\n[1]", [["Snow is white.", "Ice is cold."]]),
        (
            "Snow is white. Ice is cold.\n[1]\n\nFire is hot.\n[2]",
            [["Snow is white.", "Ice is cold."], ["Fire is hot."]],
        ),
        ("Hello! [1]", [[]]),
        ("[1]", [[]]),
    ],
)
def test_a_mark_stands_behind_what_is_before_it(text: str, expected: list[list[str]]) -> None:
    assert behind(text) == expected


def test_two_marks_share_out_the_clauses_of_a_sentence() -> None:
    first, second = behind(
        "The snow in the hills is white [1], and the ice on the lake is cold [2]."
    )
    assert first[0].startswith("The snow")
    assert "lake is cold" in second[-1]
