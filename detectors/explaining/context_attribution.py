"""Which passages of its context an LLM's answer hangs on, where its probabilities can be read.

Captum's `LLMAttribution` over a model on this machine: a passage's score is what the answer's
log-probability loses with it. Off unless called: it costs a forward pass for each passage, or many
for Shapley values.

Limits: the answer is held fixed and only weighed again, so a passage that would have led to another
answer shows by its absence alone. Two passages that say the same hide each other under `ABLATION`:
either can go. `SHAPLEY` shares their part out between them.

Captum: Miglani et al. 2023, "Using Captum to Explain Generative Language Models". Shapley values by
sampling: Strumbelj & Kononenko 2010.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import torch
from captum.attr import FeatureAblation, LLMAttribution, ShapleyValueSampling, TextTemplateInput
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from detectors.errors import ModelError

Prompt: TypeAlias = Callable[[Sequence[str]], str]
"""Writes what the model is asked with these passages; those taken out are not among them."""

SAMPLES = 25
"""Orders of the passages that Shapley values are drawn from."""


class Method(StrEnum):
    """How a passage is weighed."""

    ABLATION = "ablation"
    """Taken out while all others stay: one pass a passage."""
    SHAPLEY = "shapley"
    """Its mean part over random orders in which passages come in: `SAMPLES` passes a passage."""


class PassageScore(NamedTuple):
    """A passage and what it adds to the answer."""

    passage: str
    score: float
    """In natural-log probability of the whole answer; negative where it speaks against it."""


def attribute_passages(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    prompt: Prompt,
    passages: Sequence[str],
    answer: str,
    *,
    method: Method = Method.ABLATION,
    seed: int = 0,
) -> list[PassageScore]:
    """The score of each passage, in the order given, for the answer that the model gave.

    Raises `ModelError` where the answer is empty, the prompt too long, or a score no number.
    """
    if not passages:
        return []
    _check(model, tokenizer, prompt(passages), answer)
    template = TextTemplateInput(
        template=lambda *kept: prompt([passage for passage in kept if passage is not None]),
        values=list(passages),
        baselines=[None] * len(passages),
    )
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(seed)
        found = _attributed(model, tokenizer, template, answer, method)
    if not bool(found.isfinite().all()):
        raise ModelError("the model returned a logit that is no number: are its weights whole?")
    return [PassageScore(*pair) for pair in zip(passages, found.tolist(), strict=True)]


def _attributed(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    template: TextTemplateInput,
    answer: str,
    method: Method,
) -> torch.Tensor:
    """(passages,) scores."""
    target = torch.tensor(tokenizer.encode(answer, add_special_tokens=False))
    weighed = FeatureAblation(model) if method is Method.ABLATION else ShapleyValueSampling(model)
    samples = {} if method is Method.ABLATION else {"n_samples": SAMPLES}
    # token by token with a cache, its default, Captum 0.9 gets other log-probabilities than the
    # model gives to the whole text
    result = LLMAttribution(weighed, tokenizer).attribute(
        template, target=target, forward_in_tokens=False, **samples
    )
    scores: torch.Tensor = result.seq_attr.double()
    return scores


def _check(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, prompt: str, answer: str
) -> None:
    wanted = tokenizer.encode(answer, add_special_tokens=False)
    if not wanted:
        raise ModelError("the answer is empty; there is nothing to attribute")
    longest = getattr(model.config, "max_position_embeddings", None)
    length = len(tokenizer.encode(prompt)) + len(wanted)
    if longest is not None and length > longest:
        raise ModelError(
            f"prompt and answer have {length} tokens, and the model reads {longest}; give fewer "
            "passages"
        )
