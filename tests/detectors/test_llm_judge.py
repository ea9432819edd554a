"""All medicines here are invented, and so is everything said of them."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from detectors.asking import Reply
from detectors.base import Answered, Findings, Resources
from detectors.corpus import read_corpus
from detectors.embedding import Embedder
from detectors.errors import DetectorError, SubjectError
from detectors.index import CorpusIndex
from detectors.llm_judge import JudgeDetector
from detectors.models import PACKAGED
from detectors.records import Answer, Case, Finding, Task

PAGE = "# Zorvan\n\nAn adult may take at most 4 g of zorvan in 24 hours.\n"
DOSE = "An adult may take at most 4 g of zorvan in 24 hours."


class Quotes:
    """A judge that finds everything refuted by the same words, and fails at `gone`."""

    model = "judge-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, questions: Sequence[str]) -> Sequence[Reply]:
        self.asked += questions
        return [self._reply(question) for question in questions]

    def _reply(self, question: str) -> Reply:
        if "gone" in question:
            return SubjectError("no answer", subject="judge", case_id="digest")
        return json.dumps({"verdict": "refuted", "quotation": "at most 4 g of zorvan"})


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> CorpusIndex:
    folder: Path = tmp_path_factory.mktemp("corpus")
    (folder / "zorvan.md").write_text(PAGE, encoding="utf-8")
    return CorpusIndex.build(read_corpus(folder).documents, Embedder(PACKAGED))


def pair(answer: str, question: str = "How much zorvan?") -> Answered:
    return Answered(Case(id="a", task=Task.ANSWER, text=question), Answer(text=answer))


def one(findings: Findings) -> Finding:
    assert not isinstance(findings, DetectorError)
    (finding,) = findings
    return finding


def test_its_measured_error_stands_in_every_finding(index: CorpusIndex) -> None:
    resources = Resources(corpus=index, asker=Quotes(), judge_error="It errs at times.")
    (found,) = JudgeDetector(resources).detect([pair(DOSE)])
    finding = one(found)
    assert finding.rule == "judge.refuted"
    assert finding.message.endswith("It errs at times.")
    assert (finding.start, finding.end) == (0, len(DOSE))


def test_what_no_passage_bears_on_and_what_states_nothing_costs_no_call(
    index: CorpusIndex,
) -> None:
    asker = Quotes()
    elsewhere = pair("Paris is the capital of France.", "What is the capital of France?")
    found = JudgeDetector(Resources(corpus=index, asker=asker)).detect(
        [elsewhere, pair("I do not know.")]
    )
    assert [one(each).rule for each in found] == ["judge.not_enough_info", "judge.no_claims"]
    assert "judge-1 was not asked" in one(found[0]).message
    assert asker.asked == []


def test_a_missing_reply_fails_its_case_alone(index: CorpusIndex) -> None:
    detector = JudgeDetector(Resources(corpus=index, asker=Quotes()))
    failed, judged = detector.detect([pair(DOSE, "How much zorvan is gone?"), pair(DOSE)])
    assert isinstance(failed, DetectorError)
    assert (failed.case_id, "no answer" in str(failed)) == ("a", True)
    assert one(judged).rule == "judge.refuted"


def test_what_it_needs_is_named(index: CorpusIndex) -> None:
    with pytest.raises(DetectorError, match="name one under `judge`"):
        JudgeDetector(Resources(corpus=index))
    with pytest.raises(DetectorError, match="needs a reference corpus"):
        JudgeDetector(Resources(asker=Quotes()))
