"""How likely a causal language model holds texts, token by token.

- A text is read alone, without the question before it. It begins after the model's start token;
  the first token of a model that has none is not counted, since nothing predicts it.
- A text that is longer than a window is read in windows that overlap by half, so that every token
  but the first half window's is predicted from at least half a window.
- Always float32 and without dropout. Batches are padded on the right, where a causal model looks
  at nothing; the rounding of the last digits still depends on the company that a text has.
"""

from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple, cast

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from detectors.batches import by_tokens
from detectors.checkpoint import fetched, max_length, quiet, read_config
from detectors.errors import ModelError

WINDOW = 512
"""Tokens read at once: with a vocabulary of 262,144 their logits take half a gigabyte."""
_ROWS = 64
"""Tokens whose logits are normalised at once."""


class LanguageModel:
    """A causal language model, ready to read."""

    def __init__(
        self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, *, window: int = WINDOW
    ) -> None:
        self._model = model.requires_grad_(False)
        self._model.train(False)
        self._tokenizer = tokenizer
        self._window = min(window, max_length(model, tokenizer))
        start = tokenizer.bos_token_id
        self._start = [] if start is None else [cast(int, start)]

    @classmethod
    def load(cls, folder: Path) -> "LanguageModel":
        """The model in a transformers folder; raises `ModelError` where it is no such model."""
        fetched(str(folder))
        read_config(folder, allow_remote_code=False)
        try:
            with quiet():
                tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
                model = AutoModelForCausalLM.from_pretrained(
                    folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
                )
        except Exception as problem:  # each format and each model raises its own
            reason = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
            raise ModelError(f"no causal language model in {folder}: {reason}") from None
        return cls(model, tokenizer)

    def logprobs(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Natural-log probability of every counted token of each text; () where there is none."""
        windows = [
            window._replace(text=at)
            for at, ids in enumerate(self._encoded(texts))
            for window in self._windows(ids)
        ]
        read: dict[int, list[float]] = {}
        for batch in by_tokens([len(window.ids) for window in windows], tokens=self._window):
            read.update(zip(batch, self._read([windows[at] for at in batch]), strict=True))
        found: list[list[float]] = [[] for _ in texts]
        for at, window in enumerate(windows):
            found[window.text] += read[at]
        return [tuple(each) for each in found]

    def _encoded(self, texts: Sequence[str]) -> list[list[int]]:
        if not texts:
            return []  # the tokenizer does not take none
        whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        with quiet():  # it would warn of a text that is longer than a window
            encoded = self._tokenizer(whole, add_special_tokens=False)
        every = cast(list[list[int]], encoded["input_ids"])
        rows = cast(int, self._model.get_input_embeddings().num_embeddings)
        # a tokenizer may know tokens that the weights do not, as long as no text has one
        if max((max(ids, default=0) for ids in every), default=0) >= rows:
            raise ModelError(f"tokenizer and weights are not of one model: {rows} embeddings")
        return every

    def _windows(self, ids: Sequence[int]) -> Iterator["_Window"]:
        """Windows over the tokens of a text; together they count each token once."""
        size = self._window - len(self._start)
        done, begin = 0 if self._start else 1, 0
        while done < len(ids):
            piece = ids[begin : begin + size]
            yield _Window([*self._start, *piece], len(self._start) + done - begin)
            done = begin + len(piece)
            begin = done - size // 2

    def _read(self, windows: Sequence["_Window"]) -> Iterator[list[float]]:
        rows = [torch.tensor(window.ids) for window in windows]
        batch = pad_sequence(rows, batch_first=True)  # (B, T)
        mask = pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)  # (B, T)
        with torch.inference_mode():
            logits = self._model(input_ids=batch, attention_mask=mask).logits  # (B, T, V)
            for window, row, scores in zip(windows, rows, logits, strict=True):
                first, end = window.counted, len(window.ids)
                yield _chosen(scores[first - 1 : end - 1], row[first:end]).tolist()


class _Window(NamedTuple):
    """A stretch of a text that is read at once."""

    ids: list[int]
    counted: int
    """Place of the first token that counts, at least 1; those before it are only read."""
    text: int = 0
    """Which text it is of."""


def _chosen(logits: Tensor, ids: Tensor) -> Tensor:
    """(T,) log-probabilities of the tokens, of logits (T, V); a few rows at a time."""
    parts = [
        rows.gather(1, chosen.unsqueeze(1)).squeeze(1) - rows.logsumexp(1)
        for rows, chosen in zip(torch.split(logits, _ROWS), torch.split(ids, _ROWS), strict=True)
    ]
    return torch.cat(parts)


@cache
def language_model(folder: Path) -> LanguageModel:
    """The model in that folder, loaded once."""
    return LanguageModel.load(folder)


def convert_gguf(file: Path, folder: Path) -> None:
    """Write the model of a GGUF file as a transformers folder.

    Its weights are de-quantised and kept in float16. Raises `ModelError` where transformers knows
    no such architecture.
    """
    try:
        with quiet(), redirect_stderr(StringIO()):  # it draws a bar of its own
            tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
            model = AutoModelForCausalLM.from_pretrained(
                file.parent, gguf_file=file.name, dtype=torch.float16
            )
            _plain(model).save_pretrained(folder)
            tokenizer.save_pretrained(folder)
    except Exception as problem:  # each format and each model raises its own
        reason = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
        raise ModelError(f"{file} cannot be read as a transformers model: {reason}") from None


def _plain(model: PreTrainedModel) -> PreTrainedModel:
    """The same weights in a model that can be saved: transformers saves none that it read from
    GGUF, though it holds them de-quantised."""
    stated = {k: v for k, v in model.config.to_dict().items() if k != "quantization_config"}
    config = type(model.config).from_dict(stated)
    plain = AutoModelForCausalLM.from_config(config, dtype=torch.float16)  # type: ignore[no-untyped-call]
    plain.load_state_dict(model.state_dict())
    plain.tie_weights()
    return cast(PreTrainedModel, plain)
