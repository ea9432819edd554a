"""The training loop: AdamW over all parameters, linear warm-up and decay, one seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from audit.model_card import Recipe
from detectors.batches import by_length
from detectors.classifier import padded


class Encoded(NamedTuple):
    """A text as token ids, and the number of its class."""

    ids: list[int]
    label: int


def train(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    examples: Sequence[Encoded],
    *,
    recipe: Recipe,
    seed: int,
    advanced: Callable[[int, int], None],
) -> Iterator[int]:
    """Train in place; yields the number of each epoch that is over, and tells of each step.

    Draws from torch's random numbers: the caller seeds them.
    """
    order = random.Random(seed)
    steps = recipe.epochs * len(list(_batches(examples, recipe.batch_size, order)))
    optimizer = AdamW(_groups(model, recipe), lr=recipe.learning_rate, fused=True)
    schedule = LambdaLR(optimizer, _warm_up_and_decay(steps, recipe.warmup))
    done = 0
    for epoch in range(1, recipe.epochs + 1):
        model.train()
        for batch in _batches(examples, recipe.batch_size, order):
            loss(model, tokenizer, batch).backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            done += 1
            advanced(done, steps)
        yield epoch


def loss(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, batch: Sequence[Encoded]
) -> Tensor:
    """Mean cross-entropy of the batch."""
    logits = model(**padded([one.ids for one in batch], tokenizer)._asdict()).logits  # (B, L)
    return nn.functional.cross_entropy(logits, torch.tensor([one.label for one in batch]))


def correct(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, examples: Sequence[Encoded]
) -> int:
    """How many examples get their right class."""
    chosen = predicted(model, tokenizer, examples)
    return sum(one == example.label for one, example in zip(chosen, examples, strict=True))


def predicted(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, examples: Sequence[Encoded]
) -> list[int]:
    """The number of the most probable class of each example, whatever its own."""
    model.train(False)
    found: dict[int, int] = {}
    with torch.inference_mode():
        for positions in by_length([len(one.ids) for one in examples], size=32):
            batch = [examples[at] for at in positions]
            logits = model(**padded([one.ids for one in batch], tokenizer)._asdict()).logits
            found.update(zip(positions, logits.argmax(-1).tolist(), strict=True))
    return [found[at] for at in range(len(examples))]


def _batches(
    examples: Sequence[Encoded], size: int, order: random.Random
) -> Iterator[list[Encoded]]:
    """All examples once, at random; neighbours of similar length, which halves the padding."""
    shuffled = order.sample(list(examples), len(examples))
    pool = 16 * size
    batches = [
        [shuffled[start + at] for at in positions]
        for start in range(0, len(shuffled), pool)
        for positions in by_length(
            [len(one.ids) for one in shuffled[start : start + pool]], size=size
        )
    ]
    yield from order.sample(batches, len(batches))


def _groups(model: PreTrainedModel, recipe: Recipe) -> list[dict[str, object]]:
    """Matrices decay; biases and norms do not, as in BERT (Devlin et al. 2019)."""
    matrices = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    return [
        {"params": matrices, "weight_decay": recipe.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]


def _warm_up_and_decay(steps: int, warmup: float) -> Callable[[int], float]:
    rising = max(1, round(steps * warmup))

    def share(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return max(0.0, (steps - step) / max(1, steps - rising))

    return share
