"""`python -m detectors.training DATA --out DIR`: train the entailment model that ships.

DATA is a folder with `grounding/train.jsonl.gz` and `corpus/medquad.jsonl.gz`. Stopped at any point
and run again with the same folder, it goes on from its last checkpoint. A machine with two cores
needs about an hour.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from detectors.models import packaged
from detectors.training.export import export
from detectors.training.loop import Progress, Recipe, train
from detectors.training.mixture import first_course
from detectors.training.network import from_sentence_encoder, save_network


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m detectors.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the labelled pairs and documents")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    chosen = parser.parse_args(arguments)
    examples, _ = first_course(chosen.data, seed=chosen.seed)
    print(f"{len(examples)} examples", flush=True)
    network, tokenizer = from_sentence_encoder(Path(packaged().location), seed=chosen.seed)
    train(
        network,
        tokenizer,
        examples,
        Recipe(seed=chosen.seed),
        checkpoint=chosen.out / "checkpoint.pt",
        told=_tell,
    )
    save_network(network, tokenizer, chosen.out)
    export(network, tokenizer, chosen.out)
    print(f"weights: {chosen.out}")


def _tell(progress: Progress) -> None:
    rate = progress.seconds / max(1, progress.step)
    left = (progress.steps - progress.step) * rate / 60
    print(
        f"step {progress.step} of {progress.steps}, loss {progress.loss:.3f}, {left:.0f} min left",
        flush=True,
    )


if __name__ == "__main__":
    main()
