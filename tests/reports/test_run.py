import json
from io import StringIO
from pathlib import Path

import pytest

from detectors.errors import RecordError
from reports.run import Run, read_run, write_record


@pytest.fixture
def lines(sample: Run) -> list[str]:
    stream = StringIO()
    write_record(stream, sample.plan)
    for result in sample.results:
        write_record(stream, result)
    write_record(stream, sample.end)
    return stream.getvalue().splitlines()


def read(tmp_path: Path, lines: list[str]) -> Run:
    (tmp_path / "run.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_run(tmp_path)


def test_a_run_comes_back_as_it_was_written(sample: Run, lines: list[str], tmp_path: Path) -> None:
    assert read(tmp_path, lines) == sample


def test_a_run_that_was_cut_short_is_refused(lines: list[str], tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cut short"):
        read(tmp_path, lines[:-1])


def test_a_run_that_lost_a_result_is_refused(lines: list[str], tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds 84 results where its end record counts 85"):
        read(tmp_path, [*lines[:3], *lines[4:]])


def test_a_run_of_another_schema_is_refused(lines: list[str], tmp_path: Path) -> None:
    plan = json.loads(lines[0]) | {"schema": 99}

    with pytest.raises(RecordError, match="is of schema 99; this version reads 1"):
        read(tmp_path, [json.dumps(plan), *lines[1:]])


def test_an_unknown_field_is_named_with_its_line(lines: list[str], tmp_path: Path) -> None:
    result = json.loads(lines[1]) | {"surprise": 1}

    with pytest.raises(RecordError, match=r"run\.jsonl:2, field surprise"):
        read(tmp_path, [lines[0], json.dumps(result), *lines[2:]])


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="is empty"):
        read(tmp_path, [])
