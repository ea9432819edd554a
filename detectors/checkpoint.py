"""Reads the parts of a transformers model from its folder, safely.

- Weights are read from safetensors, and modelling code from transformers: a pickle, or code that
  the folder brings along, can do anything, so each needs its own permission.
- A folder is read from disk alone; a hub id is downloaded first, then treated as that folder.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from logging import CRITICAL
from pathlib import Path
from typing import cast

import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)
from transformers.utils import logging

from detectors.errors import ModelError
from detectors.models import PICKLED_WEIGHTS, SAFE_WEIGHTS, locate, weight_files

TOKENIZER_FILES = (
    "tokenizer.json", "vocab.txt", "vocab.json", "spiece.model", "tokenizer.model",
    "sentencepiece.bpe.model",
)  # fmt: skip
"""transformers builds an empty tokenizer where none of these is there."""


def fetched(name: str, *, allow_pickle: bool = False, allow_remote_code: bool = False) -> Path:
    """The folder that holds configuration and weights of a model; a hub id is downloaded first."""
    source = locate(name)
    folder = source.folder or _snapshot(name, allow_pickle, allow_remote_code)
    if not (folder / "config.json").is_file():
        raise ModelError(f"model folder {folder} holds no config.json; is it a transformers model?")
    if not allow_pickle and not any(folder.glob(SAFE_WEIGHTS)) and any(weight_files(folder)):
        raise ModelError(
            f"model folder {folder} holds only pickled weights, which can run code when opened; "
            "convert them to safetensors, or set allow_pickle: true where you trust their maker"
        )
    return folder


def read_config(folder: Path, *, allow_remote_code: bool) -> PreTrainedConfig:
    """The model's configuration."""
    try:
        config = AutoConfig.from_pretrained(
            folder, local_files_only=True, trust_remote_code=allow_remote_code
        )
    except (ValueError, OSError, KeyError, TypeError) as problem:
        raise _unreadable(folder, "config.json", problem) from None
    return cast(PreTrainedConfig, config)


def read_tokenizer(folder: Path, *, allow_remote_code: bool) -> PreTrainedTokenizerBase:
    """The model's tokenizer, which can pad."""
    if not any((folder / file).is_file() for file in TOKENIZER_FILES):
        raise ModelError(f"model folder {folder} holds no tokenizer: none of {TOKENIZER_FILES}")
    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(
                folder, local_files_only=True, trust_remote_code=allow_remote_code
            )
    except Exception as problem:  # the tokenizers library raises bare Exception
        raise _unreadable(folder, "tokenizer", problem) from None
    if tokenizer.pad_token_id is None:
        raise ModelError(f"tokenizer in {folder} has no padding token; set pad_token in its config")
    return cast(PreTrainedTokenizerBase, tokenizer)


def label_names(config: PreTrainedConfig, folder: Path) -> tuple[str, ...]:
    """The names of the classes in the order of the logits."""
    kind = getattr(config, "problem_type", None)
    if kind in ("regression", "multi_label_classification"):
        raise ModelError(f"model {folder} is a {kind} model; one label for each text is wanted")
    names = {int(at): str(name) for at, name in (config.id2label or {}).items()}
    labels = tuple(names.get(at, "") for at in range(config.num_labels or 0))
    if len(labels) < 2:
        raise ModelError(
            f"model {folder} has {len(labels)} label: a regression head; a classifier with two or "
            "more is wanted"
        )
    if len(set(labels)) < len(labels) or not all(labels):
        raise ModelError(f"model {folder}: id2label in config.json must name each class once")
    return labels


def max_length(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> int:
    """How many tokens the model can read: the least of what tokenizer and positions allow."""
    limits = [int(tokenizer.model_max_length)]
    for name, module in model.named_modules():
        if name.endswith(("position_embeddings", "wpe")) and isinstance(module, nn.Embedding):
            # the RoBERTa family begins to count after the position of the padding token
            skipped = 0 if module.padding_idx is None else module.padding_idx + 1
            limits.append(module.num_embeddings - skipped)
    declared = getattr(model.config, "max_position_embeddings", None)
    if len(limits) == 1 and declared:
        limits.append(int(declared))
    return min(min(limits), _LONGEST)


_LONGEST = 8192
"""Where a model states no limit: what fits in memory."""


def check_vocabulary(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path
) -> None:
    """Raise `ModelError` where the tokenizer knows tokens that the model has no vector for."""
    embeddings = model.get_input_embeddings()
    rows = embeddings.num_embeddings if isinstance(embeddings, nn.Embedding) else len(tokenizer)
    if len(tokenizer) > rows:
        raise ModelError(
            f"tokenizer and weights in {folder} are not of one model: {len(tokenizer)} tokens, "
            f"{rows} embeddings"
        )


@contextmanager
def quiet() -> Iterator[None]:
    """No bars and no load report from transformers: what they tell becomes a `ModelError`."""
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(CRITICAL)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def read_classifier(
    folder: Path, *, allow_pickle: bool, allow_remote_code: bool
) -> PreTrainedModel:
    """The classifier with all its weights."""
    safe = any(folder.glob(SAFE_WEIGHTS))  # preferred even where pickles are allowed
    try:
        with quiet():
            model, loading = AutoModelForSequenceClassification.from_pretrained(
                folder,
                local_files_only=True,
                trust_remote_code=allow_remote_code,
                use_safetensors=safe or not allow_pickle,
                dtype=torch.float32,
                output_loading_info=True,
            )
    except Exception as problem:  # each weight format and each model raises its own
        raise _unreadable(folder, "weights", problem) from None
    missing = sorted(loading["missing_keys"])
    if missing:
        raise ModelError(
            f"weights in {folder} do not match its config.json: no {', '.join(missing[:3])}"
            f"{', ...' if missing[3:] else ''}; to make a classifier of a base model, fine-tune it"
        )
    return cast(PreTrainedModel, model)


def _snapshot(name: str, allow_pickle: bool, allow_remote_code: bool) -> Path:
    """The files of a hub model that are wanted and allowed."""
    wanted = ["*.json", "*.txt", "*.model", SAFE_WEIGHTS]
    wanted += [PICKLED_WEIGHTS] * allow_pickle + ["*.py"] * allow_remote_code
    try:
        with quiet():
            return Path(snapshot_download(name, allow_patterns=wanted, ignore_patterns=["*/*"]))
    except (HfHubHTTPError, LocalEntryNotFoundError, HFValidationError, OSError) as problem:
        raise ModelError(
            f"model {name!r} is no folder, and the hub did not give it: {_first_line(problem)}"
        ) from None


def _unreadable(folder: Path, part: str, problem: Exception) -> ModelError:
    if "trust_remote_code" in str(problem) or _brings_code(folder):
        return ModelError(
            f"model {folder} needs modelling code of its own, which can do anything; set "
            "allow_remote_code: true where you have read it and trust it"
        )
    return ModelError(f"{part} in {folder} cannot be read: {_first_line(problem)}")


def _brings_code(folder: Path) -> bool:
    try:
        return "auto_map" in json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__
