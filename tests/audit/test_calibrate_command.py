"""`assay calibrate` as a person meets it, on labelled answers about invented medicines."""

import json
from pathlib import Path

import pytest

from audit.calibrate_command import weakest_claim
from audit.cli import main
from detectors.calibration import ModelId, read_calibration, uncalibrated, write_calibration
from detectors.records import Claim, Entailment, Judgement, Verdict
from detectors.shipped import shipped_entailment

NAMES = [
    f"{first}{last}"
    for first in ("Nova", "Breta", "Corve", "Duli", "Estra", "Feno")
    for last in ("cillin", "mol", "xan")
]
TRUE = "{} is kept in a cool and dry place, away from children."
FALSE = "The firm that makes {} was founded by two brothers from Lyon."


def rows() -> list[dict[str, object]]:
    evidence = "{} is kept in a cool, dry place and away from children."
    return [
        {
            "id": f"{name} {label}",
            "answer": text.format(name),
            "label": label,
            "evidence": evidence.format(name),
        }
        for name in NAMES
        for text, label in ((TRUE, "supported"), (FALSE, "not_enough_info"))
    ]


def write(folder: Path, every: list[dict[str, object]]) -> Path:
    path = folder / "answers.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in every), encoding="utf-8")
    return path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Scores as the shipped model gives them."""
    model = shipped_entailment()
    path = tmp_path / "base.json"
    write_calibration(uncalibrated(ModelId(name=model.name, sha256=model.sha256)), path)
    return path


def call(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main(["calibrate", *(str(argument) for argument in arguments)])
    return int(end.value.code or 0)


def test_labelled_answers_become_a_calibration_and_always_the_same(
    tmp_path: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, rows())
    assert call(path, "--calibration", base, "--out", tmp_path / "own.json") == 0
    out = capsys.readouterr().out
    assert "Fitted on 36 answers of 18 documents" in out
    assert "Calibration error" in out
    made = read_calibration(tmp_path / "own.json")
    assert (made.name, made.fitted_on.sources) == ("own", ("answers.jsonl",))
    assert made.checker is not None
    assert (made.checker.sensitivity.n, made.checker.specificity.n) == (18, 18)
    assert made.checker.threshold == made.threshold
    assert "unsupported and flagged:" in " ".join(out.split())
    first = (tmp_path / "own.json").read_bytes()
    assert call(path, "--calibration", base, "--out", tmp_path / "own.json") == 0
    assert (tmp_path / "own.json").read_bytes() == first


def test_answers_are_judged_by_a_corpus_where_they_bring_no_evidence(
    tmp_path: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus").mkdir()
    for name in NAMES:
        page = f"# {name}\n\n{TRUE.format(name)}\n"
        (tmp_path / "corpus" / f"{name}.md").write_text(page, encoding="utf-8")
    every = [{key: row[key] for key in ("id", "answer", "label")} for row in rows()]
    path = write(tmp_path, every)
    options = ("--corpus", tmp_path / "corpus", "--cache", tmp_path / "cache")
    assert call(path, *options, "--calibration", base, "--out", tmp_path / "own.json") == 0
    assert "Fitted on 36 answers of 36 documents" in capsys.readouterr().out


def test_answers_that_state_nothing_are_left_out_and_counted(
    tmp_path: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refusals = [row | {"id": f"r{at}", "answer": "I do not know."} for at, row in enumerate(rows())]
    assert (
        call(write(tmp_path, refusals), "--calibration", base, "--out", tmp_path / "own.json") == 2
    )
    err = " ".join(capsys.readouterr().err.split())
    assert "36 of 36 answers left out" in err
    assert "36 state nothing that is checked, or are not in English" in err
    assert "assay: 0 labelled claims are too few" in err
    assert not (tmp_path / "own.json").exists()


def test_a_calibration_of_another_model_is_refused(
    tmp_path: Path, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_calibration(uncalibrated(ModelId(name="other", sha256="ef" * 32)), base)
    assert call(write(tmp_path, rows()), "--calibration", base, "--out", tmp_path / "o.json") == 2
    assert "field model: was fitted for another model (other" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nowhere.jsonl", "--out", "own.json"), "assay: nowhere.jsonl: no such file"),
        (("nowhere.jsonl",), "Missing option '--out'"),
        (("nowhere.jsonl", "--out", "own.json", "--method", "best"), "'best' is not one of"),
    ],
)
def test_a_mistake_exits_2(
    arguments: tuple[str, ...], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments) == 2
    assert problem in capsys.readouterr().err


def judgement(supported: float | None, verdict: Verdict | None = Verdict.SUPPORTED) -> Judgement:
    share = supported or 0.0
    scores = Entailment(supported=share, refuted=0.0, not_enough_info=1 - share)
    return Judgement(
        claim=Claim(text="x", start=0, end=1),
        verdict=verdict,
        entailment=None,
        probability=None if supported is None else scores,
        rule="no_evidence",
        reason="",
    )


def test_an_answer_is_as_supported_as_its_weakest_claim() -> None:
    assert weakest_claim([judgement(0.9), judgement(0.3), judgement(None, None)]) == 0.3


def test_an_answer_with_a_claim_that_no_probability_decided_has_none() -> None:
    assert weakest_claim([judgement(0.9), judgement(None)]) is None
    assert weakest_claim([judgement(None, None)]) is None
    assert weakest_claim([]) is None
