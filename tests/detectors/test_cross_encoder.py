from collections.abc import Callable
from pathlib import Path

import pytest

from detectors.cross_encoder import MODEL, SHIPPED, TOKENIZER, CrossEncoder
from detectors.entailment import Pair
from detectors.errors import ModelError

PAIRS = [
    Pair("Zorvan must not be taken with milk.", "Zorvan can be taken with milk."),
    Pair("Zorvan must not be taken with milk.", "Do not drink milk with zorvan."),
    Pair("Adults take 500 mg. " * 20, "Adults take 500 mg."),
    Pair("", "Adults take 500 mg."),
]


@pytest.fixture(scope="module")
def model() -> CrossEncoder:
    return CrossEncoder.load()


def test_a_pair_scores_the_same_bytes_in_any_company_and_order(model: CrossEncoder) -> None:
    together = model.score(PAIRS)
    assert list(reversed(model.score(PAIRS[::-1]))) == together
    assert [model.score([pair])[0] for pair in PAIRS] == together


def test_the_three_scores_sum_to_one_and_every_word_of_the_claim_is_scored(
    model: CrossEncoder,
) -> None:
    for pair, scored in zip(PAIRS, model.score(PAIRS), strict=True):
        entailment = scored.entailment
        total = entailment.supported + entailment.refuted + entailment.not_enough_info
        assert total == pytest.approx(1, abs=1e-5)
        assert "".join(pair.hypothesis[w.start : w.end] for w in scored.words) == (
            pair.hypothesis.replace(" ", "")
        )


def test_a_negation_turns_the_verdict(model: CrossEncoder) -> None:
    turned, same = (each.entailment for each in model.score(PAIRS[:2]))
    assert turned.refuted > turned.supported
    assert same.supported > turned.supported


def test_no_pairs_score_nothing(model: CrossEncoder) -> None:
    assert model.score([]) == []


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a cross-encoder"):
        CrossEncoder.load(tmp_path / "nowhere")


def _cut(content: bytes) -> bytes:
    return content[:1000]


def _of_another_kind(_: bytes) -> bytes:
    return b"no network"


@pytest.mark.parametrize("altered", [_cut, _of_another_kind])
def test_a_broken_model_file_is_refused(tmp_path: Path, altered: Callable[[bytes], bytes]) -> None:
    (tmp_path / TOKENIZER).write_bytes((SHIPPED / TOKENIZER).read_bytes())
    (tmp_path / MODEL).write_bytes(altered((SHIPPED / MODEL).read_bytes()))
    with pytest.raises(ModelError, match="is not a cross-encoder"):
        CrossEncoder.load(tmp_path)
