import pytest

from detectors.catalogue import Catalogue
from detectors.citation_reading import CitedAnswer, cited_answer
from detectors.corpus import Document, passages
from detectors.records import Case, Task

CATALOGUE = Catalogue(
    passages([Document("snow.md", "Snow is white.", "Snow"), Document("4", "Ice is cold.", "Ice")])
)


def read(text: str, *documents: str) -> CitedAnswer:
    return cited_answer(
        text, Case(id="c", task=Task.ANSWER, text="What?", documents=documents), CATALOGUE
    )


@pytest.mark.parametrize(
    ("text", "documents", "expected"),
    [
        ("Snow is white [1].\n\nSources:\n1. Snow", ("4",), {"snow.md"}),
        ("Snow is white [1].\r\n\r\nSources:\r\n1. Snow\r\n", (), {"snow.md"}),
        ("Snow is white [4].", ("snow.md",), {"4"}),
        ("Snow is white [1].", ("snow.md",), {"snow.md"}),
        ("Snow is white [2].", ("snow.md",), set()),
        ("Snow is white [1].", ("gone.md",), set()),
        ("Snow is white [Snow].", (), {"snow.md"}),
        ("Snow is white [^a].\n\n[^a]: Ice", (), {"4"}),
    ],
)
def test_a_number_leads_to_the_list_the_id_or_the_place_in_the_case(
    text: str, documents: tuple[str, ...], expected: set[str]
) -> None:
    (citation,) = read(text, *documents).citations
    assert citation.documents == expected


def test_the_list_of_sources_is_no_claim() -> None:
    answer = read("Snow is white [1].\n\nSources:\n1. Snow is a page about winter.")
    assert [answer.as_written(claim).text for claim in answer.claims] == ["Snow is white [1]."]


def test_claims_without_a_mark_are_uncited() -> None:
    answer = read("Snow is white [Snow]. Ice is cold.")
    assert [claim.text for claim in answer.uncited] == ["Ice is cold."]


def test_the_same_source_for_the_same_claim_is_one_citation() -> None:
    assert len(read("Snow is white [Snow] [Snow].").citations) == 1
