r"""Learning curves on public intents: a small model fine-tuned, a large one prompted.

    python -m benchmarks.learning_curves DATA_FOLDER banking77 --cache CACHE --out OUT.json \
        --examples 19 38 77 154 385 --shots 0 8 32 --repeats 2

OUT.svg is drawn beside it.

DATA_FOLDER holds `banking77_*.jsonl.gz` and `clinc150_*.jsonl.gz`, one {"text", "label"} a line
(Casanueva et al. 2020, 77 intents; Larson et al. 2019, 150 intents). all-MiniLM-L6-v2 is tuned
on so many examples of the training file; Gemma 3 270M, a base model, is asked with so many in its
prompt, its answer held to the labels. Both answer the same texts of
the test file, drawn with seed 0. What was trained and asked is kept in CACHE: a call that was cut
short goes on from there.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from rich.console import Console

from audit.curve_points import Point, accuracy
from audit.large_curve import Asked, large_curve
from audit.local import GEMMA, opened_server
from audit.progress import shown
from audit.prompting import Prompting, load_prompts
from audit.recorder import Journals
from audit.recording import ReplaySubject
from audit.small_curve import small_curve
from audit.subjects import Subject
from audit.suite import LlmSpec, Prompt, ReplaySpec
from audit.training_data import Example
from detectors.models import PACKAGED
from detectors.reading import to_json
from detectors.records import Case, Task
from reports.crossing import Crossing, crossing
from reports.learning_curve import Curves, learning_curve_svg
from reports.run import Measurement

TEMPLATE = """\
Messages, each with its intent, one of: {{ labels | join(", ") }}.

{% for example in examples -%}
Message: {{ example.text }}
Intent: {{ example.output }}

{% endfor -%}
Message: {{ text }}
Intent:
"""


def main() -> None:
    arguments = _arguments()
    folder, name = arguments.data, arguments.set
    examples = _rows(folder / f"{name}_train.jsonl.gz")
    labels = tuple(sorted({example.label for example in examples}))
    cases = _cases(_rows(folder / f"{name}_test.jsonl.gz"), arguments.cases)
    with shown(Console(stderr=True)) as progress:
        small: list[Point] = []
        large: list[Point] = []
        if arguments.examples:
            small = small_curve(
                PACKAGED,
                examples,
                cases,
                labels=labels,
                sizes=arguments.examples,
                repeats=arguments.repeats,
                cache=arguments.cache,
                progress=progress,
            )
        if arguments.shots:
            with _model(arguments.cache, name, labels, cases) as (asked, prompting):
                large = large_curve(
                    asked,
                    prompting,
                    examples,
                    cases,
                    shots=arguments.shots,
                    repeats=arguments.repeats,
                )
    arguments.out.with_suffix(".svg").write_text(_drawn(small, large, cases), encoding="utf-8")
    found = _found(small, large, cases)
    arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure learning curves.")
    parser.add_argument("data", type=Path)
    parser.add_argument("set", choices=["banking77", "clinc150"])
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--examples", type=int, nargs="*", help="numbers of training examples")
    parser.add_argument("--shots", type=int, nargs="*", help="numbers of examples in the prompt")
    parser.add_argument("--repeats", type=int, default=1)
    return parser.parse_args()


def _rows(path: Path) -> list[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Example(**json.loads(line)) for line in lines]


def _cases(rows: list[Example], count: int) -> list[Case]:
    drawn = random.Random(0).sample(rows, count)
    return [
        Case(id=f"case-{at}", task=Task.CLASSIFY, text=row.text, label=row.label)
        for at, row in enumerate(drawn, start=1)
    ]


@contextmanager
def _model(
    cache: Path, name: str, labels: tuple[str, ...], cases: Sequence[Case]
) -> Iterator[tuple[Asked, Prompting]]:
    """The large model on this machine, and its prompt; what it answers is kept in the cache."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "classify.txt"
        template.write_text(TEMPLATE, encoding="utf-8")
        prompt = Prompt(template=template, max_tokens=32, stop=("\n",))
        spec = LlmSpec(
            kind="local",
            name=name,
            model=GEMMA,
            prompts={Task.CLASSIFY: prompt},
            api="completions",
            concurrency=1,
        )
        prompting = load_prompts(spec.prompts, labels=labels, chat=False)[Task.CLASSIFY]
    journals = Journals(folder=cache, keep=cache, order=cases, resume=True)
    with opened_server(spec, cache, log=f"{name}-llama.log", timed=True) as prompted:

        @contextmanager
        def asked(shown: Prompting, point: str) -> Iterator[Subject]:
            file = f"{name}-{point}.jsonl"
            if (kept := cache / file).exists():
                recording = ReplaySpec(kind="replay", name=name, recording=kept)
                yield ReplaySubject(recording, labels=labels)
                return
            with (
                prompted({Task.CLASSIFY: shown}) as subject,
                journals.recorder(subject, file) as recorder,
            ):
                yield recorder

        yield asked, prompting


def _found(small: list[Point], large: list[Point], cases: list[Case]) -> dict[str, object]:
    return {
        "small": [_told(point, cases) for point in small],
        "large": [_told(point, cases) for point in large],
        "crossings": [{"shots": at} | asdict(one) for at, one in _crossings(small, large, cases)],
        "threads": torch.get_num_threads(),
    }


def _crossings(
    small: list[Point], large: list[Point], cases: list[Case]
) -> list[tuple[int, Crossing]]:
    """By the number of examples in the prompt; that of the large model at its best first."""
    if not small:
        return []
    sizes = [point.at for point in small]
    curve = np.stack([point.matrix for point in small])
    best_first = sorted(large, key=lambda point: -float(point.matrix.mean()))
    clusters = [case.id for case in cases]
    return [(point.at, crossing(sizes, curve, point.matrix, clusters)) for point in best_first]


def _drawn(small: list[Point], large: list[Point], cases: list[Case]) -> str:
    found = next(iter(_crossings(small, large, cases)), None)
    marked = found and Measurement(
        name="crossing",
        value=found[1].value,
        unit="examples",
        at=found[0],
        low=found[1].low,
        high=found[1].high,
        n=found[1].n,
        reason=found[1].reason,
    )
    lines = {
        "MiniLM, fine-tuned": [accuracy(point, cases) for point in small],
        "Gemma 3 270M, prompted": [accuracy(point, cases) for point in large],
    }
    return learning_curve_svg(Curves(lines=lines, small="MiniLM", crossing=marked))


def _told(point: Point, cases: list[Case]) -> dict[str, object]:
    return to_json(accuracy(point, cases)) | dict(point.figures or {})


if __name__ == "__main__":
    main()
