"""A record is read as it was written, or not at all; `test_verify_record.py` damages it."""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from detectors.errors import RecordError
from reports.record_writer import Record, RecordWriter, write_run
from reports.run import End, Run, read_run
from reports.verify_record import SEAL, leaf_digest, root_of


@pytest.fixture
def lines(sample: Run) -> list[str]:
    written: list[bytes] = []
    write_run(written.append, sample)
    return b"".join(written).decode().splitlines()


def read(tmp_path: Path, lines: Sequence[str]) -> Run:
    (tmp_path / "run.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_run(tmp_path)


def forged(lines: Sequence[str]) -> list[str]:
    """The lines with every digest and the seal made to fit: what verifies, whatever it says."""
    prev, chained = bytes(32), []
    for line in lines:
        chained.append(json.dumps({**json.loads(line), "prev": prev.hex()}, separators=(",", ":")))
        chained[-1] = _prev_first(chained[-1], prev)
        prev = leaf_digest(chained[-1].encode())
    root = root_of([leaf_digest(line.encode()) for line in chained])
    return [*chained, SEAL % (prev.hex(), len(chained), root)]


def _prev_first(line: str, prev: bytes) -> str:
    fields = json.loads(line)
    fields.pop("prev")
    return json.dumps({"prev": prev.hex(), **fields}, separators=(",", ":"), ensure_ascii=False)


def test_a_run_comes_back_as_it_was_written(sample: Run, lines: list[str], tmp_path: Path) -> None:
    assert read(tmp_path, lines) == sample


def test_each_line_states_the_digest_of_the_one_before(lines: list[str]) -> None:
    assert json.loads(lines[0])["prev"] == "0" * 64
    for before, line in pairwise(lines):
        assert json.loads(line)["prev"] == leaf_digest(before.encode()).hex()


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            lambda lines: lines[:-1],
            r"run.jsonl:88: the record is not whole: cut short: it has no s",
        ),
        (lambda lines: [*lines[:3], *lines[4:]], r"run.jsonl:4: .*missing: 1 of 87 lines"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], r"run.jsonl:2: .*moved"),
        (lambda lines: [lines[0].replace("medical", "medicos"), *lines[1:]], r":1: .*changed"),
        (lambda _: [], "cut short: the file is empty"),
    ],
)
def test_a_record_that_is_not_whole_is_refused(
    lines: list[str], tmp_path: Path, damage: Callable[[list[str]], list[str]], problem: str
) -> None:
    with pytest.raises(RecordError, match=problem):
        read(tmp_path, damage(lines))


def test_a_record_of_the_first_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = ['{"record":"plan","schema":1}', '{"record":"end","results":0}']
    problem = "is of schema 1; this reads 2; audit again for a record that can be verified"
    with pytest.raises(RecordError, match=problem):
        read(tmp_path, old)


def test_a_record_of_a_later_schema_is_refused(lines: list[str], tmp_path: Path) -> None:
    plan = json.dumps(json.loads(lines[0]) | {"schema": 99})
    with pytest.raises(RecordError, match="is of schema 99; this reads 2"):
        read(tmp_path, forged([plan, *lines[1:-1]]))


def test_an_unknown_field_is_named_with_its_line(lines: list[str], tmp_path: Path) -> None:
    result = json.dumps(json.loads(lines[1]) | {"surprise": 1})
    with pytest.raises(RecordError, match=r"run\.jsonl:2, field surprise"):
        read(tmp_path, forged([lines[0], result, *lines[2:-1]]))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"none\.jsonl: no such file"):
        read_run(tmp_path / "none.jsonl")


def test_an_end_that_counts_other_results_is_refused(sample: Run, tmp_path: Path) -> None:
    with (tmp_path / "run.jsonl").open("wb") as stream:
        writer = RecordWriter(stream.write)
        records: tuple[Record, ...] = (sample.plan, *sample.results, End(results=84))
        for record in records:
            writer.write(record)
        writer.seal()
    with pytest.raises(RecordError, match=r":87: .*end wrong: .* counts 85 results"):
        read_run(tmp_path)
