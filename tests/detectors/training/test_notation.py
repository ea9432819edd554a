from pathlib import Path

import pytest

from detectors.training.notation import Alternative, Kind, read_noted, spelled

FERRY = """
- id: ferry
  text: |
    1 The ferry was withdrawn on Tuesday. Its hull leaks.
    2 It returns in May.
  claims: |
    [the boat = the ferry | name?: The bus] is [out of service | negation: running[SECOND]. <- 1
    It is back in [May | date: June; July][ and costs less | addition: , painted red]. <- 2
"""


def noted(folder: Path, text: str) -> Path:
    path = folder / "ferry.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_forms_alternatives_and_sentences_are_read(tmp_path: Path) -> None:
    (document,) = read_noted(noted(tmp_path, FERRY.replace("[SECOND]", "]")))
    assert document.sentences == (
        "The ferry was withdrawn on Tuesday. Its hull leaks.",
        "It returns in May.",
    )
    first, second = document.claims
    assert first.slots[0].forms == ("the boat", "the ferry")
    assert first.slots[0].alternatives == (Alternative(Kind.NAME, "The bus", False),)
    assert first.slots[1].alternatives == (Alternative(Kind.NEGATION, "running", True),)
    assert (first.borne_out_by, second.borne_out_by) == ((0,), (1,))
    assert spelled(first, ["the ferry", "running"]) == "The ferry is running."
    assert spelled(second, ["June", " and costs less"]) == "It is back in June and costs less."
    assert second.slots[1].alternatives == (Alternative(Kind.ADDITION, ", painted red", False),)


def test_a_text_that_is_not_numbered_is_one_sentence(tmp_path: Path) -> None:
    text = (
        "- id: a\n  text: >-\n    It rains. It pours.\n  claims: |\n    It [rains | role: sings].\n"
    )
    (document,) = read_noted(noted(tmp_path, text))
    assert document.text == "It rains. It pours."
    assert document.claims[0].borne_out_by == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (FERRY.replace("[SECOND]", ""), "not closed"),
        (FERRY.replace("[SECOND]", "]").replace("<- 2", "<- 3"), "numbers of 1 to 2"),
        (FERRY.replace("[SECOND]", "]").replace("    2 It", "    3 It"), "sentence 2 should begin"),
        (FERRY.replace("[SECOND]", "]").replace("negation:", "denial:"), "no kind and colon"),
        (FERRY.replace("[SECOND]", "]").replace("June", "May"), "is a form too"),
    ],
)
def test_what_is_malformed_is_named_with_its_document(
    tmp_path: Path, wrong: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        read_noted(noted(tmp_path, wrong))
    assert "ferry.yaml: ferry" in str(raised.value)
