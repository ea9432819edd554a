import math

import pytest

from audit.choice import NONE, Choice, choice_probability, choice_schema, read_choice

LABELS = ("dosage", "side_effect")


@pytest.mark.parametrize(
    "text",
    [
        '{"label": "dosage"}',
        ' {"label":"Dosage"} \n',
        "dosage",
        " DOSAGE ",
        '"dosage"',
        "dosage.",
        '"dosage."',
        "'dosage'.",
    ],
)
def test_a_label_alone_is_a_choice(text: str) -> None:
    assert read_choice(text, LABELS) == Choice(label="dosage")


@pytest.mark.parametrize("text", [f'{{"label": "{NONE}"}}', NONE, "None_of_these."])
def test_none_of_these_declines(text: str) -> None:
    assert read_choice(text, LABELS) == Choice(declined=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It is a dosage question",
        "not dosage",
        "dosage, side_effect",
        '{"label": "dosage"',
        '{"label": "weather"}',
        '{"label": "dosage", "label": "side_effect"}',
        '{"label": "dosage", "why": "tablets"}',
        '{"label": ["dosage"]}',
        '["dosage"]',
        "null",
        "1",
        "[" * 100_000,
    ],
)
def test_anything_else_is_no_usable_choice(text: str) -> None:
    assert read_choice(text, LABELS) == Choice()


def test_labels_that_differ_in_case_alone_must_be_met_exactly() -> None:
    assert read_choice("US", ("us", "US")) == Choice(label="US")
    assert read_choice("Us", ("us", "US")) == Choice()


def test_the_schema_offers_every_label_and_none_of_these() -> None:
    assert choice_schema(LABELS)["properties"] == {
        "label": {"type": "string", "enum": ["dosage", "side_effect", NONE]}
    }


CHOSEN = Choice(label="dosage")


@pytest.mark.parametrize(
    ("choice", "texts", "logprobs", "probability"),
    [
        (CHOSEN, ['{"label": "', "dos", "age", '"}'], [-7.0, -0.5, -0.25, -2.0], -0.75),
        (CHOSEN, [" D", "osage", "."], [-0.5, -0.25, -3.0], -0.75),
        (CHOSEN, ['{"dosage": ', '"dosage"', "}"], [-7.0, -0.5, -3.0], -0.5),
        (CHOSEN, ["dosage"], [1e-7], 0.0),
        (Choice(declined=True), ["none", "_of_these"], [-0.5, -0.5], -1.0),
        (CHOSEN, ["a", "b"], [-0.5, -1.5], None),
        (CHOSEN, ["dosage"], [-0.5, -1.5], None),
        (CHOSEN, None, [-0.5], None),
        (CHOSEN, ["dosage"], None, None),
        (Choice(), ["dosage"], [-0.5], None),
    ],
)
def test_only_the_tokens_that_spell_the_choice_count(
    choice: Choice,
    texts: list[str] | None,
    logprobs: list[float] | None,
    probability: float | None,
) -> None:
    found = choice_probability(choice, texts, logprobs)
    assert found == (None if probability is None else pytest.approx(math.exp(probability)))
