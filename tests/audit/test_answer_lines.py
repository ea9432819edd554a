import json
from pathlib import Path

import pytest

from audit.answer_lines import AnswerLine, read_answers
from audit.json_lines import count_lines, id_key
from detectors.errors import RecordError

GOOD = {"id": "a", "answer": "Zorvan is blue."}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "in.jsonl"


def only_error(file: Path) -> str:
    (error,) = read_answers(file)
    assert isinstance(error, RecordError)
    return str(error).removeprefix(str(file))


def test_question_and_evidence_may_be_left_out_and_other_fields_are_ignored(file: Path) -> None:
    rows = [
        GOOD | {"label": 1, "question": None, "evidence": None},
        {"id": 7, "answer": "", "question": "Why?", "evidence": "x"},
        {"id": "7", "answer": "\ud800", "evidence": ["x", ""]},
    ]
    file.write_text("\ufeff" + "\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert list(read_answers(file)) == [
        AnswerLine(line=1, id="a", answer="Zorvan is blue."),
        AnswerLine(line=3, id=7, answer="", question="Why?", evidence="x"),
        AnswerLine(line=5, id="7", answer="\ud800", evidence=("x", "")),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", ":1: not JSON: "),
        (b"[1]", ':1: is no JSON object; {"id", "answer"} is wanted'),
        (b"[" * 100_000, ":1: not JSON"),
        (b'{"id": "a", "answer": "\xff"}', ":1: byte 23 of the line is not UTF-8"),
        (b'{"answer": "x"}', ":1, field id: a text or a whole number is wanted; the field is mi"),
        (b'{"id": true, "answer": "x"}', ":1, field id: a text or a whole number is wanted; found"),
        (
            b'{"id": "", "answer": "x"}',
            ":1, field id: a text or a whole number is wanted; found ''",
        ),
        (b'{"id": 1, "answer": null}', ":1, field answer: a text is wanted; found None"),
        (
            b'{"id": 1, "answers": "x"}',
            ":1, field answer: a text is wanted; the field is missing, though there is 'answers'",
        ),
        (b'{"id": 1, "answer": "x", "question": 5}', ":1, field question: a text is wanted; found"),
        (
            b'{"id": 1, "answer": "x", "evidence": {}}',
            ":1, field evidence: a text or a list of texts is wanted; found {}",
        ),
        (
            b'{"id": 1, "answer": "x", "evidence": ["y", 2]}',
            ":1, field evidence.1: a text is wanted; found 2",
        ),
        (
            b'{"id": 1, "answer": "x", "Evidences": "y"}',
            ":1, field Evidences: the field is called 'evidence'; found 'Evidences'",
        ),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(file: Path, line: bytes, message: str) -> None:
    file.write_bytes(line)
    assert only_error(file).startswith(message)


def test_the_second_of_two_equal_ids_is_wrong_and_the_lines_after_it_are_read(file: Path) -> None:
    rows = [GOOD, GOOD, GOOD | {"id": "b"}]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    first, second, third = read_answers(file)
    assert str(second).endswith(":2, field id: an earlier line has the id 'a' too; make ids unique")
    assert isinstance(first, AnswerLine)
    assert isinstance(third, AnswerLine)


def test_a_line_separator_within_a_text_ends_no_line(file: Path) -> None:
    file.write_text('{"id": 1, "answer": "one\u2028two\x85three"}\n', encoding="utf-8")
    (line,) = read_answers(file)
    assert isinstance(line, AnswerLine)
    assert count_lines(file) == 1


def test_a_file_that_cannot_be_read_is_an_error(file: Path, tmp_path: Path) -> None:
    for path in (file, tmp_path):
        with pytest.raises(RecordError, match="cannot be read"):
            list(read_answers(path))


def test_a_number_and_its_text_are_two_ids() -> None:
    assert id_key(1) != id_key("1")
    assert id_key("\ud800") == id_key("\ud800")
