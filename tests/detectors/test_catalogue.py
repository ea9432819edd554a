import pytest

from detectors.catalogue import Catalogue
from detectors.corpus import Document, passages

DOCUMENTS = (
    Document("drugs/zorvan.md", "Take it.", "Zorvan"),
    Document("hay-fever.md", "Sneeze.", "Hay fever"),
    Document("old/meldin.md", "Cold.", "Meldin"),
    Document("new/meldin.md", "Warm.", "Meldin tablets"),
)
CATALOGUE = Catalogue(passages(DOCUMENTS))


@pytest.mark.parametrize(
    "name",
    [
        "drugs/zorvan.md",
        "./drugs/zorvan.md#dose",
        "zorvan.md",
        "zorvan",
        "ZORVAN",
        "**Zorvan**",
        "the Zorvan page",
        "Zorvan, Dose",
        "Zorvan (revised 2023)",
        "NHS: Zorvan",
        "[Zorvan](https://example.org/z)",
        "[the leaflet](drugs/zorvan.md)",
    ],
)
def test_a_document_goes_by_its_id_file_and_title(name: str) -> None:
    assert CATALOGUE.find(name) == {"drugs/zorvan.md"}


@pytest.mark.parametrize("name", ["", "...", "Nonsuch", "The big book of zorvan", "zorvan forte"])
def test_a_title_within_a_longer_one_is_no_document(name: str) -> None:
    assert CATALOGUE.find(name) == frozenset()


def test_documents_that_share_a_name_are_all_meant() -> None:
    assert CATALOGUE.find("meldin.md") == {"old/meldin.md", "new/meldin.md"}


def test_the_longest_name_is_read_in_running_text() -> None:
    text = "the meldin tablets leaflet says"
    assert text[4 : CATALOGUE.name_at(text, 4)] == "meldin tablets"
    assert CATALOGUE.name_at(text, 0) == 0


def test_only_an_id_or_a_title_as_it_is_written_is_spelt() -> None:
    names = ("Zorvan", "zorvan", "hay-fever.md")
    assert [CATALOGUE.spells(name) for name in names] == [True, False, True]
