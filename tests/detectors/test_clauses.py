import pytest

from detectors.clauses import clauses, has_verb


def cut(sentence: str) -> list[str]:
    return [sentence[part.start : part.end] for part in clauses(sentence)]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("X is safe and Y is not.", ["X is safe", "Y is not."]),
        ("Zorvan is safe and meldin is not.", ["Zorvan is safe", "meldin is not."]),
        (
            "The tenant pays rent and the landlord is liable for repairs.",
            ["The tenant pays rent", "the landlord is liable for repairs."],
        ),
        ("Sales rose in May, while costs fell.", ["Sales rose in May", "costs fell."]),
        ("The fee is 5 EUR; the limit is 10 EUR.", ["The fee is 5 EUR", "the limit is 10 EUR."]),
        (
            "Store it in a fridge and do not freeze it.",
            ["Store it in a fridge", "do not freeze it."],
        ),
        (
            "The pages do not say how, but the usual dose is 5 mg.",
            ["The pages do not say how", "the usual dose is 5 mg."],
        ),
    ],
)
def test_two_statements_are_two_parts(sentence: str, parts: list[str]) -> None:
    assert cut(sentence) == parts


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The drug is taken daily and must be stored below 25 C.", "The drug"),
        ("In adults, the drug is taken daily and is stopped after 3 days.", "In adults, the drug"),
        ("Zorvan reduces fever and increases the risk of bleeding.", "Zorvan"),
        ("Harmon acquired Reed in 2001 and sold it in 2005.", "Harmon"),
        ("It was written by Smith and Jones and was published in 1990.", "It"),
    ],
)
def test_a_predicate_carries_the_subject_that_it_shares(sentence: str, subject: str) -> None:
    assert [part.subject for part in clauses(sentence)] == ["", subject]


@pytest.mark.parametrize(
    "sentence",
    [
        "It causes fever, headache and nausea.",
        "Zorvan causes nausea and increases in heart rate.",
        "If you are pregnant and you are over 40, do not take it.",
        "The drug is stopped and is replaced if a rash occurs.",
        "The gap between what A is and what B is has grown.",
        'He wrote "it is good and it is bad" there.',
        "It is good (the price is low and the quality is high).",
        "The court held that A is B and that C is D.",
        "She said A is B and C is D.",
        "Patients treated with zorvan and patients given meldin were excluded.",
        "The book doctors and nurses have read is good.",
        "Aspirin and ibuprofen are painkillers.",
        "Howard lives with his wife and their dog, a terrier named Archie.",
        "A and B are 5 mg and 10 mg, respectively.",
        "The company was founded in 1990 and acquired in 2001.",
        "Is it safe and is it cheap?",
        "and and and",
        "",
    ],
)
def test_when_in_doubt_nothing_is_cut(sentence: str) -> None:
    assert cut(sentence) == [sentence]


def test_an_ellipsis_is_known() -> None:
    assert [part.is_elliptical for part in clauses("X is safe in pregnancy and Y is not.")] == [
        False,
        True,
    ]


def test_an_order_has_a_verb_and_a_dose_has_none() -> None:
    assert has_verb("Take 5 mg.")
    assert not has_verb("Twice a day.")
