"""Gradients of a classifier's loss by its word embeddings, a vector for each token of a text.

The gradient by the whole embedding table is zero but for the tokens of the text, so these vectors
are all of it. Their products are those of TracIn on word embeddings (Yeh et al. 2022, "First is
Better Than Last for Language Data Influence"): of two texts only tokens that both have count, and
all texts share `[CLS]` and `[SEP]`, into which their meaning flows.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from detectors.batches import of_equal_length
from detectors.classifier import Classifier

BATCH_SIZE = 32
BATCH_TOKENS = 2048


class TokenGradients(NamedTuple):
    """The gradient of one text's loss, scaled to length 1."""

    tokens: Tensor
    """(k,) the different token ids of the text, ascending."""
    vectors: Tensor
    """(k, D) in float32; summed over the places of a token."""


def token_gradients(
    classifier: Classifier, texts: Sequence[str], labels: Sequence[int]
) -> list[TokenGradients | None]:
    """The gradient of each text's cross-entropy with its label, in the order given.

    `None` where it has no direction: a logit is no number, or the label is so sure that nothing
    is left of the loss.
    """
    encoded = classifier.encode(texts)
    found: dict[int, TokenGradients | None] = {}
    lengths = [len(ids) for ids in encoded]
    for positions in of_equal_length(lengths, size=BATCH_SIZE, tokens=BATCH_TOKENS):
        ids = torch.tensor([encoded[at] for at in positions])  # (B, T)
        wanted = torch.tensor([labels[at] for at in positions])  # (B,)
        found.update(zip(positions, _by_token(classifier, ids, wanted), strict=True))
    return [found[at] for at in range(len(texts))]


def _by_token(
    classifier: Classifier, ids: Tensor, labels: Tensor
) -> Iterator[TokenGradients | None]:
    for row, gradients in zip(ids, _gradients(classifier, ids, labels), strict=True):
        tokens, places = row.unique(return_inverse=True)  # (k,), (T,)
        summed = torch.zeros(len(tokens), gradients.shape[-1]).double()  # (k, D)
        summed.index_add_(0, places, gradients.double())
        length = float(summed.norm())
        known = 0 < length < torch.inf
        yield TokenGradients(tokens, (summed / length).float()) if known else None


def _gradients(classifier: Classifier, ids: Tensor, labels: Tensor) -> Tensor:
    """(B, T, D) gradients of each text's loss by what the embedding layer gives for its tokens."""
    leaves: list[Tensor] = []

    def cut(_: object, __: object, embeddings: Tensor) -> Tensor:
        leaves.append(embeddings.detach().requires_grad_())
        return leaves[-1]

    with classifier.model.get_input_embeddings().register_forward_hook(cut), torch.enable_grad():
        logits = classifier.model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
        # in float64 a loss is left where float32 takes the label for certain
        loss = cross_entropy(logits.double(), labels, reduction="sum")
        (gradients,) = torch.autograd.grad(loss, leaves[0])
    return gradients
