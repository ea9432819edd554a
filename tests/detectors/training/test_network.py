from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import softmax
from tokenizers import Tokenizer
from transformers import BertConfig

from detectors.cross_encoder import CrossEncoder, as_arrays, read_tokenizer
from detectors.entailment import Pair
from detectors.models import packaged
from detectors.pair_encoding import encode_pairs
from detectors.training.export import export
from detectors.training.network import (
    WEIGHTS,
    CrossEncoderNetwork,
    as_batch,
    load_network,
    save_network,
)

PAIRS = [
    Pair("Adults take 500 mg at night.", "Adults take 500 mg."),
    Pair("The fee is 3 pounds. " * 30, "No fee is taken from anyone at all."),
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return read_tokenizer(Path(packaged().location))


@pytest.fixture(scope="module")
def network() -> CrossEncoderNetwork:
    """Tiny, with random weights."""
    torch.manual_seed(0)
    return CrossEncoderNetwork(
        BertConfig(
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            type_vocab_size=4,
        )
    ).eval()


def test_saved_weights_are_read_again_to_the_bit(
    network: CrossEncoderNetwork, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    save_network(network, tokenizer, tmp_path / "one")
    save_network(*load_network(tmp_path / "one"), tmp_path / "other")
    one, other = (tmp_path / name / WEIGHTS for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_padding_changes_no_score(network: CrossEncoderNetwork, tokenizer: Tokenizer) -> None:
    encoded = encode_pairs(tokenizer, PAIRS)
    with torch.inference_mode():
        together = network(*as_batch(encoded)).verdicts
        alone = torch.cat([network(*as_batch([pair])).verdicts for pair in encoded])
    assert torch.allclose(together, alone, atol=1e-5)


@pytest.mark.filterwarnings("ignore:`isinstance.treespec:FutureWarning")  # within torch.export
def test_the_export_in_8_bits_says_what_the_network_says(
    network: CrossEncoderNetwork, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    export(network, tokenizer, tmp_path)
    encoded = encode_pairs(tokenizer, PAIRS)
    scores = CrossEncoder.load(tmp_path).score(PAIRS)
    for pair, scored in zip(encoded, scores, strict=True):
        with torch.inference_mode():
            logits = network(*as_batch([pair])).verdicts[0].numpy()
        exact = softmax(logits.astype(np.float64))
        assert scored.entailment.supported == pytest.approx(exact[0], abs=0.05)
        assert as_arrays(pair)["claims"].sum() == pair.claim_tokens
