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
        "I do not know the dose, but it may be 5 mg.",
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
