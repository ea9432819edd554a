"""All sentences here are invented."""

import random

import pytest

from detectors.training.edits import edits, proper_names

SENTENCES = {
    "number": "Adults take 40 mg of meldin at night.",
    "date": "The agreement was signed in May by both sides.",
    "unit": "Wait for 3 hours between two doses.",
    "opposite": "The tablet is taken before breakfast.",
    "quantifier": "In most people the rash goes away by itself.",
    "comparator": "It is for people who weigh at least 50 kg.",
    "modality": "The customer may cancel the plan.",
    "negation": "The card is blocked after that.",
    "name": "The fee is charged by Norvik Bank each spring.",
    "roles": "Marlow visited his friend Tilda on the way.",
}


@pytest.mark.parametrize("kind", SENTENCES)
def test_each_kind_changes_only_the_marked_span(kind: str) -> None:
    sentence = SENTENCES[kind]
    made = {e.kind: e for e in edits(sentence, ["Albrook Trust"], random.Random(1))}
    edited = made[kind]
    assert edited.text != sentence
    assert edited.label in ("refuted", "not_supported")
    after = edited.text[edited.end :]
    assert sentence.startswith(edited.text[: edited.start])
    assert sentence.endswith(after) or kind == "roles"


def test_a_negation_is_taken_out_where_there_is_one() -> None:
    (edited,) = [
        e for e in edits("The pump must not run dry.", [], random.Random(0)) if e.kind == "negation"
    ]
    assert edited.text == "The pump must run dry."


def test_a_weaker_statement_is_no_edit() -> None:
    """What must be done may be done: the source implies it."""
    for seed in range(30):
        for edit in edits("The user must sign in.", [], random.Random(seed)):
            assert edit.text[edit.start : edit.end] != "may"


def test_the_same_seed_makes_the_same_edits() -> None:
    one, other = (edits(SENTENCES["number"], ["A B"], random.Random(4)) for _ in range(2))
    assert one == other


def test_names_are_runs_of_capitals_within_a_sentence() -> None:
    text = "The bill came from Norvik Bank in Hull. They paid the NHB."
    assert proper_names(text) == ["Hull", "NHB", "Norvik Bank"]
