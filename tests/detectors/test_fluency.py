import math
from pathlib import Path

import pytest

from detectors.base import Answered, Resources, ScorerFiles
from detectors.errors import DetectorError
from detectors.fluency import FluencyDetector
from detectors.language_model import LanguageModel
from detectors.reading import dump_line, to_json
from detectors.records import Answer, Case, Finding, Severity, Task
from tests.causal import make_causal


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> ScorerFiles:
    return ScorerFiles("tiny", make_causal(tmp_path_factory.mktemp("tiny")), "5ca1e")


def found(scorer: ScorerFiles, *answers: str, models: tuple[str, ...] = ()) -> list[Finding]:
    detector = FluencyDetector(Resources(scorer=scorer, models=frozenset(models)))
    case = Case(id="a", task=Task.ANSWER, text="How?")
    every = detector.detect([Answered(case, Answer(text=text)) for text in answers])
    return [
        one for findings in every if not isinstance(findings, DetectorError) for one in findings
    ]


def test_every_figure_is_told_and_can_be_computed_again(scorer: ScorerFiles) -> None:
    text = "Take one tablet. Take one tablet. Take one tablet."
    (finding,) = found(scorer, text)
    (logprobs,) = LanguageModel.load(scorer.path).logprobs([text])
    assert (finding.rule, finding.severity) == ("fluency.measured", Severity.NOTE)
    assert finding.measures == {
        "perplexity": pytest.approx(math.exp(-sum(logprobs) / len(logprobs)), abs=1e-3),
        "tokens": len(text),
        "words": 9,
        "sentences": 3,
        "repetition": pytest.approx(0.5),
        "distinct_2": pytest.approx(3 / 8),
    }
    assert finding.message.startswith("Perplexity ")
    assert "under tiny; 9 words in 3 sentences. 50 % of its 4-grams are repeats" in finding.message


def test_an_empty_answer_is_told_and_not_measured(scorer: ScorerFiles) -> None:
    empty, full, blank = found(scorer, "", "Yes.", " \n ")
    assert [empty.rule, full.rule, blank.rule] == [
        "fluency.empty",
        "fluency.measured",
        "fluency.empty",
    ]
    assert empty.measures is None


def test_what_an_answer_is_too_short_for_is_left_out(scorer: ScorerFiles) -> None:
    (finding,) = found(scorer, "4")
    assert finding.measures is not None
    assert set(finding.measures) == {"perplexity", "tokens", "words", "sentences"}


def test_one_token_after_no_start_has_no_perplexity(tmp_path: Path) -> None:
    folder = make_causal(tmp_path, start=False)
    (finding,) = found(ScorerFiles("tiny", folder, "5ca1e"), "4")
    assert finding.measures == {"tokens": 0, "words": 1, "sentences": 1}
    assert finding.message.startswith("Perplexity was not measured: tiny gives it no token")


@pytest.mark.parametrize(("models", "flatters"), [(("5ca1e",), True), (("other",), False)])
def test_a_model_that_scores_itself_is_told(
    scorer: ScorerFiles, models: tuple[str, ...], flatters: bool
) -> None:
    (finding,) = found(scorer, "Take one tablet.", models=models)
    assert ("which flatters it" in finding.message) is flatters


@pytest.mark.parametrize("text", ["word " * 3000, "用药说明" * 50, "🙂", "\ud800", "दिन में दो बार"])
def test_other_scripts_and_lengths_give_finite_figures(scorer: ScorerFiles, text: str) -> None:
    (finding,) = found(scorer, text)
    assert finding.measures is not None
    assert all(map(math.isfinite, finding.measures.values()))
    assert dump_line(to_json(finding))


def test_without_a_model_it_says_what_to_name() -> None:
    with pytest.raises(DetectorError, match="name one under `fluency` in the suite"):
        FluencyDetector(Resources())
