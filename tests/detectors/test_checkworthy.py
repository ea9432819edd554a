import json
from pathlib import Path

import pytest

from detectors.checkworthy import why_unchecked
from detectors.claims import claims
from detectors.sentences import Kind

ITEMS = Path(__file__).parents[2] / "benchmarks" / "grounding" / "checkworthy.jsonl"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The provided context doesn't contain the maximum dose.", "refusal"),
        ("N/A", "refusal"),
        ("As an AI I can't give you a diagnosis.", "refusal"),
        ("Is it safe?", "question"),
        ("In my opinion, this is the better plan.", "opinion"),
        ("You should:", "heading"),
        ("**Dose**", "heading"),
        ("I hope this helps!", "phrase"),
        ("This is not legal advice.", "phrase"),
        ("[1]", "phrase"),
        ("<br/>", "code"),
        ('{"dose": "5 mg"}', "code"),
        ("`pip install assaykit`", "code"),
    ],
)
def test_the_reason_is_told(sentence: str, reason: str) -> None:
    assert why_unchecked(sentence) == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "We cannot ship to islands.",
        "We do not share your data with third parties.",
        "There is no evidence that zorvan prevents strokes.",
        "The contract does not contain an arbitration clause.",
        "The documents must be kept for ten years.",
        "I think the limit is 4 g a day.",
        'She asked "Is it safe?"',
        "The dose is 4 g a day for adults, taken as follows:",
        "5 mg",
    ],
)
def test_a_statement_is_checked(sentence: str) -> None:
    assert why_unchecked(sentence) is None


def test_a_sentence_between_code_fences_does_not_hide() -> None:
    assert why_unchecked("x = zorvan(5)", Kind.CODE) == "code"
    assert why_unchecked("The dose of zorvan is 5 g a day.", Kind.CODE) is None


def test_no_statement_of_the_held_back_items_is_left_unchecked() -> None:
    rows = map(json.loads, ITEMS.read_text(encoding="utf-8").splitlines())
    held = [row["text"] for row in rows if row.get("held_back") and row["kind"] == "checkworthy"]
    assert len(held) > 40
    assert all(claim.checkworthy for text in held for claim in claims(text))
