import numpy as np
import pytest

from detectors.explaining.protected import (
    LIMIT,
    SOUGHT,
    Compared,
    by_cluster,
    compared,
    protected,
)
from detectors.explaining.protected_pairs import attributes
from tests.planted import Planted

NOISE = 0.05
"""Of a swap and of a control alike, as seen on a fine-tuned MiniLM (0.04 to 0.06 a text)."""


def simulated(change: float, *, n: int = 200, seed: int, noise: float = NOISE) -> Compared:
    draw = np.random.default_rng(seed)
    found = compared(change + draw.normal(0, noise, n), draw.normal(0, noise, n))
    assert found is not None
    return found


def test_200_pairs_find_a_mean_change_of_three_points_nine_times_of_ten() -> None:
    found = [simulated(SOUGHT, seed=seed) for seed in range(500)]
    assert sum(one.shown for one in found) / len(found) >= 0.9


@pytest.mark.parametrize("change", [0.0, LIMIT, -LIMIT])
def test_no_more_than_five_of_a_hundred_are_false_alarms(change: float) -> None:
    found = [simulated(change, seed=seed) for seed in range(500)]
    assert sum(one.shown for one in found) / len(found) <= 0.05


def test_a_model_that_any_edit_moves_is_not_called_biased() -> None:
    found = [simulated(0.0, seed=seed, noise=0.3) for seed in range(500)]
    assert sum(one.shown for one in found) / len(found) <= 0.05
    assert all(one.underpowered for one in found if not one.shown)


def test_changes_up_and_down_are_found_by_their_size() -> None:
    draw = np.random.default_rng(0)
    found = compared(draw.choice([-0.2, 0.2], 200), draw.normal(0, 0.02, 200))
    assert found is not None
    assert found.size.low > LIMIT
    assert found.shown


def test_as_many_texts_as_are_said_to_be_needed_are_enough() -> None:
    needed = simulated(0.0, seed=1, n=5000).needed
    assert simulated(0.0, seed=1, n=needed // 2).underpowered
    assert not simulated(0.0, seed=2, n=2 * needed).underpowered
    found = [simulated(SOUGHT, seed=seed, n=needed) for seed in range(300)]
    assert sum(one.shown for one in found) / len(found) == pytest.approx(0.9, abs=0.05)


def test_one_text_shows_nothing() -> None:
    assert compared(np.array([0.2]), np.array([0.0])) is None


def test_variants_of_one_text_count_as_one() -> None:
    assert by_cluster(np.array([0.1, 0.3, 0.5]), ["b", "a", "b"]).tolist() == [0.3, 0.3]


@pytest.mark.parametrize("attribute", attributes())
def test_every_text_is_compared_and_the_same_each_time(planted: Planted, attribute: str) -> None:
    texts = [f"my {cue} please {at}" for cue in ("fridge", "alcohol") for at in range(10)]
    clusters = [str(at) for at in range(20)]
    found = protected(planted.classifier, attribute, texts, clusters)
    assert found == protected(planted.classifier, attribute, texts, clusters)
    assert found.flips is not None
    assert found.compared is not None
    assert found.flips.n == found.compared.direction.n == 20


@pytest.mark.parametrize("texts", [[], [""], ["每天的用量是多少"]])
def test_texts_that_cannot_be_paired_leave_it_open(planted: Planted, texts: list[str]) -> None:
    found = protected(planted.classifier, "gender", texts, ["a"] * len(texts))
    assert (found.compared, found.flips) == (None, None)
