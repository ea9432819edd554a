"""Times the chain, the root and the verification of a record of a million lines.

    .venv/bin/python -m benchmarks.record [RESULTS]

Lines are those of a real result (a classification of the shipped suite with its explanation left
out). Seconds of wall clock and of this process's processor are printed; a machine that is shared
shows in the difference.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.plan import make_plan
from audit.shipped import shipped_suite
from audit.suite_reading import load_suite
from detectors.records import Answer
from reports.appending import appending
from reports.record_writer import RecordWriter
from reports.run import CaseResult, End
from reports.verify_record import FIRST, SEAL, leaf_digest, verify


def main(results: int) -> None:
    """Write and verify a record of so many results."""
    suite = load_suite(shipped_suite("medical"))
    plan = make_plan(suite, [], None, replayed=True)
    answer = Answer(text="dosage", label="dosage", probabilities={"dosage": 0.9, "storage": 0.1})
    result = CaseResult(subject="small", case=suite.cases[0], answer=answer)
    lines: list[bytes] = []
    RecordWriter(lines.append).write(result)
    body = lines[0][73:]
    print(f"{results} results of {len(lines[0])} bytes")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "run.jsonl"
        with timed("chain and root, lines given"):
            chain(body, results)
        with timed("whole records written"), appending(file) as append:
            writer = RecordWriter(append)
            writer.write(plan)
            for _ in range(results):
                writer.write(result)
            writer.write(End(results=results))
            writer.seal()
        print(f"record of {file.stat().st_size / 1e6:.0f} MB")
        with timed("verification"):
            found = verify(str(file))
        assert found.problem is None
        assert found.lines == results + 2


def chain(body: bytes, results: int) -> None:
    """The chain and the tree alone, without making JSON of records or writing it."""
    from reports.record_writer import MerkleTree

    prev, tree = FIRST, MerkleTree()
    for _ in range(results):
        line = b'{"prev":"' + prev.hex().encode() + body
        prev = leaf_digest(line[:-1])
        tree.add(prev)
    SEAL % (prev.hex(), tree.size, tree.root)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Prints how long the block took."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took = (time.perf_counter() - wall, time.process_time() - cpu)
    print(f"{what}: {took[0]:.1f} s, of which {took[1]:.1f} s of processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
