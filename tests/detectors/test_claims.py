import random
import time
from itertools import pairwise

import pytest

from detectors.claims import claims, is_refusal, opens_with_refusal


def test_spans_are_exact() -> None:
    text = "Hello!  Take 2.5 mg, i.e. half a tablet.\n- At 5 p.m. rest.\n- Dr. Stone agrees"
    assert all(text[claim.start : claim.end] == claim.text for claim in claims(text))
    assert [claim.text for claim in claims(text) if claim.checkworthy] == [
        "Take 2.5 mg, i.e. half a tablet.",
        "At 5 p.m. rest.",
        "Dr. Stone agrees",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hello there!",
        "Yes.",
        "Is it safe?",
        "You should:",
        "**Dose:**",
        "# Dose",
        "I hope this helps!",
        "Please ask your doctor or pharmacist.",
        "Always talk to a nurse for advice.",
        "I do not know.",
        "The pages only cover adults.",
        "5.",
    ],
)
def test_what_states_nothing_is_not_checkworthy(text: str) -> None:
    assert [claim.checkworthy for claim in claims(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "5 mg",
        "Answer: 4 g.",
        "No, you should not take it.",
        "Ask your doctor before taking zorvan with milk.",
        "See a doctor if the fever lasts more than 3 days.",
        "There is no cure.",
        "Unknown causes are common.",
        "The tablet does not contain lactose.",
        "They do not contain sugar.",
        "It is not given to children.",
        "The medicine is not available.",
        "The information leaflet says 4 g.",
        "I do not give antibiotics for colds.",
    ],
)
def test_statements_are_checkworthy_and_no_refusals(text: str) -> None:
    assert [claim.checkworthy for claim in claims(text)] == [True]
    assert not is_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "I do not know.",
        "I don\u2019t know the answer, sorry.",
        "I'm sorry, but I cannot answer that.",
        "I am unable to help with this question.",
        "I have no information on that.",
        "As an AI, I cannot give medical advice.",
        "The reference pages do not say.",
        "The pages do not say whether zorvan is safe for cats.",
        "The pages I have do not say.",
        "There is no information about this in the reference pages.",
        "This is not covered by the reference.",
        "The dose is not stated in the reference pages.",
        "Based on the provided text, I cannot determine the dose.",
        "Not stated.",
        "Hello! I do not know. Please ask a pharmacist.",
        "I do not know, but you should ask your doctor.",
        "Unfortunately, the pages do not give a dose for dogs. They only cover people.",
    ],
)
def test_refusals_are_recognised(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize("text", ["", "Hello!", "Yes.", "Take 5 mg. I do not know."])
def test_saying_nothing_is_no_refusal(text: str) -> None:
    assert not is_refusal(text)


def test_a_refusal_that_goes_on_opens_with_one_and_is_none() -> None:
    text = "I do not know. The dose is 5 mg."
    assert opens_with_refusal(text)
    assert not is_refusal(text)


@pytest.mark.parametrize(
    "text", ["." * 50_000, "!" * 500 + "x", " \n" * 20_000 + "x", "hello " * 9999]
)
def test_a_text_that_repeats_itself_is_read_in_time(text: str) -> None:
    assert len(claims(text)) <= 1


def context(text: str, question: str = "") -> list[str]:
    return [claim.context for claim in claims(text, question) if claim.checkworthy]


def test_a_pronoun_carries_the_nearest_claim_that_stands_alone_or_the_question() -> None:
    assert context("It is kept cold.", "How is zorvan kept?") == ["How is zorvan kept?"]
    text = "Zorvan is a painkiller. It is taken daily. It must not be crushed."
    assert context(text, "What is it?") == [
        "",
        "Zorvan is a painkiller.",
        "Zorvan is a painkiller.",
    ]


def test_a_fragment_carries_the_question() -> None:
    assert context("Twice a day.", "How often?") == ["How often?"]
    assert context("Take 5 mg.", "How much?") == [""]


def test_list_items_carry_their_lead_ins() -> None:
    text = "Doses:\n- Adults:\n  - 5 mg daily\n- 2 mg is for children\n\nDone is done."
    assert context(text) == ["Doses: Adults:", "Doses:", ""]


def test_a_heading_leads_in_a_fragment_only() -> None:
    assert context("## Side effects\n- nausea\n- Zorvan may cause a rash") == ["Side effects", ""]


def test_a_row_carries_the_head_of_its_table() -> None:
    text = "| Drug | Dose |\n|---|---|\n| Zorvan | 5 mg |"
    head, row = claims(text)
    assert (head.unchecked, row.context) == ("heading", "Drug, Dose:")


def test_a_predicate_carries_its_subject_and_what_that_refers_to() -> None:
    text = "Zorvan is a painkiller. It is taken daily and must be kept cold."
    assert context(text)[1:] == ["Zorvan is a painkiller.", "Zorvan is a painkiller. It"]
    assert context("X is safe in pregnancy and Y is not.")[1] == "X is safe in pregnancy"


def test_a_refusal_with_an_answer_is_cut_and_declines_nothing() -> None:
    text = "I do not know the dose, but it may be 5 mg."
    assert [claim.checkworthy for claim in claims(text)] == [False, True]
    assert not is_refusal(text)
    assert not opens_with_refusal(text)


def test_the_empty_text_has_no_claims() -> None:
    assert claims("") == claims(" \n---\n") == ()


def test_any_text_has_exact_spans_in_order() -> None:
    rng = random.Random(7)
    words = [
        "it",
        "is",
        "and",
        ";",
        "<b>",
        "```\n",
        "\n- ",
        "| a |\n",
        "\ud800",
        "é",
        "5.",
        '"',
        "?",
    ]
    for _ in range(300):
        noise = "".join(
            chr(rng.choice([rng.randrange(128), rng.randrange(0x11000)])) for _ in range(9)
        )
        text = " ".join(rng.choice([*words, noise]) for _ in range(rng.randrange(40)))
        found = claims(text, "What is it?")
        assert all(text[claim.start : claim.end] == claim.text for claim in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(claim.checkworthy is (claim.unchecked is None) for claim in found)


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "- a\n",
        "A is b and C is d. ",
        "<b> ",
        "(",
        '"',
        "not in the ",
        "i ",
        "5. ",
        "a, ",
        "*",
    ],
)
def test_a_very_long_text_is_read_in_time(piece: str) -> None:
    begun = time.perf_counter()
    claims(piece * (200_000 // len(piece)))
    assert time.perf_counter() - begun < 10
