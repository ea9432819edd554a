"""Trains the cross-encoder: one pass over the examples, seeded, with checkpoints to go on from.

- Batches hold examples of like length and a fixed number of tokens, so little is padded.
- `not_supported` asks only that the pair is not called supported.
- Word embeddings stay as they were: words that no example has keep their meaning.
- It runs where the network lies, CPU or GPU; bfloat16 pays where the processor has units
  for it, and costs much where it has none.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from detectors.pair_encoding import EncodedPair, encode_pairs
from detectors.training.examples import LABELS, Example
from detectors.training.network import CrossEncoderNetwork, Scored, as_batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train; the defaults made the weights that ship."""

    seed: int = 0
    learning_rate: float = 2e-4
    head_rate: float = 1e-3
    """Learning rate of the new heads and token types."""
    warm_up: float = 0.05
    """Share of the steps in which the rates rise."""
    batch_tokens: int = 2048
    word_weight: float = 0.5
    """Of the loss on words beside that on verdicts."""
    weight_decay: float = 0.01
    bfloat16: bool = False
    """Multiply in bfloat16; weights and their updates stay in float32."""
    checkpoint_steps: int = 100


class Progress(NamedTuple):
    step: int
    steps: int
    loss: float
    """Mean over the last steps."""
    seconds: float


class _Prepared(NamedTuple):
    encoded: EncodedPair
    label: int
    words: list[float] | None


def train(
    network: CrossEncoderNetwork,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    recipe: Recipe,
    *,
    checkpoint: Path,
    told: Callable[[Progress], None],
) -> None:
    """Train in place. A checkpoint that stands there is gone on from."""
    torch.manual_seed(recipe.seed)
    batches = _batches(_prepared(tokenizer, examples), recipe)
    optimizer = _optimizer(network, recipe)
    first = _resumed(network, optimizer, checkpoint)
    network.train()
    began, recent = time.monotonic(), [0.0]
    for step in range(first, len(batches)):
        _set_rates(optimizer, recipe, step, len(batches))
        loss = _loss(network, batches[step], recipe)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        recent.append(loss.item())
        if (step + 1) % recipe.checkpoint_steps == 0 or step + 1 == len(batches):
            _save(network, optimizer, checkpoint, step + 1)
            mean = sum(recent[-100:]) / len(recent[-100:])
            told(Progress(step + 1, len(batches), mean, time.monotonic() - began))
    network.eval()


def _prepared(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[_Prepared]:
    encoded = encode_pairs(tokenizer, [(e.premise, e.claim) for e in examples])
    return [
        _Prepared(pair, LABELS.index(example.label), _word_targets(pair, example))
        for pair, example in zip(encoded, examples, strict=True)
    ]


def _word_targets(pair: EncodedPair, example: Example) -> list[float] | None:
    if example.unsupported is None:
        return None
    return [
        float(any(start < b and a < end for a, b in example.unsupported))
        for start, end in pair.claim_offsets
    ]


def _batches(prepared: Sequence[_Prepared], recipe: Recipe) -> list[list[_Prepared]]:
    """All examples once, in batches of like length, in an order drawn with the seed."""
    draw = random.Random(recipe.seed)
    order = list(prepared)
    draw.shuffle(order)
    batches: list[list[_Prepared]] = []
    for start in range(0, len(order), 2000):
        portion = sorted(order[start : start + 2000], key=lambda p: len(p.encoded.input_ids))
        batches.extend(_filled(portion, recipe.batch_tokens))
    draw.shuffle(batches)
    return batches


def _filled(portion: Sequence[_Prepared], tokens: int) -> list[list[_Prepared]]:
    batches: list[list[_Prepared]] = [[]]
    for prepared in portion:
        if (len(batches[-1]) + 1) * len(prepared.encoded.input_ids) > tokens and batches[-1]:
            batches.append([])
        batches[-1].append(prepared)
    return batches


def _optimizer(network: CrossEncoderNetwork, recipe: Recipe) -> torch.optim.Optimizer:
    embeddings = network.encoder.embeddings
    embeddings.word_embeddings.weight.requires_grad = False
    fresh = [
        *network.verdict.parameters(),
        *network.word.parameters(),
        embeddings.token_type_embeddings.weight,
    ]
    known = {id(weight) for weight in fresh}
    body = [w for w in network.parameters() if w.requires_grad and id(w) not in known]
    groups = [
        {"params": body, "rate": recipe.learning_rate},
        {"params": fresh, "rate": recipe.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, fused=True)


def _set_rates(optimizer: torch.optim.Optimizer, recipe: Recipe, step: int, steps: int) -> None:
    rising = (step + 1) / max(1, recipe.warm_up * steps)
    falling = (steps - step) / max(1, (1 - recipe.warm_up) * steps)
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * min(rising, falling, 1.0)


def _loss(network: CrossEncoderNetwork, batch: Sequence[_Prepared], recipe: Recipe) -> Tensor:
    device = network.device
    inputs = [part.to(device) for part in as_batch([prepared.encoded for prepared in batch])]
    with torch.autocast(device.type, torch.bfloat16, enabled=recipe.bfloat16):
        scored = network(*inputs)
    scored = Scored(scored.verdicts.float(), scored.words.float())
    return _verdict_loss(scored, batch) + recipe.word_weight * _word_loss(scored, batch)


def _verdict_loss(scored: Scored, batch: Sequence[_Prepared]) -> Tensor:
    logs = functional.log_softmax(scored.verdicts, dim=-1)
    either = torch.logsumexp(logs[:, 1:], dim=-1, keepdim=True)
    chosen = torch.tensor([prepared.label for prepared in batch], device=logs.device)
    return -torch.cat([logs, either], dim=-1).gather(1, chosen.unsqueeze(1)).mean()


def _word_loss(scored: Scored, batch: Sequence[_Prepared]) -> Tensor:
    target = torch.zeros_like(scored.words)
    counted = torch.zeros_like(target, dtype=torch.bool)
    for row, prepared in enumerate(batch):
        if prepared.words is not None:
            size = 1 + len(prepared.words)
            target[row, 1:size] = target.new_tensor(prepared.words)
            counted[row, 1:size] = True
    if not counted.any():
        return scored.words.sum() * 0
    weight = 1 + 3 * target[counted]  # a wrong word is rare, a missed one costs more
    return functional.binary_cross_entropy_with_logits(
        scored.words[counted], target[counted], weight=weight
    )


def _save(
    network: CrossEncoderNetwork, optimizer: torch.optim.Optimizer, path: Path, step: int
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),
        "step": step,
    }
    torch.save(state, partial)
    partial.replace(path)


def _resumed(network: CrossEncoderNetwork, optimizer: torch.optim.Optimizer, path: Path) -> int:
    """The step to go on from."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    return int(state["step"])
