import pytest

from detectors.facts import Facts
from detectors.polarity import denials, modals_turned, quantities_turned


def turned(claim: str, evidence: str) -> list[tuple[str, str]]:
    return [(t.claim.text, t.evidence.text) for t in denials(Facts(claim), Facts(evidence))]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (
            "The tablets can be crushed in water.",
            "Keep them dry. The tablets must not be crushed in water.",
        ),
        (
            "The plan does not include free expert calls.",
            "The plan includes free expert calls and a trial.",
        ),
        (
            "The yearly fee was increased by the bank board.",
            "The yearly fee was decreased by the bank board.",
        ),
    ],
)
def test_what_the_evidence_denies_or_affirms_is_seen(claim: str, evidence: str) -> None:
    assert turned(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The police found no traces of it.", "The police have not found any traces of it."),
        ("A trial with no risk is offered.", "A risk-free trial is offered."),
        ("The tablets can be crushed.", "Call us. The capsules must not be opened. Bye. Thanks."),
        ("It is not safe to drive a car.", "It is unsafe to drive a car."),
        ("The ferry does not run on Sunday mornings.", "The ferry runs except on Sunday mornings."),
        ("Guests cannot use the sauna alone.", "Guests can use the sauna only with a steward."),
        ("Nobody paid the harbour toll.", "The harbour toll was never paid by anybody."),
        ("A stay of 40 days is not free.", "A stay of at most 30 days is free."),
        ("Loads over 5 kg need a permit.", "Loads of up to 5 kg need no permit."),
    ],
)
def test_the_same_denied_in_other_words_is_not(claim: str, evidence: str) -> None:
    assert turned(claim, evidence) == []


def test_a_sentence_about_something_else_turns_no_quantifier_or_modal_verb() -> None:
    claim = Facts("All staff must wear gloves in the kitchen.")
    other = Facts("Some guests may wear coats on the terrace. Doors open early. It is warm.")
    assert list(quantities_turned(claim, other)) == []
    assert list(modals_turned(claim, other)) == []
