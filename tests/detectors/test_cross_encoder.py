from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig

from detectors.cross_encoder import (
    WEIGHTS,
    CrossEncoder,
    CrossEncoderNetwork,
    load_network,
    save_network,
)
from detectors.entailment import Pair
from detectors.errors import ModelError
from detectors.models import packaged

PAIRS = [
    Pair("Zorvan must not be taken with milk.", "Zorvan can be taken with milk."),
    Pair("Zorvan must not be taken with milk.", "Do not drink milk with zorvan."),
    Pair("Adults take 500 mg. " * 20, "Adults take 500 mg."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny network with random weights, saved."""
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        type_vocab_size=4,
    )
    tokenizer = Tokenizer.from_file(str(Path(packaged().location) / "tokenizer.json"))
    folder: Path = tmp_path_factory.mktemp("cross-encoder")
    save_network(CrossEncoderNetwork(config), tokenizer, folder)
    return folder


def test_a_pair_scores_the_same_bytes_in_any_company_and_order(folder: Path) -> None:
    model = CrossEncoder.load(folder)
    together = model.score(PAIRS)
    assert list(reversed(model.score(PAIRS[::-1]))) == together
    assert [model.score([pair])[0] for pair in PAIRS] == together


def test_the_three_scores_sum_to_one_and_every_word_of_the_claim_is_scored(folder: Path) -> None:
    for pair, scored in zip(PAIRS, CrossEncoder.load(folder).score(PAIRS), strict=True):
        entailment = scored.entailment
        total = entailment.supported + entailment.refuted + entailment.not_enough_info
        assert total == pytest.approx(1, abs=1e-5)
        assert "".join(pair.hypothesis[w.start : w.end] for w in scored.words) == (
            pair.hypothesis.replace(" ", "")
        )


def test_no_pairs_score_nothing(folder: Path) -> None:
    assert CrossEncoder.load(folder).score([]) == []


def test_saved_weights_are_read_again_to_the_bit(folder: Path, tmp_path: Path) -> None:
    network, tokenizer = load_network(folder)
    save_network(network, tokenizer, tmp_path / "again")
    assert (tmp_path / "again" / WEIGHTS).read_bytes() == (folder / WEIGHTS).read_bytes()


def test_a_folder_without_weights_or_with_broken_ones_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="is not a cross-encoder"):
        CrossEncoder.load(tmp_path / "nowhere")
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:1000])
    with pytest.raises(ModelError, match="is not a cross-encoder"):
        CrossEncoder.load(tmp_path)
