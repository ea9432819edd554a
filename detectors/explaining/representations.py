"""Reads what a classifier makes of a text just before its last layer decides.

The last layer is the linear one whose outputs are the logits. A model whose last layer reads every
token, as those of the GPT family do, has no representation of a whole text; the mean of its last
hidden states stands for it then.
"""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from detectors.batches import by_tokens
from detectors.classifier import Classifier, Padded, padded

BATCH_TOKENS = 4096


def represent(classifier: Classifier, texts: Sequence[str]) -> Tensor:
    """(n, D) vectors of length 1 that the classifier decides the texts by, in the order given."""
    encoded = classifier.encode(texts)
    last = _last_layer(classifier)
    found: dict[int, Tensor] = {}
    for positions in by_tokens([len(ids) for ids in encoded], tokens=BATCH_TOKENS):
        batch = padded([encoded[at] for at in positions], classifier.tokenizer)
        vectors = _read(last, classifier, batch) if last else _means(classifier, batch)  # (B, D)
        found.update(zip(positions, vectors, strict=True))
    rows = [found[at] for at in range(len(texts))]
    return normalize(torch.stack(rows), dim=-1) if rows else torch.zeros(0, 0)


def _last_layer(classifier: Classifier) -> nn.Linear | None:
    """The layer whose outputs for a whole text are its logits; `None` where there is none."""
    batch = padded(classifier.encode(["?"]), classifier.tokenizer)
    with torch.inference_mode():
        logits = classifier.model(**batch._asdict()).logits  # (1, L)
        for module in classifier.model.modules():
            if isinstance(module, nn.Linear) and module.out_features == len(classifier.labels):
                read = _read(module, classifier, batch)
                if read.ndim == 2 and torch.allclose(module(read), logits, equal_nan=True):
                    return module
    return None


def _read(layer: nn.Module, classifier: Classifier, batch: Padded) -> Tensor:
    """What the layer reads when the model reads the batch."""
    seen: list[Tensor] = []

    def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen.append(inputs[0])

    with layer.register_forward_pre_hook(keep), torch.no_grad():
        classifier.model(**batch._asdict())
    return seen[-1]


def _means(classifier: Classifier, batch: Padded) -> Tensor:
    """(B, D) means of the last hidden states over the tokens of each text."""
    with torch.no_grad():
        states = classifier.model(**batch._asdict(), output_hidden_states=True).hidden_states[-1]
    mask = batch.attention_mask[..., None]  # (B, T, 1)
    return cast(Tensor, (states * mask).sum(1) / mask.sum(1))
