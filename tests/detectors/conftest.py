"""Tiny classifiers of random weights, saved as transformers saves them."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import cast

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

SENTENCES = ("How much may I take each day?", "Don't mix it with alcohol...", "Is 2.5 mg ok? 用量")
LABELS = {0: "dosage", 1: "interaction", 2: "storage"}
SMALL: dict[str, object] = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 64,
    "pad_token_id": 0,
}
DISTILLED: dict[str, object] = {
    "dim": 16,
    "n_layers": 2,
    "n_heads": 2,
    "hidden_dim": 32,
    "pad_token_id": 0,
}
AFTER_PADDING = SMALL | {"pad_token_id": 1, "max_position_embeddings": 66}
"""Of the RoBERTa family, which begins to count positions after that of the padding token."""
SIZES: dict[str, dict[str, object]] = {
    "albert": SMALL | {"embedding_size": 8},
    "bert": SMALL,
    "camembert": AFTER_PADDING,
    "deberta-v2": SMALL | {"relative_attention": True, "pos_att_type": ["p2c", "c2p"]},
    "distilbert": DISTILLED | {"max_position_embeddings": 64},
    "electra": SMALL | {"embedding_size": 8},
    "gpt2": {"n_embd": 16, "n_layer": 1, "n_head": 2, "n_positions": 64, "pad_token_id": 0},
    "modernbert": SMALL
    | {"cls_token_id": 2, "sep_token_id": 3, "bos_token_id": 2, "eos_token_id": 3},
    "mpnet": AFTER_PADDING,
    "roberta": AFTER_PADDING,
    "xlm-roberta": AFTER_PADDING,
}
MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Writes a tiny classifier of that architecture and gives its folder."""

    def make(kind: str = "bert", id2label: dict[int, str] = LABELS) -> Path:
        folder = tmp_path_factory.mktemp(kind)
        tokenizer = _tokenizer(kind)
        torch.manual_seed(0)
        _model(kind, len(tokenizer), id2label).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return make


def _model(kind: str, tokens: int, id2label: dict[int, str]) -> PreTrainedModel:
    label2id = {label: at for at, label in id2label.items()}
    common = {"vocab_size": tokens, "id2label": id2label, "label2id": label2id}
    config = AutoConfig.for_model(kind, **common, initializer_range=0.5, **SIZES[kind])
    model = AutoModelForSequenceClassification.from_config(config)  # type: ignore[no-untyped-call]
    return cast(PreTrainedModel, model)


def _tokenizer(kind: str) -> PreTrainedTokenizerFast:
    return _byte_pairs() if SIZES[kind] is AFTER_PADDING else _word_pieces()


def _word_pieces() -> PreTrainedTokenizerFast:
    """Some whole words, and single characters for the others.

    Not trained: a trainer breaks ties at random, and random weights would then differ each time.
    """
    text = " ".join(SENTENCES)
    characters = sorted(set(text.lower() + text) - {" "})
    pieces = [*characters, *(f"##{one}" for one in characters), "take", "may", "alcohol", "each"]
    vocabulary = dict(zip(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *pieces], count()))
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    names = {"pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, unk_token="[UNK]", **names
    )


def _byte_pairs() -> PreTrainedTokenizerFast:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    space = "\u0120"  # how byte-level tokenizers write it; it joins the character that follows
    merges = [(space, one) for one in alphabet if one != space]
    pieces = [*alphabet, *map("".join, merges)]
    vocabulary = dict(zip(["<s>", "<pad>", "</s>", *pieces], count()))
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    names = {"pad_token": "<pad>", "bos_token": "<s>", "eos_token": "</s>"}
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, **names
    )
