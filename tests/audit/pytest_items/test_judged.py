"""Free text judged by a corpus: in a suite, in a test, and behind the fixture `audited`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub.constants import is_offline_mode

import audit.testing.explanations
import audit.testing.grounding  # noqa: F401 - sessions in this process find what they import
import detectors.grounding_detector  # noqa: F401

BAD = "An adult may take at most 9 g of novacillin in 24 hours."
TEST = """
from types import SimpleNamespace as Of
from audit.testing import Underpowered

def client():
    message = Of(content={answer!r})
    reply = Of(choices=[Of(message=message)])
    return Of(completions=Of(create=lambda **options: reply))

def test_bot(audited):
    bot = audited.watch(client(), corpus={corpus!r})
    bot.completions.create(messages=[{{"role": "user", "content": "How much novacillin?"}}])

def test_silent(audited):
    pass

def test_few():
    raise Underpowered("too few texts to tell: 2 of 30")
"""


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("ASSAY_CACHE", str(tmp_path_factory.mktemp("cache")))


def test_a_refuted_answer_of_a_suite_fails_with_claim_evidence_and_why(
    project: pytest.Pytester, write_suite: Callable[..., Path]
) -> None:
    folder = write_suite({"a": BAD, "b": "Novacillin is kept below 25 °C.", "c": "I do not know."})
    told = project.runpytest("--assay", str(folder), "-o", "assay_gates_decide=true", "-W", "error")
    told.stdout.fnmatch_lines(["*1 failed, 2 passed, 1 underpowered*"])
    told.stdout.fnmatch_lines(
        [
            "claims: 1 refuted",
            f'  claim      "{BAD}"',
            "    verdict    ✗ refuted",
            "    why        The passage says 4 g where the answer says 9 g.",
            "    evidence   novacillin.md, characters 14 to *",
            "Audit failed",
            "  Findings at error level: 1.",
        ]
    )
    told.stdout.no_fnmatch_line("*Captured*")


def test_what_tests_of_a_team_say_is_judged_and_shown(
    project: pytest.Pytester, write_suite: Callable[..., Path]
) -> None:
    corpus = str(write_suite() / "corpus")
    project.makepyfile(**{"tests/test_bot": TEST.format(answer=BAD, corpus=corpus)})
    told = project.runpytest("-v", "--junitxml", "out.xml")
    told.stdout.fnmatch_lines(
        [
            "tests/test_bot.py::test_bot FAILED*",
            "tests/test_bot.py::test_silent FAILED*",
            "tests/test_bot.py::test_few UNDERPOWERED*",
            "1 of 1 answers do not pass",
            "the fixture `audited` recorded no answer, so nothing was audited*",
            "*UNDERPOWERED: test_few*",
            "*2 failed, 1 underpowered*",
        ]
    )
    assert '<property name="assay.claims" value="1" />' in (project.path / "out.xml").read_text()


def test_a_model_of_the_hub_is_not_fetched_unless_told(
    project: pytest.Pytester, labels: Callable[..., Path]
) -> None:
    old = "{name: large, kind: replay, recording: recording.jsonl}"
    suite = labels().read_text().replace(old, "{name: large, kind: slm, model: nobody/nothing}")
    labels(suite=suite)
    told = project.runpytest("-k", "q2")
    told.assert_outcomes(errors=1, deselected=13)
    told.stdout.fnmatch_lines(["model 'nobody/nothing' is no *: Cannot find an * cached snapshot*"])
    assert not is_offline_mode()
