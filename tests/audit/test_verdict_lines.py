import json
from pathlib import Path

import pytest

from audit.answer_lines import AnswerLine
from audit.json_lines import id_key, read_kept
from audit.verdict_lines import Tally, verdict_line
from detectors.claims import claims
from detectors.errors import RecordError
from detectors.records import Claim, Entailment, Evidence, Judgement, Verdict


def judgement(
    verdict: Verdict | None, supported: float = 0.0, rule: str = "entailment"
) -> Judgement:
    rest = round(1 - supported, 5)
    scores = Entailment(supported=supported, refuted=0.0, not_enough_info=rest)
    evidence = Evidence(document="evidence", start=0, end=1, text="x", score=0.5)
    return Judgement(
        claim=Claim(text="Zorvan is blue.", start=0, end=15),
        verdict=verdict,
        entailment=scores,
        probability=scores if verdict else None,
        rule=rule,
        reason="",
        evidence=(evidence,) if verdict else (),
    )


def answer(text: str = "Zorvan is blue.") -> AnswerLine:
    return AnswerLine(line=1, id="a", answer=text)


def test_the_answer_is_as_good_as_its_worst_claim() -> None:
    judged = [
        judgement(Verdict.SUPPORTED, 0.9),
        judgement(Verdict.REFUTED, 0.4),
        judgement(Verdict.NOT_ENOUGH_INFO, 0.3),
        judgement(None),
    ]
    line = verdict_line(answer(), judged)
    assert line["verdict"] == "refuted"
    assert line["probability"] == {"supported": 0.3, "refuted": 0.0, "not_enough_info": 0.7}
    assert "reason" not in line


def test_a_claim_is_written_as_the_reference_says() -> None:
    (claim,) = json.loads(json.dumps(verdict_line(answer(), [judgement(Verdict.SUPPORTED, 0.9)])))[
        "claims"
    ]
    assert claim == {
        "text": "Zorvan is blue.",
        "start": 0,
        "end": 15,
        "verdict": "supported",
        "probability": {"supported": 0.9, "refuted": 0.0, "not_enough_info": 0.1},
        "rule": "entailment",
        "evidence": [{"document": "evidence", "start": 0, "end": 1, "text": "x", "score": 0.5}],
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty_answer"),
        (" \n", "empty_answer"),
        ("I do not know.", "refusal"),
        ("Hello! What do you mean?", "no_claims"),
    ],
)
def test_without_a_judged_claim_there_is_a_reason(text: str, reason: str) -> None:
    judged = [judgement(None, rule="not_checkworthy") for _ in claims(text)]
    line = verdict_line(answer(text), judged)
    assert (line["verdict"], line["probability"], line["reason"]) == (None, None, reason)


def test_another_language_is_the_reason_where_it_is_one() -> None:
    assert verdict_line(answer(), [judgement(None, rule="language")])["reason"] == "language"


def test_what_is_kept_ends_with_the_last_whole_line_and_is_counted(tmp_path: Path) -> None:
    whole = json.dumps(verdict_line(answer(), [judgement(Verdict.SUPPORTED, 0.9)])) + "\n"
    (tmp_path / "out.jsonl").write_text(whole + whole[:40])
    tally = Tally()
    kept = read_kept(tmp_path / "out.jsonl", tally.add, what="verdict")
    assert (kept.keys, kept.end) == ({id_key("a")}, len(whole))
    assert (tally.answers, tally.claims) == ({"supported": 1}, {"supported": 1})


@pytest.mark.parametrize("line", ["{}", "[]", "7", "{", '{"id": 1, "verdict": "supported"}'])
def test_a_file_that_holds_something_else_is_not_taken_up(tmp_path: Path, line: str) -> None:
    (tmp_path / "out.jsonl").write_text(line + "\n")
    with pytest.raises(RecordError, match=r"out\.jsonl:1: holds no verdict; name another --out"):
        read_kept(tmp_path / "out.jsonl", Tally().add, what="verdict")
