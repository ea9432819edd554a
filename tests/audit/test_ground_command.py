"""`assay ground` as a person meets it: answers that exist, evidence of their own or a corpus."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from audit.cli import main

PAGES = {
    "novacillin.md": "# Novacillin\n\nAn adult may take at most 4 g of novacillin in 24 hours.\n\n"
    "Novacillin is kept below 25 °C in its own box.\n",
    "bretamol.md": "# Bretamol\n\nBretamol is taken with food, once a day in the morning.\n",
}
Row: TypeAlias = dict[str, Any]
Grounded: TypeAlias = Callable[..., tuple[int, list[Row]]]

RIGHT = "An adult may take at most 4 g of novacillin in 24 hours"
WRONG = "An adult may take at most 6 g of novacillin in 24 hours"


@pytest.fixture
def grounded(tmp_path: Path) -> Grounded:
    """Judges rows by the corpus, and gives the exit code and what was written."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in PAGES.items():
        (corpus / name).write_text(text, encoding="utf-8")

    def ground(*rows: Row, more: tuple[str, ...] = (), corpus: Path | None = corpus) -> Any:
        path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        named = ("--corpus", str(corpus)) if corpus else ()
        with pytest.raises(SystemExit) as end:
            main(["ground", str(path), "--out", str(out), *named, *more])
        written = out.read_text("utf-8").splitlines() if out.exists() else []
        return end.value.code, [json.loads(line) for line in written]

    return ground


def test_claims_are_judged_by_the_corpus_or_by_evidence_of_their_own(grounded: Grounded) -> None:
    code, (right, wrong, own) = grounded(
        {"id": 1, "answer": RIGHT + "."},
        {"id": 2, "answer": WRONG + "."},
        {"id": 3, "answer": WRONG + ".", "evidence": [WRONG + "."]},
    )
    assert code == 1
    assert (right["verdict"], wrong["verdict"]) == ("supported", "refuted")
    assert own["verdict"] == "supported"
    assert wrong["claims"][0]["evidence"][0]["document"] == "novacillin.md"
    assert "citations" not in right


def test_citations_are_followed_into_the_corpus(
    grounded: Grounded, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (cites, invents, own) = grounded(
        {"id": 1, "answer": f"{RIGHT} [novacillin]."},
        {"id": 2, "answer": f"{RIGHT} (Source: Zorvan Handbook)."},
        {"id": 3, "answer": f"{RIGHT} [1].", "evidence": RIGHT},
        more=("--citations",),
    )
    assert code == 1  # an invented source
    (found,) = cites["citations"]
    assert (found["rule"], found["text"]) == ("citations.supported", "[novacillin]")
    assert found["claim"]["verdict"] == "supported"
    (found,) = invents["citations"]
    assert (found["rule"], found["severity"]) == ("citations.missing", "error")
    assert "citations" not in own
    said = capsys.readouterr().out
    assert "Citations: 1 missing, 1 supported" in said
    assert "Citations not followed: 1 answer" in said


def test_citations_that_nobody_followed_are_no_pass(
    grounded: Grounded, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {"id": 1, "answer": f"{RIGHT}.", "evidence": f"{RIGHT}."}
    assert grounded(own)[0] == 0
    capsys.readouterr()
    code, _ = grounded(own, more=("--citations", "--resume"))
    assert code == 3
    assert "Citations: none followed" in capsys.readouterr().out


def test_a_job_that_goes_on_counts_the_citations_of_before(
    grounded: Grounded, capsys: pytest.CaptureFixture[str]
) -> None:
    first = {"id": 1, "answer": f"{RIGHT} (Source: Zorvan Handbook)."}
    second = {"id": 2, "answer": f"{RIGHT} [novacillin]."}
    grounded(first, more=("--citations",))
    capsys.readouterr()
    code, lines = grounded(first, second, more=("--citations", "--resume"))
    assert (code, len(lines)) == (1, 2)
    assert "Citations: 1 missing, 1 supported" in capsys.readouterr().out


def test_citations_need_a_corpus(grounded: Grounded, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": 1, "answer": RIGHT, "evidence": RIGHT}
    code, lines = grounded(row, more=("--citations",), corpus=None)
    assert (code, lines) == (2, [])
    assert "name one with --corpus" in capsys.readouterr().err


def test_an_answer_without_evidence_or_corpus_is_told(
    grounded: Grounded, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = grounded({"id": 1, "answer": RIGHT}, corpus=None)
    assert (code, lines) == (2, [])
    assert "in.jsonl:1, field evidence" in capsys.readouterr().err


def test_nothing_judged_is_no_pass(grounded: Grounded) -> None:
    code, (line,) = grounded({"id": 1, "answer": "I do not know."})
    assert (code, line["verdict"], line["reason"]) == (3, None, "refusal")
