"""A tiny causal language model of random weights, saved as transformers saves one."""

from itertools import count
from pathlib import Path

import torch
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
