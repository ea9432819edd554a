"""Asks a transformers sequence classifier in batches.

Always float32, evaluation mode and no dropout. Batches are padded, which moves a probability by
up to 1e-6 with the company that a text has; the same texts in the same order give the same bits.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from detectors.batches import by_length, by_tokens
from detectors.checkpoint import (
    check_vocabulary,
    fetched,
    label_names,
    max_length,
    read_classifier,
    read_config,
    read_tokenizer,
)
from detectors.errors import ModelError
from detectors.models import weight_files, weights_sha256

Probabilities: TypeAlias = Mapping[str, float]
"""Probability of every label, in the order of the labels, summing to 1."""


class Classifier:
    """A classifier ready to be asked, and the facts that tell which one it is."""

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path
    ) -> None:
        self.model = model.requires_grad_(False)  # gradients go to inputs alone
        self.model.train(False)
        self.tokenizer = tokenizer
        self.folder = folder
        self.labels = label_names(model.config, folder)
        self.max_length = max_length(model, tokenizer)
        self.sha256 = weights_sha256(folder)
        self.parameters = sum(parameter.numel() for parameter in model.parameters())
        self.bytes = sum(file.stat().st_size for file in weight_files(folder))

    @classmethod
    def load(
        cls, name: str, *, allow_pickle: bool = False, allow_remote_code: bool = False
    ) -> "Classifier":
        """The classifier in a folder or of a hub id.

        Raises `ModelError` where it is incomplete, no classifier, or needs what is not allowed.
        """
        folder = fetched(name, allow_pickle=allow_pickle, allow_remote_code=allow_remote_code)
        label_names(read_config(folder, allow_remote_code=allow_remote_code), folder)
        tokenizer = read_tokenizer(folder, allow_remote_code=allow_remote_code)
        model = read_classifier(
            folder, allow_pickle=allow_pickle, allow_remote_code=allow_remote_code
        )
        check_vocabulary(model, tokenizer, folder)
        return cls(model, tokenizer, folder)

    def probabilities(
        self, texts: Sequence[str], *, batch_size: int = 32
    ) -> list[Probabilities | ModelError]:
        """The probabilities of each text in turn, or the error where a logit is no number."""
        encoded = self.encode(texts)
        found: dict[int, Probabilities | ModelError] = {}
        for batch in by_length([len(ids) for ids in encoded], size=batch_size):
            logits = self._logits([encoded[at] for at in batch])  # (B, L)
            found.update(zip(batch, map(self._probabilities, logits), strict=True))
        return [found[at] for at in range(len(texts))]

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, special tokens included, cut at what the model can read."""
        if not texts:
            return []  # the tokenizer does not take none
        encoded = self.tokenizer(list(texts), truncation=True, max_length=self.max_length)
        return cast(list[list[int]], encoded["input_ids"])

    def logits(self, encoded: Sequence[Sequence[int]], *, batch_tokens: int = 4096) -> Tensor:
        """(n, labels) logits in float32 of inputs that are token ids already, in the order given.

        Batches hold inputs of like length, at most `batch_tokens` tokens with padding. A logit that
        is no number is returned as it is.
        """
        found = torch.empty(len(encoded), len(self.labels))
        for batch in by_tokens([len(ids) for ids in encoded], tokens=batch_tokens):
            found[batch] = self._logits([list(encoded[at]) for at in batch])
        return found

    def _logits(self, encoded: Sequence[list[int]]) -> Tensor:
        with torch.inference_mode():
            logits = self.model(**padded(encoded, self.tokenizer)._asdict()).logits  # (B, L)
        return cast(Tensor, logits)

    def _probabilities(self, logits: Tensor) -> Probabilities | ModelError:
        if not bool(torch.isfinite(logits).all()):
            return ModelError(
                "the model returned a logit that is no number: are its weights whole?"
            )
        shares = logits.double().softmax(-1).tolist()
        return dict(zip(self.labels, shares, strict=True))


class Padded(NamedTuple):
    """A batch, padded on the right to its longest text."""

    input_ids: Tensor
    attention_mask: Tensor


def padded(encoded: Sequence[list[int]], tokenizer: PreTrainedTokenizerBase) -> Padded:
    """The batch of these token ids."""
    rows = [torch.tensor(ids) for ids in encoded]
    marks = [torch.ones_like(row) for row in rows]
    pad = cast(int, tokenizer.pad_token_id)
    return Padded(
        input_ids=pad_sequence(rows, batch_first=True, padding_value=pad),  # (B, T)
        attention_mask=pad_sequence(marks, batch_first=True),  # (B, T)
    )
