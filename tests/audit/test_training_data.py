"""Training files are checked line by line, and split so that no validation text is trained on."""

import json
from collections import Counter
from pathlib import Path

import pytest

from audit.training_data import Example, labelled_rows, read_examples, split
from detectors.errors import SuiteError

ROWS = [{"text": f"{label} {number}", "label": label} for number in range(20) for label in "ab"]


def written(folder: Path, *lines: str) -> Path:
    path = folder / "train.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def mistake(path: Path, labels: tuple[str, ...] | None = None) -> str:
    with pytest.raises(SuiteError) as caught:
        read_examples(path, labels=labels)
    return str(caught.value).removeprefix(str(path))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "x"}', ":3, field label: Field required"),
        ('{"text": " ", "label": "a"}', ":3, field text: is empty"),
        ('{"text": "x", "label": ""}', ":3, field label: is empty"),
        ('{"text": 1, "label": "a"}', ":3, field text: "),
        ('{"text": "x", "lable": "a"}', ":3, field "),
        ("[1]", ":3: "),
        ('{"text": ', ":3: not JSON"),
    ],
)
def test_a_wrong_line_is_named_with_its_field(tmp_path: Path, line: str, said: str) -> None:
    good = json.dumps(ROWS[0])
    assert said in mistake(written(tmp_path, good, "", line))


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_bytes('{"text": "é", "label": "a"}'.encode("latin-1"))
    assert "not UTF-8" in mistake(path)


def test_a_missing_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    assert "no such file" in mistake(tmp_path / "none.jsonl")
    assert "holds no example" in mistake(written(tmp_path))


def test_one_label_alone_teaches_nothing(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in ROWS if row["label"] == "a"]
    assert "two or more are wanted" in mistake(written(tmp_path, *lines))


def test_every_label_needs_two_different_examples(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in ROWS]
    path = written(tmp_path, *lines, '{"text": "c", "label": "c"}', '{"text": " C", "label": "c"}')
    assert "label 'c' has 1 different examples" in mistake(path)


def test_labels_are_those_of_the_suite(tmp_path: Path) -> None:
    path = written(tmp_path, *[json.dumps(row) for row in ROWS])
    assert ":2, field label: 'b' is none of the labels a" in mistake(path, labels=("a",))
    assert "label 'c' has 0 different examples" in mistake(path, labels=("a", "b", "c"))


def test_a_repeated_row_keeps_its_place(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in ROWS]
    rows = labelled_rows(written(tmp_path, *lines, *lines))
    assert [row.text for row in rows] == [str(row["text"]) for row in (*ROWS, *ROWS)]


def test_a_repeated_example_counts_once(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in ROWS]
    assert len(read_examples(written(tmp_path, *lines, *lines))) == len(ROWS)


def test_a_tenth_of_each_label_is_set_aside() -> None:
    examples = [Example(**row) for row in ROWS]
    training, validation = split(examples, seed=3)
    assert Counter(one.label for one in validation) == {"a": 2, "b": 2}
    assert sorted(one.text for one in training + validation) == sorted(one.text for one in examples)
    assert split(examples, seed=3) == (training, validation) != split(examples, seed=4)
