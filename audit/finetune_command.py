"""What `assay finetune` does: train, and tell how good the model is on examples held back."""

from dataclasses import replace
from pathlib import Path

from rich.console import Console

from audit.finetune import finetune
from audit.model_card import Recipe
from audit.progress import shown
from reports.numbers import percent


def make_model(base: str, train: Path, *, out: Path, epochs: int | None, seed: int) -> None:
    """Write the fine-tuned model to `out`, and tell its validation accuracy."""
    recipe = replace(Recipe(), epochs=epochs) if epochs else Recipe()
    with shown(Console(stderr=True)) as progress:
        made = finetune(base, train, out, recipe=recipe, seed=seed, progress=progress)
    facts = made.training
    console = Console(highlight=False)
    console.print(
        f"Validation accuracy {percent(facts.validation_accuracy)} "
        f"({facts.validation_correct} of {facts.validation_examples} held-back examples, 95 % "
        f"interval {percent(facts.validation_low)} to {percent(facts.validation_high)}); "
        f"{facts.seconds:.0f} s"
    )
    console.print(f"Model: {made.folder}", soft_wrap=True, markup=False)
