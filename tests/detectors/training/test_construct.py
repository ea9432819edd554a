import random

from detectors.training.construct import constructed
from detectors.training.examples import Example, is_held_back

TEXTS = {
    "plan": "The plan covers 3 repairs in a year. Water damage is not covered by the plan. "
    "The customer may cancel the plan within 14 days. Claims are sent to Norvik Care in May. "
    "A repair takes at most 10 working days. The phone is lent by the shop in the meantime."
}


def made(seed: int = 0) -> list[Example]:
    draw = random.Random(seed)
    return list(constructed(TEXTS, source="own", most_of_one=9, draw=draw))


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert made() == made()
    assert made() != made(seed=1)


def test_every_label_occurs_and_the_spans_lie_in_the_claim() -> None:
    examples = [example for seed in range(5) for example in made(seed)]
    assert {e.label for e in examples} >= {"supported", "refuted", "not_enough_info"}
    for example in examples:
        assert example.document == "own:plan"
        for start, end in example.unsupported or ():
            assert 0 <= start <= end <= len(example.claim)


def test_a_refuted_claim_has_its_source_sentence_in_the_premise() -> None:
    for example in made():
        if example.label == "refuted":
            start, _ = example.unsupported[0] if example.unsupported else (0, 0)
            assert example.premise
            assert start <= len(example.claim)


def test_a_document_is_held_back_for_good_by_its_name() -> None:
    share = sum(is_held_back(f"document {n}") for n in range(4000)) / 4000
    assert 0.06 < share < 0.10
    assert is_held_back("document 1") == is_held_back("document 1")
