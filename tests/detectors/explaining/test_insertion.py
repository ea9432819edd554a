"""Changes are those of a word less those of its controls, in probability and in log-odds."""

import numpy as np
import pytest

from detectors.explaining.insertion import Insertions, log_odds
from detectors.explaining.slots import Slot


@pytest.fixture
def found() -> Insertions:
    """Two labels; of the texts the last alone speaks for the second one."""
    texts = ("one here", "two here", "cue here", "four here")
    second = {
        "before": [0.1, 0.01, 0.1, 0.9],
        "cue": [0.8, 0.08, 0.8, 0.95],
        "control": [0.2, 0.02, 0.2, 0.9],
    }
    before, cue, control = (np.array([[1 - p, p] for p in one]) for one in second.values())
    slots = [Slot(at, "", text) for at, text in enumerate(texts)]
    return Insertions(slots, before, ("cue", "control"), np.stack([cue, control]))


def test_texts_of_the_label_and_texts_that_hold_the_word_are_left_out(found: Insertions) -> None:
    assert found.changes("cue", 1, ["control"]).slots == (0, 1)


def test_changes_are_those_beyond_the_controls(found: Insertions) -> None:
    changes = found.changes("cue", 1, ["control"])
    assert changes.changes.tolist() == pytest.approx([0.6, 0.06])
    assert changes.flips.tolist() == [True, False]


def test_log_odds_move_alike_where_probabilities_do_not(found: Insertions) -> None:
    changes = found.changes("cue", 1, ["control"])
    expected = [np.log(4) - np.log(0.25), np.log(0.08 / 0.92) - np.log(0.02 / 0.98)]
    assert changes.log_odds.tolist() == pytest.approx(expected)


def test_log_odds_of_certainty_are_finite() -> None:
    assert log_odds(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([-13.8155, 0.0, 13.8155])
