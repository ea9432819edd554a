"""The network that is trained: all-MiniLM-L6-v2's encoder with two heads (22.7M parameters)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from detectors.cross_encoder import LABELS, TOKENIZER, read_tokenizer
from detectors.pair_encoding import TOKEN_TYPES, EncodedPair

WEIGHTS, CONFIG = "model.safetensors", "config.json"


class Scored(NamedTuple):
    """What the network says of a batch."""

    verdicts: Tensor
    """(b, 3) logits in the order of `LABELS`."""
    words: Tensor
    """(b, t) logit that the premise does not bear out this token; only the claim's count."""


class CrossEncoderNetwork(nn.Module):
    """BERT with two heads. The verdict sees the whole pair ([CLS]), the claim's mean, and the
    strongest signal of any one of its words, since a single wrong word makes a claim false."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.verdict = nn.Linear(3 * config.hidden_size, len(LABELS))
        self.word = nn.Linear(config.hidden_size, 1)

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return self.word.weight.device

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor, claims: Tensor) -> Scored:
        """`ids`, `types`, `mask` (b, t); `claims` (b, t) is true on the claim's tokens."""
        states = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=mask
        ).last_hidden_state
        states = self.dropout(states)
        inside = claims.unsqueeze(-1)
        mean = (states * inside).sum(1) / inside.sum(1).clamp(min=1)
        most = states.masked_fill(~inside, torch.finfo(states.dtype).min).amax(1)
        pooled = torch.cat([states[:, 0], mean, most], dim=-1)
        return Scored(self.verdict(pooled), self.word(states).squeeze(-1))


class Batch(NamedTuple):
    """Padded inputs of the network, (b, t) each."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    claims: Tensor


def as_batch(encoded: Sequence[EncodedPair]) -> Batch:
    longest = max(len(pair.input_ids) for pair in encoded)
    ids = torch.zeros(len(encoded), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    claims = torch.zeros(ids.shape, dtype=torch.bool)
    for row, pair in enumerate(encoded):
        size = len(pair.input_ids)
        ids[row, :size] = torch.tensor(pair.input_ids)
        types[row, :size] = torch.tensor(pair.token_types)
        mask[row, :size] = 1
        claims[row, 1 : 1 + pair.claim_tokens] = True
    return Batch(ids, types, mask, claims)


def load_network(folder: Path) -> tuple[CrossEncoderNetwork, Tokenizer]:
    """The network and tokenizer saved in `folder`, ready to compute in 32 bits."""
    config = BertConfig(**json.loads((folder / CONFIG).read_text(encoding="utf-8")))
    network = CrossEncoderNetwork(config)
    network.load_state_dict({k: v.float() for k, v in load_file(folder / WEIGHTS).items()})
    return network.eval(), read_tokenizer(folder)


def save_network(network: CrossEncoderNetwork, tokenizer: Tokenizer, folder: Path) -> None:
    """Write weights (16 bits), configuration and tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file(weights, folder / WEIGHTS)
    config = network.encoder.config.to_dict()
    kept = {key: config[key] for key in sorted(config) if key in _KEPT}
    (folder / CONFIG).write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    tokenizer.save(str(folder / TOKENIZER))


_KEPT = frozenset(
    [
        "attention_probs_dropout_prob",
        "hidden_act",
        "hidden_dropout_prob",
        "hidden_size",
        "intermediate_size",
        "layer_norm_eps",
        "max_position_embeddings",
        "num_attention_heads",
        "num_hidden_layers",
        "pad_token_id",
        "type_vocab_size",
        "vocab_size",
    ]
)


def from_sentence_encoder(folder: Path, *, seed: int) -> tuple[CrossEncoderNetwork, Tokenizer]:
    """A network to train: the encoder of a BERT in `folder`, with new heads and token types."""
    torch.manual_seed(seed)
    base = BertModel.from_pretrained(folder, add_pooling_layer=False)
    # dropout within attention would keep torch from its fused kernel: half of the time on a CPU
    changed = {"type_vocab_size": TOKEN_TYPES, "attention_probs_dropout_prob": 0.0}
    config = BertConfig(**(base.config.to_dict() | changed))
    network = CrossEncoderNetwork(config)
    state = base.state_dict()
    types = "embeddings.token_type_embeddings.weight"
    state[types] = state[types][[0] * TOKEN_TYPES] + 0.02 * torch.randn(
        TOKEN_TYPES, config.hidden_size
    )
    network.encoder.load_state_dict(state)
    return network, read_tokenizer(folder)
