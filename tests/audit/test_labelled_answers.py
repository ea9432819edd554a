import json
from pathlib import Path

import pytest

from audit.labelled_answers import LabelledAnswer, read_labelled
from detectors.errors import SuiteError
from detectors.labelled import Label

ROW: dict[str, object] = {
    "id": "a",
    "answer": "It is kept cold.",
    "label": "supported",
    "evidence": "Keep it cold.",
}


def write(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_evidence_is_one_text_or_many(tmp_path: Path) -> None:
    path = write(tmp_path, ROW, ROW | {"id": "b", "evidence": ["One.", "Two."]})
    one, many = read_labelled(path, with_corpus=False)
    assert one.evidence == "Keep it cold."
    assert many.evidence == ("One.", "Two.")
    assert one.label is Label.SUPPORTED


def test_answers_by_the_same_evidence_are_held_back_together() -> None:
    def answer(name: str, evidence: str | None, document: str | None = None) -> LabelledAnswer:
        label = Label.REFUTED
        return LabelledAnswer(
            id=name, answer="Yes.", label=label, evidence=evidence, document=document
        )

    assert answer("a", "One.").cluster == answer("b", "One.").cluster
    assert answer("a", "One.").cluster != answer("b", "Two.").cluster
    assert answer("a", "One.", "d").cluster == answer("b", "Two.", "d").cluster
    assert answer("a", None).cluster != answer("b", None).cluster


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"label": "true"}, "in.jsonl:2, field label: "),
        ({"id": "a"}, "in.jsonl:2, field id: the id 'a' is taken by line 1"),
        ({"answer": "  "}, "in.jsonl:2, field answer: is empty"),
        ({"evidence": None}, "in.jsonl:2, field evidence: is missing; give it, or a corpus"),
        ({"verdict": "x"}, "in.jsonl:2, field verdict: "),
        ({"evidence": 5}, "in.jsonl:2, field evidence"),
    ],
)
def test_what_is_wrong_in_a_line_is_named(
    tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    path = write(tmp_path, ROW, ROW | {"id": "b"} | change)
    with pytest.raises(SuiteError) as error:
        read_labelled(path, with_corpus=False)
    assert problem in str(error.value)


def test_a_corpus_stands_in_for_evidence(tmp_path: Path) -> None:
    (row,) = read_labelled(write(tmp_path, ROW | {"evidence": None}), with_corpus=True)
    assert row.evidence is None


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="holds no answer"):
        read_labelled(write(tmp_path), with_corpus=True)
