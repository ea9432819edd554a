"""`assay explain` says of every text which words decided, and whether that is reliable."""

import json
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from tests.planted import CUES, examples, make_planted


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    make_planted(folder)
    return folder


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "in.jsonl"
    said = examples(30, seed=5, shortcut=False)
    rows = [{"id": f"t{number}", "text": one.text} for number, one in enumerate(said)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def explain(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main(["explain", *map(str, arguments)])
    assert isinstance(end.value.code, int)
    return end.value.code


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_word_that_decides_is_named_and_the_explanation_reliable(
    model: Path, texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert explain(model, texts, "--out", out) == 0
    lines = rows(out)
    assert [line["id"] for line in lines] == [f"t{number}" for number in range(30)]
    cues = {cue: label for label, cues in CUES.items() for cue in cues}
    strongest = [max(line["words"], key=lambda word: word["score"])["text"] for line in lines]
    right = [cues.get(word) == line["label"] for word, line in zip(strongest, lines, strict=True)]
    assert sum(right) >= 27
    reliable = [line for line in lines if line["outcome"] == "reliable"]
    assert len(reliable) >= 8  # texts of nine words: few orders to tell from chance
    assert all(line["comprehensiveness"] > line["random_comprehensiveness"] for line in reliable)
    assert all(abs(line["relative_delta"]) <= 0.02 for line in lines)
    said = capsys.readouterr().out
    assert "Explained: 30 of 30 texts" in said
    assert "better than random words" in said


def test_a_job_that_was_cut_short_ends_in_the_same_bytes(
    model: Path, texts: Path, tmp_path: Path
) -> None:
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    assert explain(model, texts, "--out", whole) == 0
    content = whole.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    assert explain(model, texts, "--out", cut) == 2
    assert explain(model, texts, "--out", cut, "--resume") == 0
    assert cut.read_bytes() == content


def test_what_is_wrong_is_told_and_the_rest_explained(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = [{"id": 1, "text": "keep it in the fridge today please"}, {"id": 2, "text": " "}]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in good) + '{"id": 3}\n', "utf-8")
    assert explain(model, path, "--out", out) == 2
    assert ":3, field text: a text is wanted" in capsys.readouterr().err
    first, empty = rows(out)
    assert first["label"] == "storage"
    assert (empty["label"], empty["outcome"]) == (None, "not_explained")
    assert "no words" in empty["error"]


def test_a_text_that_could_not_be_explained_is_not_passed_over(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "text": "fridge"}\n{"id": 2, "text": ""}\n', "utf-8")
    assert explain(model, path, "--out", tmp_path / "out.jsonl") == 3


def test_no_text_at_all_is_no_success(model: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\n", "utf-8")
    assert explain(model, path, "--out", tmp_path / "out.jsonl") == 3


def test_the_rest_of_a_long_text_is_explained_by_windows(model: Path, tmp_path: Path) -> None:
    text = "please keep the box in the fridge " * 40
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_text(json.dumps({"id": 1, "text": text}) + "\n", "utf-8")
    assert explain(model, path, "--out", out) == 0
    (line,) = rows(out)
    assert line["truncated"]
    assert line["windows"][-1]["end"] == len(text.rstrip())
    for window in line["windows"]:
        for word in window["words"]:
            assert text[word["start"] : word["end"]] == word["text"]


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [("--method", "magic", "kernel_shap"), ("--baseline", "void", "average")],
)
def test_an_unknown_method_or_baseline_lists_the_known_ones(
    model: Path,
    texts: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    option: str,
    value: str,
    known: str,
) -> None:
    assert explain(model, texts, "--out", tmp_path / "out.jsonl", option, value) == 2
    said = capsys.readouterr().err
    assert value in said
    assert known in said


def test_a_model_that_is_none_is_named(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(tmp_path, texts, "--out", tmp_path / "out.jsonl") == 2
    assert "holds no weights" in capsys.readouterr().err
