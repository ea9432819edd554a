"""Tiny causal language models of random weights, saved by transformers or as GGUF."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import torch
from gguf import GGUFWriter, TokenType
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

POSITIONS = 32


def make_causal(folder: Path, *, start: bool = True) -> Path:
    """The folder of a model that reads bytes, with a start token or without one."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = dict(zip(["<s>", *alphabet], count()))
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    names = {"bos_token": "<s>"} if start else {}
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, **names
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=len(vocabulary),
        n_embd=16,
        n_layer=1,
        n_head=2,
        n_positions=POSITIONS,
        initializer_range=0.5,
    )
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


def make_gguf(file: Path) -> Path:
    """A GGUF file of the Llama architecture that reads bytes."""
    tokens = ["<s>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet()), "ab"]
    writer = GGUFWriter(file, "llama")
    writer.add_context_length(64)
    writer.add_embedding_length(16)
    writer.add_block_count(1)
    writer.add_feed_forward_length(32)
    writer.add_head_count(2)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(8)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.CONTROL] * 2 + [TokenType.NORMAL] * (len(tokens) - 2))
    writer.add_token_merges(["a b"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    draw = np.random.default_rng(0)
    for name, *shape in _tensors(len(tokens)):
        weights = draw.standard_normal(shape) * 0.5 if len(shape) == 2 else np.ones(shape)
        writer.add_tensor(f"{name}.weight", weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def _tensors(tokens: int) -> Iterator[tuple[str, *tuple[int, ...]]]:
    """Name and shape of each."""
    yield from (("token_embd", tokens, 16), ("output", tokens, 16), ("output_norm", 16))
    yield from ((f"blk.0.{name}", 16) for name in ("attn_norm", "ffn_norm"))
    yield from ((f"blk.0.attn_{name}", 16, 16) for name in ("q", "k", "v", "output"))
    yield from (("blk.0.ffn_gate", 32, 16), ("blk.0.ffn_up", 32, 16), ("blk.0.ffn_down", 16, 32))
