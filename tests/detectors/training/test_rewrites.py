import random

from detectors.training.rewrites import rewritten

SENTENCE = "In 2019, the physician (a woman) did not purchase 3 clocks prior to lunch."


def test_rewrites_keep_what_is_said_and_are_drawn_with_the_seed() -> None:
    every = {rewritten(SENTENCE, random.Random(seed), most=9) for seed in range(20)}
    assert every == {rewritten(SENTENCE, random.Random(seed), most=9) for seed in range(20)}
    assert any("didn't" in text and "three clocks" in text for text in every)
    assert all("2019" in text for text in every)


def test_an_opening_may_move_to_the_end() -> None:
    every = {rewritten("In 2019, the shop closed.", random.Random(s)) for s in range(40)}
    assert "The shop closed in 2019." in every
    assert len(every) < 4


def test_a_contraction_is_not_cut_in_two() -> None:
    every = {
        rewritten("They can't pay and won't sign.", random.Random(s), most=9) for s in range(9)
    }
    assert not any("may't" in text for text in every)
