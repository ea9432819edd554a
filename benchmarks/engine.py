"""Measures what the engine itself costs: replayed runs without detectors, and calls over real HTTP.

- Replay: so many recorded classifications are read, put on record, sealed and read back.
- Calls: an endpoint in a process of its own answers after a fixed time; the time that its delay
  alone would take, over the time that the run took, is the share of the concurrency that was used.
- Faults: the same at the endpoint of the load test, which refuses, stalls, breaks off and garbles.

Memory is the resident set of this process: at the start, after a fifth of the cases, at the end.

    python -m benchmarks.engine [CASES]
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from audit.recording import text_sha256
from audit.runner import Sources, run_suite
from audit.subjects import opened
from audit.suite import LlmSpec, Prompt
from audit.suite_reading import load_suite
from detectors.records import Answer, Case, Task
from reports.summary import summarise

LABELS = ("dosage", "storage", "interaction")
SUITE = """\
schema: 1
name: replayed
title: Replayed
domain: medical
purpose: To measure.
labels: [dosage, storage, interaction]
cases: [cases.jsonl]
subjects:
  - {name: large, kind: replay, recording: recording.jsonl}
gates:
  - {subject: large, metric: accuracy, at_least: 0.5}
"""
DELAY_S = 0.2
"""Until an answer of the endpoint."""


class Load(NamedTuple):
    """Calls to make."""

    cases: int
    concurrency: int
    seed: str
    """Of the endpoint's faults; "none" for none."""


LOADS = (
    Load(1000, 8, "none"),
    Load(3000, 32, "none"),
    Load(10000, 200, "none"),
    Load(1000, 32, "11"),
    Load(5000, 32, "11"),
)


def main(cases: int) -> None:
    """Print every figure."""
    print(f"replay of {cases} cases, no detector")
    with tempfile.TemporaryDirectory() as folder:
        replayed(Path(folder), cases)
    print()
    print("| cases | concurrency | faults | s | of the concurrency | CPU ms a call | MB | failed |")
    print("|---|---|---|---|---|---|---|---|")
    for load in LOADS:
        with tempfile.TemporaryDirectory() as folder:
            print(called(Path(folder), load), flush=True)


def replayed(folder: Path, cases: int) -> None:
    """Time the parts of a replayed run."""
    write(folder, cases)
    with timed("suite read and checked", cases):
        suite = load_suite(folder)
    with timed("run: replayed, recorded, sealed, read back", cases):
        run = run_suite(suite, out=folder / "run", sources=Sources(cache=folder, replay=True))
    with timed("summary: metrics, intervals, digests", cases):
        summary = summarise(run)
    assert summary.subjects[0].asked == cases


def write(folder: Path, cases: int) -> None:
    """A suite and its recording; one label in five is wrong."""
    rows, header = [], {"schema": 1, "kind": "llm", "subject": "large", "components": []}
    header |= {"recorded": "2026-11-01T00:00:00+00:00", "tasks": ["classify"], "prompts": {}}
    recorded: list[dict[str, object]] = [header]
    for n in range(cases):
        text, label = f"Question {n}: how much of it may an adult take?", LABELS[n % 3]
        said = label if n % 5 else LABELS[(n + 1) % 3]
        rows.append({"id": f"c{n}", "task": "classify", "text": text, "label": label})
        answer = {"text": said, "label": said, "latency_s": 0.5, "prompt_tokens": 90}
        recorded.append({"case": f"c{n}", "text_sha256": text_sha256(text), "answer": answer})
    for name, lines in (("cases.jsonl", rows), ("recording.jsonl", recorded)):
        written = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / name).write_text(written, encoding="utf-8")
    (folder / "suite.yaml").write_text(SUITE, encoding="utf-8")


def called(folder: Path, load: Load) -> str:
    """A row of the table: the calls of one load."""
    template = folder / "prompt.txt"
    template.write_text("{{ text }}", encoding="utf-8")
    cases = [Case(id=f"c{n}", task=Task.ANSWER, text=f"Question c{n}") for n in range(load.cases)]
    with serving(load.seed) as url:
        spec = LlmSpec(
            kind="llm",
            name="large",
            model="m-1",
            prompts={Task.ANSWER: Prompt(template=template)},
            base_url=url,
            concurrency=load.concurrency,
            retries=5,
            timeout_s=60 if load.seed == "none" else 5,
        )
        with opened(spec, labels=(), cache=folder) as subject:
            next(subject.answers([cases[0]]))  # imports and the first connection
            memory, failed = [resident_mb()], 0
            wall, cpu = time.perf_counter(), time.process_time()
            for at, outcome in enumerate(subject.answers(cases[1:]), start=1):
                failed += not isinstance(outcome, Answer)
                if at == load.cases // 5:
                    memory.append(resident_mb())
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            memory.append(resident_mb())
    used = load.cases * DELAY_S / load.concurrency / wall
    told = " → ".join(f"{each:.0f}" for each in memory)
    faults = "no" if load.seed == "none" else "yes"
    return (
        f"| {load.cases} | {load.concurrency} | {faults} | {wall:.1f} | {used:.0%} | "
        f"{1000 * cpu / load.cases:.2f} | {told} | {failed} |"
    )


@contextmanager
def serving(seed: str) -> Iterator[str]:
    """The endpoint, in a process of its own."""
    command = [sys.executable, "-m", "tests.faulty_endpoint", seed, str(DELAY_S)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.kill()


def resident_mb() -> float:
    """What this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@contextmanager
def timed(what: str, cases: int) -> Iterator[None]:
    """Prints how long the block took."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took = (time.perf_counter() - wall, time.process_time() - cpu)
    each = 1000 * took[0] / cases
    print(f"{what}: {took[0]:.1f} s, of which {took[1]:.1f} s of processor: {each:.2f} ms a case")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
