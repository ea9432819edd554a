import contextlib
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertConfig

from detectors.models import packaged
from detectors.training.examples import Example
from detectors.training.loop import Progress, Recipe, train
from detectors.training.network import CrossEncoderNetwork

RECIPE = Recipe(batch_tokens=64, checkpoint_steps=5)


def network() -> CrossEncoderNetwork:
    torch.manual_seed(1)
    return CrossEncoderNetwork(
        BertConfig(
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            type_vocab_size=4,
        )
    )


def examples() -> list[Example]:
    made = []
    for number in range(60):
        premise = f"The fee is {number} pounds."
        made.append(Example(premise, premise, "supported", "own", str(number), ()))
        wrong = f"The fee is {number + 1} pounds."
        span = ((11, len(wrong) - 8),)
        made.append(Example(premise, wrong, "not_supported", "own", str(number), span))
    return made


def trained(
    checkpoint: Path, *, stop_after: int | None = None
) -> tuple[CrossEncoderNetwork, list[Progress]]:
    told: list[Progress] = []

    def tell(progress: Progress) -> None:
        told.append(progress)
        if stop_after is not None and progress.step >= stop_after:
            raise KeyboardInterrupt

    tokenizer = Tokenizer.from_file(str(Path(packaged().location) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = network()
    with contextlib.suppress(KeyboardInterrupt):
        train(model, tokenizer, examples(), RECIPE, checkpoint=checkpoint, told=tell)
    return model, told


def test_training_that_was_stopped_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    whole, told = trained(tmp_path / "whole.pt")
    trained(tmp_path / "cut.pt", stop_after=10)
    resumed, after = trained(tmp_path / "cut.pt")
    assert told[-1].step == told[-1].steps == after[-1].step
    assert after[0].step > 10
    for one, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(one, other)


def test_the_loss_falls_and_word_embeddings_stay(tmp_path: Path) -> None:
    model, told = trained(tmp_path / "state.pt")
    assert told[-1].loss < told[0].loss
    before = network().encoder.embeddings.word_embeddings.weight
    assert torch.equal(model.encoder.embeddings.word_embeddings.weight, before)
