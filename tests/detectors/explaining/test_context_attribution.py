"""Passages are scored by what they add to the log-probability of an answer."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
import torch
from tokenizers import decoders, processors
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from detectors.errors import ModelError
from detectors.explaining.context_attribution import (
    Method,
    PassageScore,
    Prompt,
    attribute_passages,
)
from tests.detectors.conftest import MakeModel

PASSAGES = ("At most 4 g a day.", "Kept in a fridge.", "用量")
ANSWER = "4 g"


class Causal(NamedTuple):
    model: GPT2LMHeadModel
    tokenizer: PreTrainedTokenizerFast


@pytest.fixture(scope="module")
def causal(make_model: MakeModel) -> Causal:
    """A tiny GPT-2 of random weights that reads bytes."""
    tokenizer = PreTrainedTokenizerFast.from_pretrained(make_model("roberta"))
    tokenizer.backend_tokenizer.decoder = decoders.ByteLevel()
    tokenizer.backend_tokenizer.post_processor = processors.ByteLevel()  # no `<s>` around a text
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=len(tokenizer),
        n_embd=16,
        n_layer=1,
        n_head=2,
        n_positions=128,
        initializer_range=0.5,
        bos_token_id=0,
        eos_token_id=2,
    )
    model = GPT2LMHeadModel(config)
    model.train(False)
    return Causal(model, tokenizer)


def prompt(passages: Sequence[str]) -> str:
    return "\n".join([*passages, "How much?"])


def attributed(causal: Causal, passages: Sequence[str], method: Method) -> list[PassageScore]:
    return attribute_passages(*causal, prompt, passages, ANSWER, method=method)


def log_probability(causal: Causal, asked: str) -> float:
    before = causal.tokenizer.encode(asked)
    answer = causal.tokenizer.encode(ANSWER, add_special_tokens=False)
    with torch.no_grad():
        logits = causal.model(torch.tensor([before + answer])).logits[0]
    shares = logits.log_softmax(-1)
    return sum(float(shares[len(before) - 1 + at, token]) for at, token in enumerate(answer))


def test_an_ablated_passage_has_what_the_answer_loses_without_it(causal: Causal) -> None:
    found = attributed(causal, PASSAGES, Method.ABLATION)
    whole = log_probability(causal, prompt(PASSAGES))
    for at, one in enumerate(found):
        without = prompt([*PASSAGES[:at], *PASSAGES[at + 1 :]])
        assert one.passage == PASSAGES[at]
        assert one.score == pytest.approx(whole - log_probability(causal, without), abs=1e-4)


def test_shapley_values_add_up_to_what_all_passages_add(causal: Causal) -> None:
    found = attributed(causal, PASSAGES, Method.SHAPLEY)
    added = log_probability(causal, prompt(PASSAGES)) - log_probability(causal, prompt(()))
    assert sum(one.score for one in found) == pytest.approx(added, abs=1e-4)


@pytest.mark.parametrize("method", list(Method))
def test_it_is_the_same_each_time_whatever_was_drawn_before(causal: Causal, method: Method) -> None:
    first = attributed(causal, PASSAGES, method)
    torch.rand(7)
    assert attributed(causal, PASSAGES, method) == first


@pytest.mark.parametrize("method", list(Method))
def test_one_passage_has_all_and_none_has_nothing(causal: Causal, method: Method) -> None:
    (one,) = attributed(causal, PASSAGES[:1], method)
    added = log_probability(causal, prompt(PASSAGES[:1])) - log_probability(causal, prompt(()))
    assert one.score == pytest.approx(added, abs=1e-4)
    assert attributed(causal, (), method) == []


@pytest.mark.parametrize(
    ("asked", "answer", "problem"),
    [
        (prompt, "", "the answer is empty"),
        (lambda passages: prompt(passages) * 5, ANSWER, "and the model reads 128"),
    ],
)
def test_what_cannot_be_attributed_says_why(
    causal: Causal, asked: Prompt, answer: str, problem: str
) -> None:
    with pytest.raises(ModelError, match=problem):
        attribute_passages(*causal, asked, PASSAGES, answer)


def test_a_logit_that_is_no_number_is_an_error(causal: Causal) -> None:
    broken = GPT2LMHeadModel(causal.model.config)
    with torch.no_grad():
        broken.get_parameter("transformer.ln_f.bias").fill_(float("nan"))
    with pytest.raises(ModelError, match="no number"):
        attribute_passages(broken, causal.tokenizer, prompt, PASSAGES, ANSWER)
