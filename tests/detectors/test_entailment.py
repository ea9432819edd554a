import pytest

from detectors.embedding import Embedder
from detectors.entailment import Pair, SimilarityEntailment
from detectors.models import PACKAGED
from detectors.similarity import Similarity


@pytest.fixture(scope="module")
def model() -> SimilarityEntailment:
    return SimilarityEntailment(Similarity(Embedder(PACKAGED)))


def test_a_paraphrase_is_supported_and_another_subject_is_not(model: SimilarityEntailment) -> None:
    premise = "Zorvan tablets relieve itching within an hour."
    same, other = model.score(
        [
            Pair(premise, "Itching gets better within one hour of taking zorvan tablets."),
            Pair(premise, "The office is closed on Sundays."),
        ]
    )
    assert same.supported > 0.5 > other.supported


def test_scores_sum_to_one_and_never_refute(model: SimilarityEntailment) -> None:
    (score,) = model.score([Pair("It is safe.", "It is not safe.")])
    assert score.refuted == 0
    assert score.supported + score.not_enough_info == pytest.approx(1)


def test_no_pair_gives_no_score(model: SimilarityEntailment) -> None:
    assert list(model.score([])) == []
